import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { isDatabaseError, open, sql, type Transaction, unbroken } from './database'
import { migrate } from './migrate'

const SLEEPS = 'select pg_sleep(60)'

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

test.each<[string, (tx: Transaction) => PromiseLike<unknown>]>([
  ['a transaction', (tx) => tx.unsafe(SLEEPS)],
  ['a savepoint', (tx) => tx.savepoint((inner) => inner.unsafe(SLEEPS))],
])('a pool whose connections end during %s opens them again', async (_, work) => {
  const pool = open(database.appUrl, 4)
  const asleep = () => sql()`
    select pg_terminate_backend(pid) from pg_stat_activity where query = ${SLEEPS} and state = 'active'`
  for (let n = 0; n < 2; n += 1) {
    const cut = Promise.allSettled(Array.from({ length: 4 }, () => pool.begin(work)))
    let ended = 0
    await expect.poll(async () => (ended += (await asleep()).length)).toBe(4)
    for (const one of await cut)
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'CONNECTION_CLOSED' } })
    // One that could not be opened again would fail after the time to connect.
    await Promise.all(
      Array.from({ length: 12 }, () => unbroken(async () => pool`select pg_sleep(0.05)`)),
    )
  }
  await pool.end({ timeout: 1 })
})

test('a transaction ends with the error of its work, and with what it returns', async () => {
  const pool = open(database.appUrl, 1)
  const reset = Object.assign(new Error('Atlas reset the connection.'), { code: 'ECONNRESET' })
  await expect(
    pool.begin(() => {
      throw reset
    }),
  ).rejects.toBe(reset)
  await expect(pool.begin((tx) => tx`select 1 / 0`)).rejects.toMatchObject({ code: '22012' })
  expect(await pool.begin((tx) => [tx`select 1 as a`, tx`select 2 as a`])).toEqual([
    [{ a: 1 }],
    [{ a: 2 }],
  ])
  await pool.end({ timeout: 1 })
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
