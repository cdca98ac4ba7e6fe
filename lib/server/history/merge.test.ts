import { expect, test } from 'vitest'
import { merged, upTo } from './merge'
import { sentAround } from './rows'

const entry = (id: string, time: string, more = {}) => ({
  id,
  time,
  by: 'unexplained' as const,
  actor: 'Gatehouse',
  what: '',
  type: 'EVENT',
  target: null,
  outcome: null,
  requestId: null,
  seq: null,
  events: [],
  before: null,
  after: null,
  ...more,
})

test('an event of Gatehouse’s credential without a change near it stays unexplained', () => {
  const row = entry('row', '2026-01-01T00:00:00.000000Z', {
    by: 'gatehouse',
    type: 'command.intent',
    outcome: 'done',
  })
  const near = entry('near', '2026-01-01T00:00:30Z')
  const far = entry('far', '2026-01-01T01:00:00Z')
  const other = entry('other', '2026-01-01T03:00:10Z')
  const all = merged([row], [near, far, other], [Date.parse('2026-01-01T03:00:00Z')])
  expect(all.map(({ id, by, events }) => [id, by, events])).toEqual([
    ['other', 'gatehouse', []],
    ['far', 'unexplained', []],
    ['row', 'gatehouse', ['EVENT']],
  ])
})

test('a page ends where the first source ends, and goes on even with many entries of one moment', () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`
  const all = [entry('c', at(3)), entry('b', at(2)), entry('a', at(1))]
  expect(upTo(all, [{ isCut: false, oldest: at(1) }], undefined).next).toBeUndefined()
  const { shown, next } = upTo(
    all,
    [
      { isCut: true, oldest: at(2) },
      { isCut: false, oldest: at(1) },
    ],
    undefined,
  )
  expect([shown.map(({ id }) => id), next]).toEqual([['c', 'b'], at(2)])
  expect(upTo(all, [{ isCut: true, oldest: at(2) }], at(2)).next).toBe('2026-01-01T00:00:01.999Z')
})

test('an event with an unreadable time is shown, and the rest goes on', async () => {
  const all = [entry('odd', 'soon'), entry('a', '2026-01-01T00:00:01.000Z')]
  const sources = ['soon', all[1]!.time].map((oldest) => ({ isCut: true, oldest }))
  const { shown, next } = upTo(all, sources, undefined)
  expect([shown.map(({ id }) => id), next]).toEqual([['odd', 'a'], all[1]!.time])
  const far = [{ time: '+275760-09-13T00:00:00.000Z' }, { time: 'soon' }]
  expect(await sentAround({ groupId: 'a'.repeat(24) }, far)).toEqual([])
})
