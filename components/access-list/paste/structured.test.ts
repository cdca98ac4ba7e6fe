import { describe, expect, test } from 'vitest'
import { toCsv } from '@/lib/format/csv'
import { isByLine, readPasted } from './read'
import { at, bad, entries, now, one } from './testing'

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
    ['address,comment\n203.0.113.8,Office,\n', one('Office')],
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
    ['from,to\n203.0.113.1,203.0.113.20', '1: The column “from”'],
    ['start,end\n203.0.113.1,203.0.113.20', '1: The column “start”'],
    ['name,expires\nOffice,203.0.113.8', '1: No column'],
    ['address,action\n203.0.113.8,DENY', '2: This looks like a firewall rule'],
    ['address,comment\n203.0.113.8,denied', '2: This looks like a firewall rule'],
    ['IP;Comment;Status\n203.0.113.8;Old vendor;Revoked', '2: This looks like a firewall rule'],
    ['address,status\n203.0.113.8,on hold', '2: The status “on hold”'],
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
    [
      'an answer in an envelope',
      JSON.stringify({ status: 200, content: { results: list, totalCount: 3 } }),
    ],
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
    ['AccessList:\n  - cidrBlock: 203.0.113.8/32 # Office Berlin\n', one('Office Berlin')],
  ])('%s', (text, wanted) => {
    expect(bad(text)).toEqual([])
    if (typeof wanted === 'number') expect(entries(text)).toHaveLength(wanted)
    else expect(entries(text)).toEqual(wanted)
  })

  test.each([
    ['[{"cidrBlock":"203.0.113.8/32","comment":"a1b","comment":"c2d"}]', 'twice'],
    ['{"clusters":[{"name":"c1"}]}', 'not recognize'],
    ['[{"cidrBlock":"203.0.113.8/32","owner":"Rosa"}]', 'owner'],
    ['[{"cidrBlock":"203.0.113.8/32","comment":7}]', 'not text'],
    ['[{"comment":"Office"}]', 'no address'],
    ['{"results":[]}', 'empty'],
    ['{"results":[{"cidrBlock":"203.0.113.8/32"}],"totalCount":250}', '1 of 250'],
    ['{"entries":[{"address":"203.0.113.8"}],"denied":[{"ip":"203.0.113.9"}]}', 'denied'],
    ['[{"cidrBlock":"203.0.113.8/32","action":"deny"}]', 'rule'],
    ['[{"cidrBlock":"203.0.113.8/32","state":"absent"}]', 'rule'],
    ['{"blocked":"203.0.113.8/32"}', 'rule'],
    ['{"ipsBlocked":"203.0.113.8/32"}', 'rule'],
    ['{"Vendor (revoked)":"203.0.113.8/32"}', 'rule'],
    ['[{"cidrBlock":"203.0.113.8/32","comment":"denied"}]', 'rule'],
    ['{"results":[{"cidrBlock":"203.0.113.8/32"}],"totalCount":"250"}', '1 of 250'],
    ['{"results":[{"cidrBlock":"203.0.113.8/32"}],"links":[{"rel":"next"}]}', 'one page'],
    ['[{"cidrBlock":"203.0.113.8/32"', 'JSON'],
    ["[{'cidrBlock':'203.0.113.8/32'}]", 'JSON'],
    ['[[["203.0.113.8"]]]', 'not recognize'],
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
      one('bastion'),
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
    ['vpc_cidr_block = "203.0.113.8/32"', one('vpc_cidr_block')],
    [
      'cidrs = [ # all\n  # one\n  "203.0.113.8", // Office\n  "203.0.113.9",\n]',
      [...one('Office'), ['203.0.113.9/32', undefined]],
    ],
    ['allowed = {\n  office = { cidr_block = "203.0.113.8/32" }\n}', one('office')],
    ['allowed = { hq = { cidr = "203.0.113.8", description = "Office" } } # x', one('Office')],
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
    ['denied_ips = ["203.0.113.8"]', 'rule'],
    ['waf_blocklist = ["203.0.113.8"]', 'rule'],
    ['firewall_black_list = ["203.0.113.8"]', 'rule'],
    ['ips_to_block = ["203.0.113.8"]', 'rule'],
    ['banned = ["203.0.113.8"]', 'rule'],
    ['locals {\n  ip_denied = "203.0.113.8"\n}', 'rule'],
    ['x = [{ cidr_block = "203.0.113.8", comment = "a\\q b" }]', 'escape'],
    [resource('  cidr_block = "203.0.113.8"\n  comment = <<EOT\noffice\nEOT'), 'heredoc'],
  ])('%s is refused', (text, why) => {
    expect(entries(text)).toEqual([])
    expect(bad(text)).toEqual([expect.stringContaining(why)])
  })
})
