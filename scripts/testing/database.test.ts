import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from './database'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

test('a fresh database is migrated and open to both roles', async () => {
  for (const url of [database.appUrl, database.ownerUrl]) {
    const sql = postgres(url, { max: 1 })
    const tables = await sql`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`
    await sql.end()
    expect(tables.length).toBeGreaterThan(0)
  }
})
