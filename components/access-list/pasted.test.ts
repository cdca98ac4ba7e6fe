import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asText, readPasted } from './pasted'

describe('pasting', () => {
  const values = (text: string) => readPasted(text).entries.map((e) => e.value)
  const comments = (text: string) => readPasted(text).entries.map((e) => e.comment)

  test.each([
    ['203.0.113.8', ['203.0.113.8/32']],
    ['203.0.113.8 203.0.113.9,203.0.113.10;10.0.0.0/24', 4],
    ['203.0.113.8\n\n  203.0.113.9\r\n', 2],
    ['["203.0.113.8", "203.0.113.9/32"]', 2],
    ['# a note alone\n203.0.113.8', 1],
    ['Address,Who and why\n203.0.113.8,VPN', 1],
    ['203.0.113.8\n203.0.113.8/32', 1],
    ['', 0],
  ])('%j', (text, expected) => {
    if (typeof expected === 'number') expect(values(text)).toHaveLength(expected)
    else expect(values(text)).toEqual(expected)
    expect(readPasted(text).bad).toEqual([])
  })

  test.each([
    ['203.0.113.8  # VPN exit', ['VPN exit']],
    ['203.0.113.8,VPN exit', ['VPN exit']],
    ['203.0.113.8,"VPN, the second ""new"" one"', ['VPN, the second "new" one']],
    ['203.0.113.8\tOffice Lisbon', ['Office Lisbon']],
    ['203.0.113.8 Office Lisbon', ['Office Lisbon']],
    ['"203.0.113.8","Office Lisbon"', ['Office Lisbon']],
    ['203.0.113.8 203.0.113.9 # both', ['both', 'both']],
    ['203.0.113.8', [undefined]],
  ])('the comment in %j', (text, expected) => {
    expect(comments(text)).toEqual(expected)
  })

  test('bad lines are named with their number, and stay to be mended', () => {
    const text = '203.0.113.8\n10.0.0.256  # typo\n203.0.113.9 1.2.3\ndb.example.com'
    const { entries, bad } = readPasted(text)
    expect(entries.map((e) => e.value)).toEqual(['203.0.113.8/32', '203.0.113.9/32'])
    expect(bad.map((b) => [b.line, b.text])).toEqual([
      [2, '10.0.0.256  # typo'],
      [3, '1.2.3'],
      [4, 'db.example.com'],
    ])
    expect(asText([], bad)).toBe('10.0.0.256  # typo\n1.2.3\ndb.example.com')
  })

  test('a comment too long for Atlas is a bad line', () => {
    expect(readPasted(`203.0.113.8 # ${'x'.repeat(81)}`).bad[0]?.why).toContain('81 characters')
  })

  test('what stays in the box reads back as the same', () => {
    const line = fc
      .tuple(fc.ipV4(), fc.option(fc.stringMatching(/^[a-z]{3,20}$/)))
      .map(([a, c]) => (c ? `${a} # ${c}` : a))
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.constant('1.2.3'))), (lines) => {
        const once = readPasted(lines.join('\n'))
        const again = readPasted(asText(once.entries, once.bad))
        const plain = ({ entries }: typeof once) => entries.map((e) => [e.value, e.comment])
        expect(plain(again)).toEqual(plain(once))
        expect(again.bad.map((b) => b.text)).toEqual(once.bad.map((b) => b.text))
      }),
    )
  })

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readPasted(text)))
  })
})
