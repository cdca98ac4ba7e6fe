import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOfAddress, normalizeAddress } from '@/lib/format/address'
import { visible } from '@/lib/format/invisible'
import { isByLine } from './read'
import { bad, entries, one, read } from './testing'

describe('a line', () => {
  test.each([
    ['203.0.113.8', one()],
    ['203.0.113.8,', one()],
    ['"203.0.113.8",', one()],
    ['- 203.0.113.8', one()],
    ['1. 203.0.113.8 Office', one('Office')],
    ['•\t203.0.113.8 # Office', one('Office')],
    ['·\u00a0203.0.113.8', one()],
    ['– 203.0.113.8', one()],
    ["'203.0.113.8'", one()],
    ['203.0.113.8  # VPN exit', one('VPN exit')],
    ['203.0.113.8 # Office #3, Berlin', one('Office #3, Berlin')],
    ['203.0.113.8 // office', one('office')],
    ['203.0.113.8 #', one()],
    ['203.0.113.8,VPN exit', one('VPN exit')],
    ['203.0.113.8,Ticket #4512 vendor VPN', one('Ticket #4512 vendor VPN')],
    ['203.0.113.8,Office #3 Berlin', one('Office #3 Berlin')],
    ['203.0.113.8,Office #3', one('Office #3')],
    ['203.0.113.8;Office, Lisbon', one('Office, Lisbon')],
    ['203.0.113.8,"VPN, the second ""new"" one"', one('VPN, the second "new" one')],
    ['"203.0.113.8","Office Lisbon"', one('Office Lisbon')],
    ['203.0.113.8, "Office Lisbon"', one('Office Lisbon')],
    ['203.0.113.8\tOffice Lisbon', one('Office Lisbon')],
    ['203.0.113.8 Office Lisbon', one('Office Lisbon')],
    ['203.0.113.8/32\tOffice Berlin\tActive\tEDIT\tDELETE', one('Office Berlin')],
    ['203.0.113.8/32\t\tActive\tEDIT\tDELETE', one()],
    ['203.0.113.8/32    <nil>    <nil>', one()],
    ['203.0.113.8/32    Office Berlin    <nil>', one('Office Berlin')],
    ['Office Berlin,203.0.113.8', one('Office Berlin')],
    ['Office Berlin\t203.0.113.8', one('Office Berlin')],
    ['VPN: 203.0.113.8', one('VPN')],
    ['203.0.113.8 203.0.113.9 # both', [...one('both'), ['203.0.113.9/32', 'both']]],
    ['203.0.113.8,203.0.113.9;10.0.0.0/24', 3],
    ['203.0.113.8\n\n  203.0.113.9\r\n', 2],
    ['# a note alone\n// another\n203.0.113.8', 1],
    ['2001:db8::1 # v6 host', [['2001:db8::1/128', 'v6 host']]],
    ['sg-0a1b2c3d # group', [['sg-0a1b2c3d', 'group']]],
    ['\ufeff203.0.113.8', one()],
    ['203.0.113.8|Office Berlin', one('Office Berlin')],
    ['203.0.113.8,"Office, behind 10.0.0.1"', one('Office, behind 10.0.0.1')],
    ['203.0.113.8\tOffice behind 10.0.0.1', one('Office behind 10.0.0.1')],
    ['Block A,203.0.113.8', one('Block A')],
    ['203.0.113.8 Blocked users office', one('Blocked users office')],
    ['203.0.113.8 Office until 2026-12-01', one('Office until 2026-12-01')],
    ['203.0.113.8 May 2026 audit', one('May 2026 audit')],
    ['203.0.113.8,Ticket 20261', one('Ticket 20261')],
    ['203.0.113.8 # expires 2026-12-24', one('expires 2026-12-24')],
    ['', 0],
  ])('%j', (text, expected) => {
    expect(bad(text)).toEqual([])
    if (typeof expected === 'number') expect(entries(text)).toHaveLength(expected)
    else expect(entries(text)).toEqual(expected)
  })

  test.each([
    ['203.0.113.1 - 203.0.113.20', 'CIDR blocks'],
    ['203.0.113.1-203.0.113.20', 'CIDR blocks'],
    ['203.0.113.1 to 203.0.113.20', 'CIDR blocks'],
    ['203.0.113.1 through 203.0.113.20', 'CIDR blocks'],
    ['203.0.113.1/32-203.0.113.20/32', 'CIDR blocks'],
    ['203.0.113.1 - 203.0.113.20 # pool', 'CIDR blocks'],
    ['203.0.113.8 1.2.3', 'four numbers'],
    ['203.0.113.8 203.0.113.9 Office', 'Write #'],
    ['203.0.113.8, 203.0.113.9 Office', 'Write #'],
    ['203.0.113.8 203.0.113.9, Office', ''],
    ['203.0.113.8,Office,Lisbon', 'two columns'],
    ['203.0.113.8,Office,2026-12-01T10:00:00Z', 'two columns'],
    ['203.0.113.8\tOffice\tLisbon', 'two columns'],
    ['203.0.113.8   Office   Lisbon', 'two columns'],
    ['203.0.113.8#office', ''],
    ['203.0.113.8 - Office', 'Write #'],
    ['203.0.113.8: Office', 'Write #'],
    ['203.0.113.8 = Office', 'Write #'],
    ['Office Berlin 203.0.113.8', 'first'],
    ['address: 203.0.113.8', 'field'],
    ['203.0.113.8 "Office', ''],
    ['203.0.113.8,"Office', 'not closed'],
    ['203.0.113.8/24 # Office', '203.0.113.0/24'],
    ['203.0.113.0 255.255.255.0', '203.0.113.0/24'],
    ['203.0.113.8:27017', '203.0.113.8'],
    ['https://203.0.113.8/', 'URL'],
    ['0.0.0.0', '0.0.0.0/0'],
    ['::', '::/0'],
    ['127.0.0.1 # me', 'loopback'],
    ['203.0.113.8\u200b', 'U+200B'],
    ['\u201c203.0.113.8\u201d', 'U+201C'],
    ['203.0.113.8 # a\u202eb', 'U+202E'],
    ['203.0.113.8 # a\u0007b', 'U+0007'],
    ['203.0.113.8 # x', 'at least'],
    [`203.0.113.8 # ${'x'.repeat(81)}`, '81'],
    ['sg-xyz # group', 'hexadecimal'],
    ['db.example.com', 'host name'],
    ['ALLOWED_IPS=203.0.113.8,203.0.113.9', ''],
    ['OFFICE:203.0.113.8,203.0.113.9', ''],
    ['allow 203.0.113.8;', 'rule'],
    ['deny all', 'rule'],
    ['203.0.113.8 deny', 'rule'],
    ['203.0.113.8,Disabled', 'rule'],
    ['203.0.113.8\trevoked', 'rule'],
    ['203.0.113.8\tOffice\tInactive', 'two columns'],
    ['203.0.113.8,2026-12-01T10:00:00Z', 'expiry'],
    ['203.0.113.8;01.12.2026', 'expiry'],
    ['203.0.113.8 Office 2026-12-01T10:00:00Z', 'expiry'],
    ['203.0.113.8,Dec 1 2026', 'expiry'],
    ['203.0.113.8 1 December 2026', 'expiry'],
    ['203.0.113.8,1764547200', 'expiry'],
    ['203.0.113.8,20261224', 'expiry'],
    ['203.0.113.8,2026/12/24', 'expiry'],
    ['203.0.113.8,12/24/2026 5:00 PM', 'expiry'],
    ['203.0.113.8,24-Dec-2026', 'expiry'],
    ['203.0.113.8,Thu Dec 24 2026 10:00:00 GMT+0000', 'expiry'],
    ['203.0.113.8,2026-12-24 17:00 CET', 'expiry'],
    ['203.0.113.8 until 24/12/2026', 'expiry'],
    ['203.0.113.8 expires 2026-12-24', 'expiry'],
    ['203.0.113.8,2026-W50', 'expiry'],
    ['203.0.113.8,never', 'expiry'],
    ['203.0.113.8;7 days', 'expiry'],
    ['203.0.113.0 0.0.0.255', '203.0.113.0/24'],
    ['Banned host,203.0.113.8', 'rule'],
    ['Vendor (revoked): 203.0.113.8', 'rule'],
    ['waf_denylist: 203.0.113.8', 'rule'],
    ['203.0.113.8,false', 'rule'],
    ['203.0.113.8, and 203.0.113.9', 'each address'],
    ['203.0.113.8,203.0.113.9 and 203.0.113.10', 'Write #'],
    ['; 203.0.113.8', 'first'],
    ['203.0.113.8%2f32', '203.0.113.8/32'],
    ['2001%3adb8%3a%3a1', '2001:db8::1'],
    ['203.0.113.0 /24', '203.0.113.0/24'],
    ['203.0.113.0/024', '203.0.113.0/24'],
    ['hello', 'Not an IP'],
  ])('%j is refused as a whole', (text, why) => {
    expect(entries(text)).toEqual([])
    expect(read(text).bad).toHaveLength(1)
    expect(read(text).bad[0]).toMatchObject({ line: 1, text, why: expect.stringContaining(why) })
  })

  test('a bad line affects no other line, and keeps its number', () => {
    const text = '203.0.113.8\n10.0.0.256  # typo\n203.0.113.9 1.2.3\ndb.example.com'
    expect(entries(text)).toEqual(one())
    expect(read(text).bad.map((b) => [b.line, b.text])).toEqual([
      [2, '10.0.0.256  # typo'],
      [3, '203.0.113.9 1.2.3'],
      [4, 'db.example.com'],
    ])
    expect(isByLine(text)).toBe(true)
  })

  test('a repeated address counts once, and is refused with another comment', () => {
    const same = read('203.0.113.8 # VPN\n203.0.113.8/32 # VPN')
    expect([same.entries.length, same.repeated, same.bad]).toEqual([1, 1, []])
    const other = '203.0.113.8 # VPN\n203.0.113.8/32 # Office'
    expect(entries(other)).toEqual(one('VPN'))
    expect(bad(other)).toEqual([expect.stringMatching(/^2: .*line 1/)])
  })
})

