import { connect, createServer, type Socket } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { encode } from 'next-auth/jwt'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { answerTo } from './answer'
import { closeConnections } from './connections'
import { cookieName } from './cookies'
import { isDatabaseError, sql } from './database'
import { personFrom } from './person'
import { readiness } from './readiness'
import { startSession } from './session'
import { configured, testSecret } from './testing/configured'

let database: FreshDatabase

beforeAll(async () => {
  configured()
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await Promise.all([sql().end(), closeConnections()])
  await database.drop()
})

beforeEach(() => void Reflect.deleteProperty(globalThis, 'gatehouseReadiness'))

test('a dead connection leaves the console ready, and is not named', async () => {
  const found = await readiness()
  expect(found.status).toBe('ready')
  expect(found.parts.map(({ name, ready }) => [name, ready])).toEqual([
    ['configuration', true],
    ['database', true],
    ['schema', true],
  ])
  expect(JSON.stringify(found)).not.toMatch(/localhost|mdb_sa|sandbox/)
  expect(await readiness(), 'asked again within 10 s, nothing is checked').toBe(found)
})

/** Asks again after the cached result has expired. */
let minutes = 0
async function asked() {
  minutes += 1
  vi.useFakeTimers({ now: Date.now() + minutes * 60_000, toFake: ['Date'] })
  const found = await readiness()
  vi.useRealTimers()
  return { ...found, failing: found.parts.filter((p) => !p.ready).map((p) => p.name) }
}

test('a database that cannot write, or that a newer version has migrated, makes the replica not ready', async () => {
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  await owner.unsafe(`create function full_disk() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
    create trigger full_disk before insert or update on lease for each row execute function full_disk();`)
  expect(await asked()).toMatchObject({ status: 'not-ready', failing: ['database'] })
  await owner.unsafe('drop trigger full_disk on lease')
  await owner`insert into migration (name, digest) values ('9999_later.sql', 'x')`
  expect(await asked()).toMatchObject({ status: 'not-ready', failing: ['schema'] })
  await owner`update migration set is_additive = true where name = '9999_later.sql'`
  expect(await asked()).toMatchObject({ status: 'ready', failing: [] })
  await owner.end()
})

/** Listens in front of PostgreSQL. `hang` holds back everything that is sent from then on. */
async function between(address: string) {
  const { hostname, port } = new URL(address)
  const open: Socket[] = []
  const server = createServer((socket) => {
    const on = connect(Number(port), hostname)
    open.push(socket, on)
    for (const one of [socket, on]) one.on('error', () => {})
    socket.pipe(on).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const own = server.address()
  const url = new URL(address)
  url.host = `127.0.0.1:${typeof own === 'object' ? own?.port : ''}`
  return {
    url: url.href,
    hang: () => {
      for (const one of open) one.unpipe().pause()
    },
    close: () => {
      for (const one of open) one.destroy()
      server.close()
    },
  }
}

test('a database that hangs is reported, by the readiness and to people', async () => {
  await sql().end()
  const front = await between(database.appUrl)
  process.env.DATABASE_URL = front.url
  Reflect.deleteProperty(globalThis, 'gatehouseSql')
  const sid = await startSession({
    ...{ iss: 'http://localhost:4011', sub: 'ada', name: 'Ada', email: null, groups: [] },
    ...{ id_token: null, auth_time: null, acr: null, sid: null, ip: null, ua: null },
  })
  expect((await asked()).status).toBe('ready')
  const token = await encode({ token: { sub: 'ada', sid }, secret: testSecret })
  // Every connection of the pool is open, so that no query waits for a new one, which has a timeout of its own.
  await Promise.all(Array.from({ length: 12 }, () => sql()`select pg_sleep(0.1)`))
  front.hang()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() + 9e6 })
  try {
    const cookie = `${cookieName('session')}=${token}`
    const answers = Promise.all([
      readiness(),
      personFrom({ headers: new Headers({ cookie }) }, { fresh: true }).catch(isDatabaseError),
    ])
    let isOver = false
    void answers.finally(() => {
      isOver = true
    })
    while (!isOver) {
      await vi.advanceTimersByTimeAsync(1_000)
      await setImmediate()
    }
    expect(await answers).toMatchObject([{ status: 'not-ready', clocks: { agree: true } }, true])
    const request = { path: '/', headers: new Headers(), signal: new AbortController().signal }
    const cut = answerTo(request, async () => ({ data: await sql()`select 1` }) as never)
    await setImmediate()
    front.close()
    expect((await cut).body, 'a change that was cut may be recorded').toMatch(
      /may have been recorded/,
    )
  } finally {
    vi.useRealTimers()
    front.close()
    await sql().end({ timeout: 0 })
    Reflect.deleteProperty(globalThis, 'gatehouseSql')
    process.env.DATABASE_URL = database.appUrl
  }
})
