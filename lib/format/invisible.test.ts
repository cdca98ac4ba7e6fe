import { expect, test } from 'vitest'
import { hiddenIn, visible, whyHidden } from './invisible'

test.each([
  'Support case 01234, logs only',
  'two\nlines\tand a tab\r\n',
  'naïve Ünïcödé 日本語 עברית العربية',
  'family 👨‍👩‍👧‍👦, heart ❤️, dark thumb 👍🏿, cook 👩🏽‍🍳, key 1️⃣',
  'می‌خواهم',
  'क्‍ष',
])('usual text is taken: %s', (text) => {
  expect(hiddenIn(text)).toEqual([])
  expect(visible(text)).toBe(text)
})

test.each([
  ['a\u202eb', 'U+202E'],
  ['a\u2066b\u2069', 'U+2066'],
  ['a\u200eb', 'U+200E'],
  ['a\u061cb', 'U+061C'],
  ['admin\u200b', 'U+200B'],
  ['ad\u200dmin', 'U+200D'],
  ['ad\u200cmin', 'U+200C'],
  ['soft\u00adhyphen', 'U+00AD'],
  ['\ufeffmark', 'U+FEFF'],
  ['a\u2060b', 'U+2060'],
  ['a\u180eb', 'U+180E'],
  ['a\u3164b', 'U+3164'],
  ['a\u115fb', 'U+115F'],
  ['a\ufe0fb', 'U+FE0F'],
  ['a\u{e0041}b', 'U+E0041'],
  ['a\u{e0100}b', 'U+E0100'],
  ['a\u034fb', 'U+034F'],
  ['a\u2028b', 'U+2028'],
  ['a\u2800b', 'U+2800'],
  ['a\ufff9b', 'U+FFF9'],
  ['a\u001bb', 'U+001B'],
  ['a\u0085b', 'U+0085'],
  ['a\u007fb', 'U+007F'],
])('%j is named and shown as %s', (text, code) => {
  expect(whyHidden(text)).toContain(code)
  expect(visible(text)).toContain(`[${code}]`)
  expect(hiddenIn(visible(text))).toEqual([])
})

test('the sentence says which character it is, counted as people count', () => {
  expect(whyHidden('👍ab\u202e')).toMatch(/^Character 4 is U\+202E \(right-to-left override\)/)
})

test('a character that could not be read is refused, and stays as it is shown', () => {
  expect(whyHidden('B\ufffdro')).toContain('could not be read')
  expect(visible('B\ufffdro')).toBe('B\ufffdro')
})
