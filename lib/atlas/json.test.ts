import { expect, test } from 'vitest'
import { canonicalJson } from './json'

test('equal inputs have equal canonical text', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, { f: 1, e: 2 }], c: undefined } })).toBe(
    canonicalJson({ a: { d: [2, { e: 2, f: 1 }] }, b: 1 }),
  )
})
