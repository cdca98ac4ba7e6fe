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

test('what is not ready is named, without addresses or secrets', async () => {
  const found = await readiness()
  expect(found).toEqual({
    status: 'not-ready',
    parts: [
      { name: 'configuration', ready: true },
      { name: 'database', ready: true },
      { name: 'schema', ready: true },
      {
        name: 'atlas sandbox',
        ready: false,
        why: 'Atlas cannot be reached or refuses the credential.',
      },
    ],
  })
  expect(JSON.stringify(found)).not.toMatch(/localhost|mdb_sa/)
  expect(await readiness(), 'asked again within 10 s, nothing is called').toBe(found)
})
