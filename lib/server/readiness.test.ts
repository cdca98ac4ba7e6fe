import { afterAll, beforeAll, expect, test } from 'vitest'
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

test('a dead connection does not take the console out of service, and is not named', async () => {
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
