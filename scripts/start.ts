/** npm start: the production server on your configuration. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { loadConfiguration } from '@/lib/server/configuration'
import { migrate } from '@/lib/server/migrate'
import { servedCopy } from './build-console'
import { command, type OnStop } from './command'
import { openDataFolder } from './data-folder'
import { watchErasures } from './erasures'
import { portFrom } from './ports'
import { consolePart, startDatabase } from './stack'
import { supervise } from './supervise'

await command(async (onStop) => {
  // Checked first, so that an invalid value gives an error message instead of a part that does not start.
  const config = resolve(process.env.GATEHOUSE_CONFIG || 'gatehouse.yaml')
  const { url } = loadConfiguration({ ...process.env, GATEHOUSE_CONFIG: config })
  const port = await portFrom('PORT', 3000)
  const data = openDataFolder(onStop)
  const server = await servedCopy(data, console.log, onStop)
  const databaseUrl = await database(data, onStop)

  const parts = supervise(console.log)
  onStop(() => parts.stopAll(4_000))
  const { DATABASE_OWNER_URL: _, ...rest } = process.env
  await parts.start(
    consolePart({
      data,
      server,
      port,
      host: address(),
      env: {
        ...rest,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        GATEHOUSE_CONFIG: config,
        DATABASE_URL: databaseUrl,
      },
      log: console.log,
    }),
  )
  console.log(`Gatehouse is ready: ${url.origin}`)
  return undefined
})

/** Container engines set HOSTNAME to a generated name, so only an IP address counts. */
function address(): string {
  const wish = process.env.HOSTNAME ?? ''
  return isIP(wish) ? wish : '127.0.0.1'
}

/** The application's database URL: the given one, migrated when the owner's URL is given too, or the embedded one. */
async function database(data: string, onStop: OnStop): Promise<string> {
  const { DATABASE_URL: given, DATABASE_OWNER_URL: owner } = process.env
  if (!given && owner)
    throw new Error(
      'DATABASE_OWNER_URL is set but DATABASE_URL is not. Set both, or neither for the embedded database.',
    )
  if (given && owner) {
    await migrate(owner, given)
    watchErasures(owner, console.log, onStop)
  }
  if (given) return given
  const embedded = await startDatabase(data, console.log, onStop)
  return embedded.url
}
