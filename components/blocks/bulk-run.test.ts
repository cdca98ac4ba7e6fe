import { expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { BulkRun, failedIn, haltOf, leftIn, type RowState, unconfirmedIn } from './bulk-run'

const done: RowState = { is: 'done' }
const denied = OpError.of('atlas-down', 'No.', {
  atlas: { status: 403, errorCode: 'USER_UNAUTHORIZED' },
  requestId: 'r',
})
const inUse = OpError.of('conflict', 'In use.', { requestId: 'r' })
const silent = OpError.of('unknown-outcome', 'No answer.')

/** A run over a, b, c, d whose rows fail as told, each failure once. */
function runOf(failures: Record<string, OpError> = {}) {
  const sent: Array<[id: string, key: string]> = []
  const left = { ...failures }
  const run = new BulkRun(['a', 'b', 'c', 'd'], async (id, key) => {
    sent.push([id, key])
    const error = left[id]
    delete left[id]
    if (error) throw error
    return done
  })
  return { run, sent }
}
const isOf = (run: BulkRun) => Object.fromEntries([...run.get().rows].map(([id, s]) => [id, s.is]))

test('rows are sent one after the other, each with a key of its own', async () => {
  const { run, sent } = runOf()
  await run.start()
  expect(sent.map(([id]) => id)).toEqual(['a', 'b', 'c', 'd'])
  expect(new Set(sent.map(([, key]) => key)).size).toBe(4)
  expect(leftIn(run.get())).toEqual([])
  expect(run.get().phase).toBe('paused')
})

test('a row that is refused alone is passed over, and can be tried again', async () => {
  const { run, sent } = runOf({ b: inUse })
  await run.start()
  expect(isOf(run)).toEqual({ a: 'done', b: 'failed', c: 'done', d: 'done' })
  expect(leftIn(run.get())).toEqual([])
  expect(haltOf(run.get())).toBeUndefined()
  await run.start(failedIn(run.get()))
  expect(isOf(run).b).toBe('done')
  const keys = sent.filter(([id]) => id === 'b').map(([, key]) => key)
  expect(keys[0], 'a refused call is settled').not.toBe(keys[1])
})

test('a failure that would meet every row halts, and the run continues with what is left', async () => {
  const { run, sent } = runOf({ b: denied })
  await run.start()
  expect(haltOf(run.get())).toBe(denied)
  expect(leftIn(run.get())).toEqual(['b', 'c', 'd'])
  await run.start()
  expect(sent.map(([id]) => id)).toEqual(['a', 'b', 'b', 'c', 'd'])
  expect(leftIn(run.get())).toEqual([])
})

test('a row without an answer is sent again with the same key', async () => {
  const { run, sent } = runOf({ c: silent })
  await run.start()
  expect(leftIn(run.get())).toEqual(['c', 'd'])
  await run.start()
  const keys = sent.filter(([id]) => id === 'c').map(([, key]) => key)
  expect(keys).toHaveLength(2)
  expect(keys[0]).toBe(keys[1])
})

test('a row that Atlas may have carried out is never sent again, and the rest can be', async () => {
  const unclear = OpError.of('unknown-outcome', 'Timed out.', { requestId: 'r' })
  const { run, sent } = runOf({ b: unclear })
  await run.start()
  expect(haltOf(run.get())).toBe(unclear)
  expect(leftIn(run.get())).toEqual(['c', 'd'])
  await run.start()
  expect(sent.map(([id]) => id)).toEqual(['a', 'b', 'c', 'd'])
  expect([leftIn(run.get()), failedIn(run.get())]).toEqual([[], []])
  expect(unconfirmedIn(run.get())).toEqual(['b'])
})

test('it stops after the current row when asked to, and a second start does nothing', async () => {
  const { run, sent } = runOf()
  const stopsAtB = run.subscribe(() => {
    if (run.get().rows.get('b')?.is === 'sending') {
      run.stop()
      void run.start()
    }
  })
  await run.start()
  stopsAtB()
  expect(isOf(run)).toEqual({ a: 'done', b: 'done', c: 'left', d: 'left' })
  await run.start()
  expect(sent.map(([id]) => id)).toEqual(['a', 'b', 'c', 'd'])
})

test('an exception that is no failure is shown as one', async () => {
  const run = new BulkRun(['a'], () => Promise.reject(new TypeError('undefined')))
  await run.start()
  expect(haltOf(run.get())?.kind).toBe('bug')
})

test('a run continues on another page with the same keys', async () => {
  const sent: string[] = []
  const first = new BulkRun(['a', 'b', 'c'], async (id, key) => {
    sent.push(key)
    if (id === 'b') throw silent
    return done
  })
  await first.start()
  const state = new Map(
    [...first.get().rows].map(([id, one]) => [id, { state: one, key: first.keyOf(id) }]),
  )
  const next = new BulkRun(
    ['a', 'b', 'c'],
    async (_, key) => {
      sent.push(key)
      return done
    },
    state,
  )
  expect(leftIn(next.get())).toEqual(['b', 'c'])
  await next.start()
  expect(sent).toHaveLength(4)
  expect(sent[2]).toBe(sent[1])
  expect(leftIn(next.get())).toEqual([])
})
