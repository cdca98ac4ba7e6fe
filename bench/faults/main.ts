/**
 * npm run bench:faults: the named tests in their full number, the audit log while PostgreSQL is killed, and two replicas with
 * every fault on every command, pauses, wrong clocks and kills. Takes more than half an hour. With arguments: the commands or
 * faults to try, or `tests`, `chain`, `pauses`, `clocks`, `kills`, `restarts`, `upgrade`, `failover`.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { parse, stringify } from 'yaml'
import { command } from '@/scripts/command'
import { freePorts, startDemo } from '@/scripts/demo-stack'
import type { EmbeddedPostgres } from '@/scripts/postgres'
import { type Standby, startStandby } from '@/scripts/testing/standby'
import { hangUp } from '../person'
import { chain } from './chain'
import { controlOf } from './control'
import { failover, restarts } from './failover'
import { grid } from './grid'
import { clocks, kills, pauses } from './kills'
import { named } from './named'
import { person } from './person'
import { type FaultProxy, startProxy } from './proxy'
import { upgrade } from './upgrade'

const only = process.argv.slice(2)
const wants = (what: string) => only.length === 0 || only.includes(what)
/** Parts that need no demo. */
const alone = ['chain', 'tests']
await command(async (onStop) => {
  if (wants('chain')) await chain(onStop)
  const failed = wants('tests') ? named() : 0
  if (only.length > 0 && only.every((one) => alone.includes(one))) return failed
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-faults-'))
  onStop(() => rmSync(data, { recursive: true, force: true }))
  chmodSync(data, 0o755)
  let proxy: FaultProxy | undefined
  let primary: EmbeddedPostgres | undefined
  let standby: Standby | undefined
  let databaseUrl = ''
  const demo = await startDemo({
    data,
    ports: await freePorts(),
    say: console.log,
    onStop,
    requestsPerMinute: 100_000,
    atlasFor: async (sandbox) => {
      proxy = await startProxy(sandbox, onStop)
      return proxy.origin
    },
    configure: (file) => {
      const one = parse(file)
      one.connections[0].timeoutSeconds = 4
      one.observeEverySeconds = 10
      return stringify(one)
    },
    consoles: 2,
    databaseFor: async (embedded, folder) => {
      primary = embedded
      standby = await startStandby(embedded, folder, join(data, 'standby'), onStop)
      const two = `127.0.0.1:${embedded.port},127.0.0.1:${standby.port}`
      databaseUrl = `${embedded.url.replace(`127.0.0.1:${embedded.port}`, two)}?target_session_attrs=primary`
      return databaseUrl
    },
  })
  onStop(hangUp)
  if (!proxy || !primary || !standby) throw new Error('A part is missing.')
  const url = databaseUrl
  const sql = postgres(url, { max: 3 })
  onStop(() => sql.end())
  const origins = demo.consoles.map(({ origin }) => origin)
  const people = {
    operator: await person(demo.url, origins, 'operator'),
    requester: await person(demo.url, origins, 'requester'),
    approver: await person(demo.url, origins, 'approver'),
  }
  const sandbox = controlOf(demo.atlas)
  const pid = demo.consoles.map((one) => one.pid)
  const stage = { proxy, sandbox, sql, people, origins, pid }
  const parts = ['kills', 'pauses', 'clocks', 'restarts', 'upgrade', 'failover']
  if (!parts.some((what) => only.includes(what))) await grid(stage, only)
  if (wants('pauses')) await pauses(stage)
  if (wants('clocks')) await clocks(stage)
  if (wants('kills')) await kills(stage)
  if (wants('restarts')) await restarts(stage, primary)
  if (wants('upgrade')) await upgrade(stage, demo, primary)
  // Last: the first PostgreSQL does not come back.
  if (wants('failover')) await failover(stage, primary, standby)
  const verify = spawnSync(process.execPath, ['lib/audit/audit-verify.mjs'], {
    env: { ...process.env, GATEHOUSE_DATA: data, DATABASE_URL: url },
    encoding: 'utf8',
  })
  console.log(verify.stdout, verify.stderr)
  return failed || (verify.status ?? 1)
})
