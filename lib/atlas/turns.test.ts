import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { type FreshDatabase, freshDatabase } from '@/scripts/testing/database'
import { inTurn } from './turns'

let database: FreshDatabase
const pool = (max: number) => postgres(database.appUrl, { max, onnotice: () => {} })

// Two pools act as two replicas on one database.
let here: postgres.Sql
let there: postgres.Sql
beforeAll(async () => {
  database = await freshDatabase()
  here = pool(6)
  there = pool(6)
})
afterAll(async () => {
  await here.end({ timeout: 2 })
  await there.end({ timeout: 2 })
  await database.drop()
})

const turnsHeld = async () => (await here`select key from turn`).length
const key = () => `access:${crypto.randomUUID()}`

describe('turns', () => {
  test('of one key never overlap, across replicas', async () => {
    const one = key()
    let inside = 0
    let most = 0
    const work = async () => {
      inside += 1
      most = Math.max(most, inside)
      await here`select pg_sleep(0.005)`
      inside -= 1
    }
    await Promise.all(Array.from({ length: 20 }, (_, i) => inTurn(i % 2 ? here : there, one, work)))
    expect(most).toBe(1)
    expect(await turnsHeld()).toBe(0)
  })

  test('of one replica keep their order', async () => {
    const one = key()
    const order: number[] = []
    await Promise.all([1, 2, 3, 4, 5].map((n) => inTurn(here, one, async () => order.push(n))))
    expect(order).toEqual([1, 2, 3, 4, 5])
  })

  test('of different keys run in parallel, and work without a key never waits', async () => {
    const [a, b] = [key(), key()]
    const both = Promise.withResolvers<void>()
    await inTurn(here, a, async () => {
      await inTurn(here, b, async () => both.resolve())
      await inTurn(here, undefined, async () => both.promise)
    })
  })

  test('are released when the work fails', async () => {
    const one = key()
    await expect(
      inTurn(here, one, async () => {
        throw new Error('own error')
      }),
    ).rejects.toThrow('own error')
    expect(await turnsHeld()).toBe(0)
    expect(await inTurn(there, one, async () => 'next')).toBe('next')
  })

  test.each([
    ['in this replica', () => here],
    ['in another replica', () => there],
  ])('that take too long %s fail with slow-down, and the next one works', async (_, other) => {
    const one = key()
    const gate = Promise.withResolvers<void>()
    const inside = Promise.withResolvers<void>()
    const holder = inTurn(here, one, async () => {
      inside.resolve()
      await gate.promise
    })
    await inside.promise
    const error = await inTurn(other(), one, async () => 'never', { waitMs: 100 }).catch((e) => e)
    expect(error).toBeInstanceOf(OpError)
    expect(error).toMatchObject({ kind: 'slow-down' })
    gate.resolve()
    await holder
    expect(await inTurn(other(), one, async () => 'mine')).toBe('mine')
    expect(await turnsHeld()).toBe(0)
  })

  test('leave the connection pool free for their work', async () => {
    const small = pool(1)
    const done = await Promise.all(
      Array.from({ length: 12 }, () =>
        inTurn(small, key(), async () => (await small`select 1 as n`)[0]?.n),
      ),
    )
    expect(done).toEqual(Array(12).fill(1))
    await small.end({ timeout: 2 })
  })

  test('keep no transaction open', async () => {
    await inTurn(here, key(), async () => {
      const open = await there`
        select state from pg_stat_activity
        where state like 'idle in transaction%' and datname = current_database()`
      expect(open).toEqual([])
    })
  })

  test('last longer than their lease while the work runs', async () => {
    const one = key()
    await inTurn(
      here,
      one,
      async (turn) => {
        const [row] = await here<{ until: Date }[]>`select until from turn where key = ${one}`
        await expect
          .poll(
            async () =>
              (await here`select 1 from turn where key = ${one} and until > ${row!.until}`).length,
          )
          .toBe(1)
        turn.check()
      },
      // Renewed after a quarter: long enough for a machine that stalls.
      { leaseMs: 4_000 },
    )
  })

  test('of a paused replica end with its lease, before it sends', async () => {
    const one = key()
    const paused = inTurn(here, one, async (turn) => {
      // The effect of a pause: the lease was not renewed and another replica took it.
      await here`update turn set until = clock_timestamp() - interval '1 second' where key = ${one}`
      expect(await inTurn(there, one, async () => 'taken over', { waitMs: 2_000 })).toBe(
        'taken over',
      )
      await expect.poll(() => turn.signal.aborted, { timeout: 10_000 }).toBe(true)
      turn.check()
    })
    await expect(paused).rejects.toMatchObject({ kind: 'unavailable' })
    expect(await turnsHeld()).toBe(0)
  })

  test('cannot begin without the database, and send nothing', async () => {
    const gone = postgres('postgres://nobody@127.0.0.1:1/none', { max: 1, onnotice: () => {} })
    const work = inTurn(gone, key(), async () => 'never')
    await expect(work).rejects.toMatchObject({ kind: 'unavailable' })
    await gone.end({ timeout: 1 })
  })
})
