/** The whole demo as a function: `npm run demo`, `npm run dev` and the end-to-end tests start it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { credentials } from '@/sandbox/atlas/credentials'
import { bucketAt, bucketKey } from '@/sandbox/bucket/server'
import { sandboxConfiguration } from '@/sandbox/configuration'
import { oidcClientId, oidcClientSecret } from '@/sandbox/idp/clients'
import { servedCopy } from './build-console'
import type { OnStop } from './command'
import { keptCheckpointKey, keptSecret, logFile, openDataFolder } from './data-folder'
import { createDemoMachines, type DemoMachine } from './demo-machines'
import { freeOr, freePort, portFrom, preferredPort } from './ports'
import type { EmbeddedPostgres } from './postgres'
import { startRoundRobin } from './round-robin'
import { consolePart, startBucket, startDatabase, startInbox, startSandbox } from './stack'
import { supervise } from './supervise'
import { startTls } from './tls-front'
import { ordinaryEnvironment } from './tool'

export type DemoPorts = {
  console: number
  atlas: number
  idp: number
  inbox: number
  smtp: number
  gateway: number
}

export type Demo = {
  /** The console's address in a browser. */
  url: string
  /** Origins of the sandbox Atlas and of the sandbox identity provider. */
  atlas: string
  issuer: string
  /** Origin of the pages that show mail, webhooks and Slack messages. */
  inbox: string
  /** Origin of the sandbox bucket, whose page shows the checkpoints that arrived. */
  bucket: string
  data: string
  consoles: readonly RunningConsole[]
  /** The server module of the served copy that the consoles run. */
  server: string
  /** The same address over https, with the file of its certificate, for clients of Atlas. */
  gateway: { origin: string; certificate: string }
  /** Credentials of programs. */
  machines: readonly DemoMachine[]
}

/** One console of a demo, without the load balancer. */
export type RunningConsole = {
  origin: string
  pid: () => number
  /** Stops it and starts another version in its place: the server module of a served copy. */
  replace(server: string): Promise<void>
}

export type DemoOptions = {
  /** GATEHOUSE_DATA or ./data when left out. */
  data?: string
  ports: DemoPorts
  say: (line: string) => void
  onStop: OnStop
  /** Next's development server with hot reload instead of a production build. */
  hotReload?: boolean
  /** A build that also has /dev/components. */
  developmentPages?: boolean
  /** The Atlas address for the console, given the sandbox's; by default the sandbox itself. */
  atlasFor?: (sandbox: string) => Promise<string>
  /** The consoles' database address, given the embedded PostgreSQL and its folder; by default the address of that one. */
  databaseFor?: (primary: EmbeddedPostgres, folder: string) => Promise<string>
  /** The console's budget for the sandbox Atlas. */
  requestsPerMinute?: number
  /** Changes gatehouse.yaml. */
  configure?: (file: string) => string
  /** How many consoles to start; with several, `ports.console` is a load balancer. By default 1. */
  consoles?: number
  /** Receives the output of a part; by default its log file. */
  logFor?: (name: string) => (line: string) => void
}

/** Ports from the variables, with defaults. @throws Error with a sentence for a port in use */
export const demoPorts = async (): Promise<DemoPorts> => ({
  console: await portFrom('PORT', 3000),
  atlas: await portFrom('SANDBOX_ATLAS_PORT', 4010),
  idp: await portFrom('SANDBOX_IDP_PORT', 4011),
  inbox: await preferredPort('SANDBOX_INBOX_PORT', 4012),
  smtp: await preferredPort('SANDBOX_SMTP_PORT', 4013),
  gateway: await preferredPort('GATEWAY_PORT', 3443),
})

/** Free ports. */
export const freePorts = async (): Promise<DemoPorts> => {
  const [console, atlas, idp, inbox, smtp, gateway] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ])
  return { console, atlas, idp, inbox, smtp, gateway }
}

