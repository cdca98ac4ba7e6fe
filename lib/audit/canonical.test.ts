import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { character } from '@/scripts/testing/character'
import { canonical } from './canonical'

describe('canonical', () => {
  test('sorts keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3 does', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.keys(JSON.parse(canonical(value))).sort()).toEqual(Object.keys(value).sort())
    expect([...canonical(value).matchAll(/"([^"]+)":/g)].map(([, key]) => key)).toEqual([
      '\\r',
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ])
  })

  test('writes numbers, strings and nesting as RFC 8785 section 3.2.2 does', () => {
    const value = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonical(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('omits undefined properties', () => {
    expect(canonical({ b: undefined, a: 1 })).toBe('{"a":1}')
  })

  const circle: unknown[] = []
  circle.push(circle)
  test.each([
    ['NaN', { a: Number.NaN }],
    ['infinity', [Number.POSITIVE_INFINITY]],
    ['undefined in an array', [undefined]],
    ['a hole in an array', new Array(1)],
    ['undefined itself', undefined],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a date', { at: new Date(0) }],
    ['a map', new Map()],
    ['half a surrogate pair in a text', '\ud83d'],
    ['half a surrogate pair in a key', { '\ude00': 1 }],
    ['a circle', circle],
  ])('refuses %s', (_, value) => {
    expect(() => canonical(value)).toThrow(TypeError)
  })

  test('returns text that parses back to the value and does not depend on the order of keys', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: character }), fc.jsonValue({ stringUnit: character })),
        (value) => {
          const text = canonical(value)
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
          expect(canonical(Object.fromEntries(Object.entries(value).reverse()))).toBe(text)
          expect(canonical(JSON.parse(text))).toBe(text)
        },
      ),
    )
  })
})
