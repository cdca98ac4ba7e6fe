import { expect, test } from 'vitest'
import { storable } from './storable'

test('text that PostgreSQL refuses is replaced, also where it is cut inside of a character', () => {
  expect(storable('a\0b\uD83D')).toBe('a\uFFFDb\uFFFD')
  expect(storable('ab😀', 3)).toBe('ab\uFFFD')
  expect(storable('ab😀')).toBe('ab😀')
})
