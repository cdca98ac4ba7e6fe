import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPostgres, startPostgres } from '@/scripts/postgres'
import { type Standby, startStandby } from '@/scripts/testing/standby'
import { open, type Sql } from './database'
import { atPrimary } from './primary'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-primary-'))
const stops: Array<() => unknown> = []
let primary: EmbeddedPostgres
let standby: Standby
let pool: Sql

beforeAll(async () => {
  chmodSync(folder, 0o755)
  const at = join(folder, 'primary')
  primary = await startPostgres({ folder: at, say: () => {} })
  stops.push(primary.stop)
  standby = await startStandby(primary, at, join(folder, 'standby'), (stop) => stops.push(stop))
  const both = `127.0.0.1:${primary.port},127.0.0.1:${standby.port}`
  const one = primary.url.replace(`127.0.0.1:${primary.port}`, both)
  pool = open(`${one}?target_session_attrs=primary`, 6)
  stops.push(() => pool.end({ timeout: 1 }))
}, 120_000)

afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  rmSync(folder, { recursive: true, force: true })
}, 60_000)

/** The servers that a pool's connections lead to, once all are open again. */
async function settledPorts() {
  const ports = async () => {
    const queries = Array.from(
      { length: 12 },
      () => pool`select inet_server_port() as port, pg_sleep(0.05)`,
    )
    return new Set((await Promise.all(queries)).map(([row]) => row?.port))
  }
  let found: Set<unknown> | undefined
  await expect
    .poll(async () => (found = await ports().catch(() => undefined)), { timeout: 30_000 })
    .toBeDefined()
  return found
}

const asAdmin = async (use: (admin: postgres.Sql) => Promise<unknown>) => {
  const admin = postgres(primary.adminUrl, { max: 1 })
  await use(admin)
  await admin.end({ timeout: 1 })
}
const SLEEPS = 'select pg_sleep(60)'

test('a pool stays on the primary when connections end during queries, and follows a promotion', async () => {
  const cut = Promise.allSettled(Array.from({ length: 6 }, () => pool.unsafe(SLEEPS)))
  await asAdmin(async (admin) => {
    const asleep = () => admin`select pid from pg_stat_activity where query = ${SLEEPS}`
    await expect.poll(async () => (await asleep()).length).toBe(6)
    for (const { pid } of await asleep()) await admin`select pg_terminate_backend(${pid})`
  })
  await cut
  expect(await settledPorts()).toEqual(new Set([primary.port]))

  process.kill(primary.pid(), 'SIGKILL')
  expect(await settledPorts()).toEqual(new Set([primary.port]))

  await Promise.all([primary.stop(), standby.promote()])
  expect(await settledPorts()).toEqual(new Set([standby.port]))
}, 120_000)

test('without a primary, each query fails as when PostgreSQL is down', async () => {
  const nowhere = open('postgres://a@127.0.0.1:1,127.0.0.1:2/b?target_session_attrs=primary', 1)
  for (let n = 0; n < 3; n += 1)
    await expect(nowhere`select 1`).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await nowhere.end({ timeout: 1 })
})

test.each([
  ['postgres://a:b@one:5433,two/c?target_session_attrs=primary', 'postgres://a:b@one:5433/c'],
  [
    'postgres://a:b@[::1]:5433,two/c?sslmode=require&target_session_attrs=primary&x=1',
    'postgres://a:b@[::1]:5433/c?sslmode=require&x=1',
  ],
])('%s begins at its first server', (url, first) => {
  expect(atPrimary(url).url.replace('?&', '?')).toBe(first)
})

test.each([
  'postgres://a:b@one/c?target_session_attrs=primary',
  'postgres://a:b@one,two/c',
  'postgres://a:b@one,two/c?target_session_attrs=standby',
])('%s is left to postgres.js', (url) => {
  expect(atPrimary(url)).toEqual({ url })
})
