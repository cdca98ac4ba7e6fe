import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kindOfAddress, normalizeAddress } from '@/lib/format/address'
import { toCsv } from '@/lib/format/csv'
import { visible } from '@/lib/format/invisible'
import { isByLine, readPasted } from './read'
import { readStructured } from './structured'

const now = Date.parse('2026-11-28T12:00:00Z')
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
const read = (text: string) => readPasted(text, now, readStructured)!
/** Each entry as its address and comment, and its end where the text has one. */
const entries = (text: string) =>
  read(text).entries.map((e) => [e.value, e.comment, ...(e.end === undefined ? [] : [e.end])])
const bad = (text: string) => read(text).bad.map((b) => `${b.line}: ${b.why}`)

const one = (comment?: string, ...end: (string | null)[]) => [['203.0.113.8/32', comment, ...end]]

describe('a line', () => {
  test.each([
    ['203.0.113.8', one()],
    ['203.0.113.8,', one()],
    ['"203.0.113.8",', one()],
    ['- 203.0.113.8', one()],
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
    ['Block A,203.0.113.8', one('Block A')],
    ['203.0.113.8 Blocked users office', one('Blocked users office')],
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

describe('a table with a head', () => {
  test.each([
    ['cidrBlock,ipAddress,comment\n203.0.113.8/32,,Office Berlin\n,203.0.113.9,Jump host', 2],
    [
      'address,comment,ends\n203.0.113.8,Office,2026-12-01T10:00:00Z',
      one('Office', '2026-12-01T10:00:00.000Z'),
    ],
    ['name,ip\nOffice Berlin,203.0.113.8', one('Office Berlin')],
    ['address;comment\n203.0.113.8;Office, Lisbon', one('Office, Lisbon')],
    ['address,comment\n203.0.113.8,"Office, ""Lisbon"""', one('Office, "Lisbon"')],
    ['CIDR BLOCK\tAWS SECURITY GROUP\n203.0.113.8/32\t<nil>', one()],
    ['CIDR BLOCK          SECURITY GROUP\n203.0.113.8/32      <nil>\n', one()],
    ['IP Address\tComment\tStatus\tActions\n203.0.113.8/32\tOffice\tActive\tEDIT', one('Office')],
    [
      'ipAddress,cidrBlock,comment,deleteAfterDate\n203.0.113.8,203.0.113.8/32,Office,',
      one('Office', null),
    ],
    ['Address\n203.0.113.8', one()],
    ['sep=;\naddress;comment\n203.0.113.8;Office\n;\n', one('Office')],
    ['| IP | Comment |\n|---|---|\n| 203.0.113.8 | Office |', one('Office')],
    [' ip          | note\n-------------+------\n 203.0.113.8 | Office', one('Office')],
    [
      `CIDR BLOCK       COMMENT   EXPIRES\n203.0.113.8/32             ${at(20)}`,
      one(undefined, at(20)),
    ],
  ])('%j', (text, expected) => {
    expect(bad(text)).toEqual([])
    if (typeof expected === 'number') expect(entries(text)).toHaveLength(expected)
    else expect(entries(text)).toEqual(expected)
  })

  test.each([
    ['address,comment\n203.0.113.8,Office, Lisbon', '2: There are more cells'],
    ['address,owner\n203.0.113.8,Rosa', '1: The column “owner”'],
    ['address,comment', '1: There are no rows'],
    ['address,comment,description\n203.0.113.8,a b c,d e f', '2: Two fields'],
    ['address,ends\n203.0.113.8,tomorrow', '2: “tomorrow”'],
    ['address,ends\n203.0.113.8,2026-12-01T10:00:00', '2: “2026'],
    ['address,ends\n203.0.113.8,2020-12-01T10:00:00Z', '2: The expiry must'],
    ['address,ends\n203.0.113.8,2027-12-01T10:00:00Z', '2: An expiry can be'],
    ['address,ends\nsg-0a1b2c3d,2026-12-01T10:00:00Z', '2: Atlas can’t expire'],
    ['address,comment\n203.0.113.8,"two\nlines"', '2: A comment is one line'],
    ['cidrBlock,ipAddress\n203.0.113.0/24,203.0.113.9', '2: There are two'],
    ['start,end\n203.0.113.1,203.0.113.20', '1: The column “start”'],
    ['name,expires\nOffice,203.0.113.8', '1: No column'],
    ['address,action\n203.0.113.8,DENY', '2: This is a rule'],
    ['CIDR BLOCK       COMMENT\n203.0.113.8/32  Office', '2: The columns are not aligned'],
  ])('%j is refused', (text, why) => {
    expect(entries(text)).toEqual([])
    expect(bad(text)).toEqual([expect.stringContaining(why)])
  })

  test('exports of Gatehouse give the same entries', () => {
    const rows = [
      ['203.0.113.8/32', 'Staging, "bastion"', at(20), '1 address', 'IPv4 address', 'today', null],
      ['sg-0a1b2c3d', '=1+1 is two', null, 'a security group', 'AWS security group', 'never', null],
      ['203.0.113.0/24', "'=quoted", null, '256 addresses', 'IPv4 block', 'never', 'covers others'],
    ] as const
    const expected = rows.map(([address, comment, end]) => [address, comment, end])
    for (const heads of [
      ['Address', 'Who and why', 'Ends', 'Size', 'Kind', 'When it ends', 'Worth a look'],
      ['Address', 'Comment', 'Expires', 'Size', 'Type', 'Expires in', 'Notice'],
    ])
      expect(entries(toCsv(heads, rows))).toEqual(expected)
    const json = rows.map(([value, comment, endsAt, size, kind, until, look]) => ({
      value,
      comment,
      endsAt,
      size,
      kind,
      until,
      look,
    }))
    expect(entries(JSON.stringify(json, null, 2))).toEqual(expected)
  })
})

describe('JSON and YAML', () => {
  const list = [
    {
      cidrBlock: '203.0.113.8/32',
      comment: 'Office Berlin',
      groupId: 'x',
      ipAddress: '203.0.113.8',
    },
    {
      ipAddress: '203.0.113.9',
      comment: 'Jump host, room 5',
      deleteAfterDate: '2026-12-01T10:00:00Z',
    },
    { awsSecurityGroup: 'sg-0a1b2c3d', comment: 'Workers', links: [{ href: '/x', rel: 'self' }] },
  ]
  const expected = [
    ['203.0.113.8/32', 'Office Berlin'],
    ['203.0.113.9/32', 'Jump host, room 5', '2026-12-01T10:00:00.000Z'],
    ['sg-0a1b2c3d', 'Workers'],
  ]

  test.each([
    ['the API’s array', JSON.stringify(list)],
    ['the CLI’s answer', JSON.stringify({ links: [], results: list, totalCount: 3 }, null, 2)],
  ])('%s', (_, text) => {
    expect(bad(text)).toEqual([])
    expect(entries(text)).toEqual(expected)
    expect(isByLine(text)).toBe(false)
  })

  test.each([
    ['{"cidrBlock":"203.0.113.8/32","comment":"Office Berlin"}', one('Office Berlin')],
    ['["203.0.113.8", "203.0.113.9/32"]', 2],
    ['{"Office Berlin": "203.0.113.8/32"}', one('Office Berlin')],
    ['{"ipAddress":"203.0.113.8","cidrBlock":null,"comment":null}', one()],
    [
      'spec:\n  name: shop\n  projectIpAccessList:\n    - cidrBlock: 203.0.113.8/32\n      comment: Office Berlin\n',
      one('Office Berlin'),
    ],
    [
      'projectIpAccessList:\n- ipAddress: "203.0.113.8"\n  comment: Office\n  deleteAfterDate: 2026-12-01T10:00:00Z',
      one('Office', '2026-12-01T10:00:00.000Z'),
    ],
    [
      'kind: AtlasIPAccessList\napiVersion: atlas.mongodb.com/v1\nspec:\n  entries:\n    - ipAddress: 203.0.113.8\n',
      one(),
    ],
    ['- cidrBlock: 203.0.113.8/32\n  comment: Office', one('Office')],
    ['AccessList:\n  - IPAddress: 203.0.113.8\n    Comment: Office', one('Office')],
  ])('%s', (text, wanted) => {
    expect(bad(text)).toEqual([])
    if (typeof wanted === 'number') expect(entries(text)).toHaveLength(wanted)
    else expect(entries(text)).toEqual(wanted)
  })

  test.each([
    ['[{"cidrBlock":"203.0.113.8/32","comment":"a1b","comment":"c2d"}]', 'twice'],
    ['{"clusters":[{"name":"c1"}]}', 'not a list'],
    ['[{"cidrBlock":"203.0.113.8/32","owner":"Rosa"}]', 'owner'],
    ['[{"cidrBlock":"203.0.113.8/32","comment":7}]', 'not a text'],
    ['[{"comment":"Office"}]', 'no address'],
    ['{"results":[]}', 'empty'],
    ['{"results":[{"cidrBlock":"203.0.113.8/32"}],"totalCount":250}', '1 of 250'],
    ['{"entries":[{"address":"203.0.113.8"}],"denied":[{"ip":"203.0.113.9"}]}', 'denied'],
    ['[{"cidrBlock":"203.0.113.8/32","action":"deny"}]', 'rule'],
    ['[{"cidrBlock":"203.0.113.8/32"', 'JSON'],
    ["[{'cidrBlock':'203.0.113.8/32'}]", 'JSON'],
    ['[[["203.0.113.8"]]]', 'not a list'],
    [`${'['.repeat(20_000)}${']'.repeat(20_000)}`, ''],
    ['[{"cidrBlock":"203.0.113.8/32","comment":"a\\u202eb"}]', 'U+202E'],
    ['[{"ipAddress":"203.0.113.8","deleteAfterDate":"2020-01-01T00:00:00Z"}]', 'future'],
    ['projectIpAccessList:\n - cidrBlock: 203.0.113.8/32\n   cidrBlock: 203.0.113.9/32', 'twice'],
  ])('%.60s is refused in one sentence', (text, why) => {
    expect(entries(text)).toEqual([])
    expect(bad(text)).toEqual([expect.stringContaining(why)])
  })

  test('is not read before the parser is loaded', () => {
    expect(readPasted('["203.0.113.8"]', now)).toBeUndefined()
    expect(readPasted('203.0.113.8', now)).toBeDefined()
  })

  test('an IPv6 address in brackets is a line', () => {
    expect(bad('[2001:db8::1]:27017')).toEqual([expect.stringContaining('2001:db8::1')])
  })
})

describe('Terraform', () => {
  const resource = (body: string) =>
    `resource "mongodbatlas_project_ip_access_list" "office" {\n  project_id = var.project_id\n${body}\n}\n`

  test.each([
    [
      resource('  cidr_block = "203.0.113.8/32"\n  comment    = "Office Berlin"'),
      one('Office Berlin'),
    ],
    [
      resource('  ip_address = "203.0.113.8" # bastion\n  timeouts {\n    delete = "10m"\n  }'),
      one(),
    ],
    [
      resource('  aws_security_group = "sg-0a1b2c3d"\n  comment = "a \\"b\\""'),
      [['sg-0a1b2c3d', 'a "b"']],
    ],
    ['cidr_block = "203.0.113.8/32"\ncomment = "VPC"', one('VPC')],
    [
      resource(
        '  ip_address = null\n  cidr_block = "203.0.113.8/32"\n  comment = "Caf\\u00e9 $${x}"',
      ),
      one('Café $' + '{x}'),
    ],
    ['"Office Berlin" = "203.0.113.8/32"', one('Office Berlin')],
    [
      'locals {\n  allowed = {\n    "Office Berlin" = "203.0.113.8/32", VPN = "203.0.113.9"\n  }\n}',
      2,
    ],
    ['cidr_blocks = ["203.0.113.8/32", "203.0.113.9/32"]', 2],
    ['entries = [{ cidr_block = "203.0.113.8/32", comment = "Office" }]', one('Office')],
    [resource('  ip_address = "203.0.113.8"') + resource('  ip_address = "203.0.113.9"'), 2],
  ])('%s', (text, expected) => {
    expect(bad(text)).toEqual([])
    if (typeof expected === 'number') expect(entries(text)).toHaveLength(expected)
    else expect(entries(text)).toEqual(expected)
  })

  test.each([
    [resource('  cidr_block = var.office\n  comment = "Office"'), 'expression'],
    [resource(`  cidr_block = "$${'{'}var.office}/32"`), 'expression'],
    [resource('  cidr_block = "203.0.113.8/32"\n  comment = upper("office")'), 'expression'],
    [resource('  for_each = var.all\n  cidr_block = each.value'), 'for_each'],
    [resource('  cidr_block = "203.0.113.8/32"\n  cidr_block = "203.0.113.9/32"'), 'twice'],
    [resource('  comment = "Office"'), 'no address'],
    ['resource "aws_vpc" "x" {\n  cidr_block = "10.0.0.0/16"\n}', 'aws_vpc'],
    [
      'resource "mongodbatlas_project_ip_access_list" "x" {\n  cidr_block = "203.0.113.8/32"',
      'Terraform',
    ],
    ['x = "203.0.113.8" "203.0.113.9"', 'expression'],
    ['comment = "203.0.113.8"', 'outside'],
    ['x = [{ cidr_block = "203.0.113.8", comment = "a\\q b" }]', 'escape'],
    [resource('  cidr_block = "203.0.113.8"\n  comment = <<EOT\noffice\nEOT'), 'heredoc'],
  ])('%s is refused', (text, why) => {
    expect(entries(text)).toEqual([])
    expect(bad(text)).toEqual([expect.stringContaining(why)])
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
