import { describe, expect, it } from 'vitest'
import { cpuMs } from '@/scripts/testing/work'
import { changesOf, stretches } from './json-changes'

describe('changes between two values', () => {
  it('are none where only the order of names differs, and that is said', () => {
    expect(changesOf({ a: 1, b: 2 }, { a: 1, b: 2 }).is).toBe('alike')
    expect(changesOf({ a: 1, b: 2 }, { b: 2, a: 1 }).is).toBe('order')
    expect(changesOf({ a: 1, b: 2 }, { b: 2, a: 1 }, 'ordered').is).toBe('changed')
  })

  it('show what a left out field takes away', () => {
    const { lines, added, removed } = changesOf({ a: 1, b: [2] }, { a: 1 })
    expect([added, removed]).toEqual([1, 4])
    expect(lines.find((l) => l.change === 'removed')?.text).toBe('  "a": 1,')
  })

  it('from nothing and to nothing are all of it', () => {
    expect(changesOf(undefined, { a: 1 })).toMatchObject({ is: 'changed', removed: 0, added: 3 })
    expect(changesOf({ a: 1 }, undefined)).toMatchObject({ removed: 3, added: 0 })
  })

  it('are found quickly in 5,000 lines, even where nothing is alike', () => {
    const many = (of: string) => Array.from({ length: 5000 }, (_, i) => `${of} ${i}`)
    const ms = cpuMs(() => {
      expect(changesOf(many('a'), many('b')).is).toBe('changed')
      const [first, ...rest] = many('a')
      expect(changesOf(many('a'), [...rest, first])).toMatchObject({ is: 'changed' })
    })
    expect(ms).toBeLessThan(3000)
  })
})

it('equal lines far from any change are separate stretches', () => {
  const before = Array.from({ length: 40 }, (_, i) => i)
  const after = before.with(20, 99)
  const found = stretches(changesOf(before, after).lines)
  expect(found.map((s) => [s.isFar, s.lines.length])).toEqual([
    [true, 18],
    [false, 8],
    [true, 17],
  ])
  expect(stretches([])).toEqual([])
})
