/**
 * npm run bench: the measurements in the README, side by side on a separate demo. With the argument `approvals`, only the time
 * from a click to Atlas; with `gateway`, only the calls of machines; with `fleet`, only the fleet; with `table`, only long
 * tables; with `pages`, only Lighthouse; with `people`, only 1,000 people for ten minutes, and with `people quick` for two; with
 * `million`, only a long audit log, and with `million 200000` one of so many rows.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { cookieName } from '@/lib/server/cookies'
import { open } from '@/lib/server/database'
import { buildConsole } from '@/scripts/build-console'
import { bundleGate } from '@/scripts/bundle-gate'
import { command } from '@/scripts/command'
import { keptSecret } from '@/scripts/data-folder'
import { freePorts, startDemo } from '@/scripts/demo-stack'
import { approval } from './approval'
import { audit } from './audit'
import { fleet } from './fleet'
import { gate } from './gate'
import { gateway } from './gateway'
import { million } from './million'
import { lighthouse } from './pages'
import { openPages } from './people'
import { hangUp, signIn } from './person'
import { reads } from './reads'
import { startReference, startUpstream } from './references'
import { control } from './sandbox'
import { longTable } from './table'
import { watchers } from './watchers'

const onlyApprovals = process.argv.includes('approvals')
const onlyGateway = process.argv.includes('gateway')
const onlyFleet = process.argv.includes('fleet')
/** Of the fleet's demo: Atlas's calls are what it measures. */
const FLEET_PER_MINUTE = 12_000
const [only = ''] = process.argv.slice(2)
const isAlone = ['table', 'pages', 'people'].includes(only)
const PEOPLE = onlyApprovals || onlyGateway || onlyFleet || isAlone ? 4 : 50
/** How long 1,000 people read. */
const MINUTES = process.argv.includes('quick') ? 2 : 10
const personas = ['viewer', 'requester', 'operator', 'approver', 'approver2', 'auditor', 'admin']

await command(async (onStop) => {
  if (only === 'million') {
    const rows = Number(process.argv[3])
    await million(onStop, rows > 0 ? rows : undefined)
    return 0
  }
  await buildConsole(console.log, onStop)
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  onStop(() => rmSync(data, { recursive: true, force: true }))
  // When this runs as root, PostgreSQL runs as another user.
  chmodSync(data, 0o755)
  let upstream = ''
  const demo = await startDemo({
    data,
    ports: await freePorts(),
    say: console.log,
    onStop,
    // Measure the work, not the rate budget.
    requestsPerMinute: onlyFleet ? FLEET_PER_MINUTE : 1_000_000,
    atlasFor: async (sandbox) => {
      upstream = await startUpstream(sandbox, onStop)
      return upstream
    },
  })
  onStop(hangUp)
  const sandbox = control(demo.atlas)

  const [load = 0] = loadavg()
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(1)} before the start.` +
      '\nThe console, the sandbox, PostgreSQL and this program share them, so only compare the ratios.',
  )
  const people = []
  for (let i = 0; i < PEOPLE; i += 1)
    people.push(await signIn(demo.url, personas[i % personas.length] ?? 'viewer'))
  const [, requester, , approver] = people
  if (!requester || !approver) throw new Error('Sign-in failed.')

  if (onlyFleet) {
    const [viewer] = people
    const sql = openDatabase(data)
    onStop(() => void sql.end())
    if (viewer)
      await fleet({
        url: demo.url,
        data,
        atlas: demo.atlas,
        person: viewer,
        sql,
        requestsPerMinute: FLEET_PER_MINUTE,
      })
    return 0
  }
  if (isAlone) {
    const [, , operator] = people
    if (!operator) throw new Error('Sign-in failed.')
    const setting = { url: demo.url, data, atlas: demo.atlas, person: operator, people, onStop }
    if (only === 'table') await longTable(setting)
    if (only === 'pages') await lighthouse({ ...setting, only: process.argv.slice(3) })
    if (only === 'people') {
      const sql = openDatabase(data)
      onStop(() => void sql.end())
      await openPages({ ...setting, sql, minutes: MINUTES })
    }
    return 0
  }
  if (!onlyGateway) await approval({ requester, approver, sandbox, upstream })
  if (onlyApprovals) return 0

  const reference = await startReference(
    {
      REFERENCE_UPSTREAM: upstream,
      REFERENCE_COOKIE: cookieName('session', new URL(demo.url)),
      NEXTAUTH_SECRET: keptSecret(data, 'nextauth-secret'),
    },
    onStop,
  )
  const [person] = people
  const machine = demo.machines.find(({ name }) => name === 'ci-reader')
  if (!person || !machine) throw new Error('The demo has no machine.')
  await gateway({ url: demo.url, data, machine, person, upstream, reference })
  const writer = demo.machines.find(({ name }) => name === 'terraform-payments')
  if (writer) await gate({ url: demo.url, data, machine: writer })
  if (onlyGateway) return 0
  await reads({ data, people, sandbox, upstream, reference })
  await watchers(people, sandbox)
  await audit(data)
  await million(onStop)
  console.log('\nJavaScript at first load (gzip)')
  bundleGate((line) => console.log(`  ${line}`))
  return 0
})

/** The database of the demo in this folder. */
function openDatabase(folder: string) {
  const text = readFileSync(join(folder, 'postgres.json'), 'utf8')
  return open(z.object({ url: z.string() }).parse(JSON.parse(text)).url, 2)
}
