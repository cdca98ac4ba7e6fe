import { expect, test } from 'vitest'
import { HIDDEN } from './define'
import { changesAgainst } from './derived-changes'

const now = {
  id: 'a'.repeat(24),
  links: [],
  name: 'east',
  limits: { cpu: 1, disk: { size: 10, type: 'ssd' } },
  tags: [{ key: 'team' }, { key: 'data' }],
}

test('a PATCH keeps what it does not send, at any depth, and replaces lists', () => {
  const body = { limits: { disk: { size: 20 } }, tags: [], extra: null }
  expect(changesAgainst(now, body, 'PATCH')).toEqual({
    now: { name: now.name, limits: now.limits, tags: now.tags },
    next: {
      name: 'east',
      limits: { cpu: 1, disk: { size: 20, type: 'ssd' } },
      tags: [],
      extra: null,
    },
    omitted: [],
  })
})

test('a PUT replaces everything, in the order of what is there now, and says what it leaves out', () => {
  const body = { tags: now.tags, limits: { disk: { type: 'hdd' }, cpu: 1 } }
  const { next, omitted } = changesAgainst(now, body, 'PUT')
  expect(JSON.stringify(next)).toBe(
    '{"limits":{"cpu":1,"disk":{"type":"hdd"}},"tags":[{"key":"team"},{"key":"data"}]}',
  )
  expect(omitted).toEqual(['name'])
})

test('fields that Atlas writes are compared only if the body has them', () => {
  const { now: before, next } = changesAgainst(now, { ...now, name: 'west' }, 'PUT')
  expect(before).toEqual(now)
  expect(next).toEqual({ ...now, name: 'west' })
})

test('a list is compared with the rows of an answer, and nothing with nothing', () => {
  expect(changesAgainst({ results: [1], totalCount: 1 }, [1, 2], 'PUT')).toEqual({
    now: [1],
    next: [1, 2],
    omitted: [],
  })
  expect(changesAgainst(undefined, { a: 1 }, 'PUT')).toMatchObject({
    now: undefined,
    next: { a: 1 },
  })
  expect(changesAgainst(now, undefined, 'PATCH')).toMatchObject({ now, next: now })
})

test('a new secret never looks like the one before, and a name can be __proto__', () => {
  const { now: before, next } = changesAgainst({ key: HIDDEN }, { key: HIDDEN }, 'PATCH')
  expect(next).not.toEqual(before)
  const odd = JSON.parse('{"__proto__":{"polluted":true}}')
  const { next: kept } = changesAgainst(odd, odd, 'PUT')
  expect(Object.keys(kept as object)).toEqual(['__proto__'])
})
