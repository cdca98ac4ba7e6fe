import { expect, test } from 'vitest'
import { fieldAt, isObject, leavesOf, mapped } from './values'

test('an object is neither null nor a list', () => {
  expect([{}, Object.create(null), null, [], 'a', undefined].map(isObject)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('leaves come with their place, and null is none', () => {
  const leaves = leavesOf({ a: [{ b: 1 }, 'x'], c: null, d: false })
  expect(leaves.map(({ path, value }) => [path.join('.'), value])).toEqual([
    ['a.0.b', 1],
    ['a.1', 'x'],
    ['d', false],
  ])
  expect(leaves.map(({ path }) => fieldAt(path))).toEqual(['b', 'a', 'd'])
})

test('a copy is changed at any depth, by the name of the field', () => {
  const hide = (value: unknown, name: string) =>
    name === 'key' && value !== null ? '(hidden)' : value
  const value = { key: { inner: 1 }, list: [{ key: 'a' }, { key: null }], keys: ['b'] }
  expect(mapped(value, hide)).toEqual({
    key: '(hidden)',
    list: [{ key: '(hidden)' }, { key: null }],
    keys: ['b'],
  })
})

test('a field called __proto__ stays a field', () => {
  const value: unknown = JSON.parse('{"__proto__":{"a":1}}')
  expect(JSON.stringify(mapped(value, (one) => one))).toBe('{"__proto__":{"a":1}}')
})
