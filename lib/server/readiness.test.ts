import postgres from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { closeConnections } from './connections'
import { sql } from './database'
import { readiness } from './readiness'
import { configured } from './testing/configured'

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
