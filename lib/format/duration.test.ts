import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDuration, typedDuration } from './duration'

describe('a length of time as people type it', () => {
  it.each([
    ['90', 90],
    ['3h 30m', 210],
    ['3h30', 210],
    ['3h30m', 210],
    ['1.5 h', 90],
    ['1,5h', 90],
    ['2:15', 135],
    ['1 day', 1440],
    ['2 days 4 hours', 3120],
    ['1w', 10_080],
    [' 45 min ', 45],
  ])('reads %s as %i minutes', (text, minutes) => {
    expect(parseDuration(text)).toBe(minutes)
  })

  it.each(['', 'soon', '-5', '3x', 'h', '30m 5', '1:75', '3 h ago'])(
    'does not guess at “%s”',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (minutes) => {
        expect(parseDuration(typedDuration(minutes))).toBe(minutes)
      }),
    )
  })
})
