import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { isDatabaseError, open, sql, unbroken } from './database'
import { migrate } from './migrate'

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
  process.env.DATABASE_URL = database.appUrl
})
afterAll(async () => {
  await sql().end({ timeout: 1 })
  await database.drop()
})

test('an address with several hosts finds the one that answers', async () => {
  const both = (url: string) =>
    `${url.replace(/@([^/]+)/, '@127.0.0.1:1,$1')}?target_session_attrs=primary`
  await migrate(both(database.ownerUrl), both(database.appUrl))
  const two = open(both(database.appUrl), 1)
  expect((await two<{ one: number }[]>`select 1 as one`)[0]?.one).toBe(1)
  await two.end()
})

test('a read on a dead connection is repeated', async () => {
  let tried = 0
  const read = async () => {
    tried += 1
    if (tried === 1) await sql()`select pg_terminate_backend(pg_backend_pid())`
    return (await sql()<{ one: number }[]>`select 1 as one`)[0]?.one
  }
  expect(await unbroken(read)).toBe(1)
  expect(tried).toBe(2)
})

test('a read that fails for another reason is not repeated', async () => {
  let tried = 0
  const read = async () => {
    tried += 1
    await sql()`select nothing from nowhere`
  }
  await expect(unbroken(read)).rejects.toThrow(/nowhere/)
  expect(tried).toBe(1)
})

test('a database error is recognized by its properties, not its class', async () => {
  const error = await sql()`select nothing from nowhere`.catch((e: unknown) => e)
  expect(isDatabaseError(error)).toBe(true)
  const full = Object.assign(new Error('could not extend file'), {
    severity: 'ERROR',
    code: '53100',
  })
  expect(isDatabaseError(full)).toBe(true)
  expect(isDatabaseError(new TypeError('x is undefined'))).toBe(false)
})
