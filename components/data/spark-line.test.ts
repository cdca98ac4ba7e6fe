import { describe, expect, it } from 'vitest'
import { sparkInWords, sparkOf } from './spark-line'

const shown = (n: number) => `${n} s`

describe('a small drawing of readings', () => {
  it('is one line from the first to the last, highest at the top', () => {
    expect(sparkOf([0, 10, 5], 100, 22).lines).toEqual(['M0,21L50,1L100,11'])
  })

  it('is broken where there is no reading', () => {
    expect(sparkOf([1, null, 1, 1], 90, 22).lines).toHaveLength(2)
    expect(sparkOf([1, Number.NaN, 1], 90, 22).bars).toHaveLength(2)
    expect(sparkOf([], 90, 22)).toMatchObject({ lines: [], bars: [], last: null })
  })

  it('stays within its height, for what is all alike and for what falls below zero', () => {
    for (const readings of [
      [0, 0, 0],
      [7, 7],
      [-5, 5],
    ])
      for (const { y, height } of sparkOf(readings, 50, 20).bars) {
        expect(y).toBeGreaterThanOrEqual(1)
        expect(y + height).toBeLessThanOrEqual(20)
      }
  })

  it('can be said in words', () => {
    expect(sparkInWords('Lag', [0, 40, 12], shown)).toBe(
      'Lag: 12 s now, between 0 s and 40 s over 3 readings',
    )
    expect(sparkInWords('Lag', [3], shown)).toBe('Lag: 3 s now')
    expect(sparkInWords('Lag', [3, null], shown)).toContain('none now')
    expect(sparkInWords('Lag', [], shown)).toBe('Lag: no reading')
  })
})