/**
 * Builds when needed and starts all parts. Resolves when the console is ready. Registers the parts with `onStop`, which ends
 * the console first and PostgreSQL last.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { say, onStop } = options
  const data = openDataFolder(onStop, options.data)
  const logFor = options.logFor ?? ((name) => logFile(data, name))
  const url = `http://localhost:${options.ports.console}`
  const building = options.hotReload
    ? Promise.resolve('node_modules/next/dist/bin/next')
    : servedCopy(data, say, onStop, options.developmentPages ? 'development pages' : 'product')
  // Awaited below, after PostgreSQL, which starts while the console is built.
  building.catch(() => undefined)
  const database = await startDatabase(data, say, onStop)
  const server = await building
  const ports = {
    ...options.ports,
    // Another demo may have taken them during the build.
    inbox: await freeOr(options.ports.inbox),
    smtp: await freeOr(options.ports.smtp),
    gateway: await freeOr(options.ports.gateway),
  }
  const parts = supervise(say)
  onStop(() => parts.stopAll())
  const hookSecret = `whsec_${Buffer.from(keptSecret(data, 'hook-secret')).toString('base64')}`
  const [sandbox, inbox, bucket] = await Promise.all([
    startSandbox(parts, { data, ports, consoles: [url], logFor }),
    startInbox(parts, { data, ports, logFor, secret: hookSecret }),
    startBucket(parts, data, logFor),
  ])

  const configuration = join(data, 'gatehouse.yaml')
  writeFileSync(
    configuration,
    (options.configure ?? String)(
      sandboxConfiguration({
        atlasOrigin: (await options.atlasFor?.(sandbox.atlas)) ?? sandbox.atlas,
        issuer: sandbox.issuer,
        inbox,
        requestsPerMinute: options.requestsPerMinute,
        bucket: bucketAt(bucket),
        hasMachines: true,
      }),
    ),
  )
  const machines = await createDemoMachines(database.url, sandbox.issuer, data)
  const env = ordinaryEnvironment({
    NODE_ENV: options.hotReload ? 'development' : 'production',
    GATEHOUSE_CONFIG: configuration,
    DATABASE_URL: (await options.databaseFor?.(database, join(data, 'postgres'))) ?? database.url,
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: keptSecret(data, 'nextauth-secret'),
    OIDC_CLIENT_ID: oidcClientId,
    OIDC_CLIENT_SECRET: oidcClientSecret,
    ATLAS_CLIENT_ID: credentials.clientId,
    ATLAS_CLIENT_SECRET: credentials.clientSecret,
    SANDBOX_HOOK_SECRET: hookSecret,
    BUCKET_ACCESS_KEY_ID: bucketKey.accessKeyId,
    BUCKET_SECRET_ACCESS_KEY: bucketKey.secretAccessKey,
    GATEHOUSE_CHECKPOINT_KEY_FILE: keptCheckpointKey(data, 'gatehouse-demo/audit'),
    SANDBOX_SLACK_APP_TOKEN: 'xapp-sandbox',
    SANDBOX_SLACK_BOT_TOKEN: 'xoxb-sandbox',
  })
  const count = options.consoles ?? 1
  const names = Array.from({ length: count }, (_, i) => (i === 0 ? 'console' : `console-${i + 1}`))
  const behind = count === 1 ? [ports.console] : await Promise.all(names.map(freePort))
  onStop(() => Promise.all(names.map((name) => parts.stop(name))))
  const start = async (name: string, port: number): Promise<RunningConsole> => {
    const dev = ['dev', '--port', String(port), '--hostname', '127.0.0.1']
    const args = options.hotReload ? dev : []
    const part = { data, name, args, port, host: '127.0.0.1', env, log: logFor(name) }
    await parts.start(consolePart({ ...part, server }))
    return {
      origin: `http://127.0.0.1:${port}`,
      pid: () => parts.pid(name) ?? 0,
      async replace(other) {
        await parts.stop(name)
        await parts.start(consolePart({ ...part, server: other }))
      },
    }
  }
  const consoles = await Promise.all(names.map((name, i) => start(name, behind[i] ?? 0)))
  if (count > 1) onStop(await startRoundRobin(ports.console, behind))
  const { stop, ...gateway } = await startTls(data, ports.gateway, ports.console)
  onStop(stop)
  return {
    url,
    gateway,
    atlas: sandbox.atlas,
    issuer: sandbox.issuer,
    inbox: inbox.origin,
    bucket,
    data,
    consoles,
    server,
    machines,
  }
}