test('long texts are read in time', () => {
  for (const text of [`203.0.113.8${' '.repeat(90_000)}x`, ','.repeat(90_000), '",'.repeat(45_000)])
    expect(read(text).bad.length).toBeGreaterThan(0)
  expect(read('203.0.113.8, abc\n'.repeat(5000)).repeated).toBe(4999)
})

test.each([
  '<access><ip>203.0.113.8</ip></access>',
  'allow:\n  office: 203.0.113.8\n',
  'server {\n  allow 203.0.113.8;\n}',
  '- 203.0.113.8\n+ 203.0.113.9',
  '--- a\n+++ b\n@@ -1 +1 @@\n 203.0.113.7\n-203.0.113.8\n+203.0.113.9',
  '  - cidr_block = "203.0.113.8/32"\n  + cidr_block = "203.0.113.9/32"',
  '- cidrBlock: 203.0.113.8/32\n+ cidrBlock: 203.0.113.9/32',
])('a text in another language is refused as a whole: %j', (text) => {
  expect(entries(text)).toEqual([])
  expect(bad(text)).toHaveLength(1)
})

describe('any text', () => {
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom(
      '203.0.113.0/24',
      '203.0.113.8/24',
      '0.0.0.0',
      'sg-0a1b2c3d',
      '10.0.0.1-10.0.0.9',
      '1.2.3',
    ),
  )
  const glue = fc.constantFrom(
    ...[
      ' ',
      '  ',
      ',',
      ', ',
      ';',
      '\t',
      ' # ',
      '#',
      ' // ',
      '"',
      "'",
      ': ',
      ' = ',
      ' - ',
      '\n',
      '\r\n',
    ],
    ...[
      '{',
      '}',
      '[',
      ']',
      '<nil>',
      'address,comment\n',
      'cidrBlock',
      'comment',
      '\u200b',
      '\u00a0',
    ],
  )
  const word = fc.oneof(fc.constantFrom('Office', 'Ticket #4512', 'VPN exit', '5'), fc.string())
  const text = fc
    .array(fc.oneof(address, glue, glue, word), { maxLength: 14 })
    .map((parts) => parts.join(''))

  test('every address and comment is in the text as it is sent', () => {
    fc.assert(
      fc.property(text, (pasted) => {
        for (const entry of read(pasted).entries) {
          expect(pasted).toContain(entry.typed)
          expect(normalizeAddress(entry.typed)).toBe(entry.value)
          expect(kindOfAddress(entry.value)).not.toBe('other')
          const said = entry.comment ?? ''
          expect([said, said.replaceAll('"', '""')].some((one) => pasted.includes(one))).toBe(true)
          expect(said).toBe(visible(said))
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('every line is an entry or refused', () => {
    const line = fc
      .array(fc.oneof(address, glue, word), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('').replaceAll(/[\r\n]/g, ''))
    fc.assert(
      fc.property(line, (one) => {
        const { entries: good, bad: refused, repeated } = read(one)
        const isLeftOut = /^\s*(#|\/\/|$)/.test(one.replace(/^\ufeff/, ''))
        if (!isLeftOut && /\w/.test(one) && !/^\s*[[{]/.test(one) && !one.includes('cidrBlock'))
          expect(good.length + refused.length + repeated).toBeGreaterThan(0)
        // What is refused gives nothing beside.
        if (refused.length > 0 && isByLine(one)) expect(good).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
