import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toEntries } from './entries'
import { fewAtATime } from './few'
import { asText, readPasted } from './pasted'
import { planOf, untilOf, whatOf } from './plan'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

describe('entries', () => {
  test('the plain address, its /32 and a second row of it are one entry', () => {
    const entries = toEntries(
      [
        { ipAddress: '203.0.113.7', cidrBlock: '203.0.113.7/32', comment: 'VPN' },
        { ipAddress: '203.0.113.7', comment: 'VPN again', deleteAfterDate: at(1) },
        { cidrBlock: '203.0.113.7/32', comment: 'VPN' },
      ],
      now,
    )
    expect(entries).toMatchObject([
      {
        value: '203.0.113.7/32',
        comment: 'VPN · VPN again',
        times: 3,
        endsAt: null,
        look: 'listed twice',
      },
    ])
  })

  test('what is wide, covered and ending is said', () => {
    const entries = toEntries(
      [
        { cidrBlock: '0.0.0.0/0' },
        { cidrBlock: '10.0.0.0/8' },
        { cidrBlock: '10.1.1.1/32', deleteAfterDate: at(3) },
        { cidrBlock: '2001:db8::/48', deleteAfterDate: at(48) },
        { awsSecurityGroup: 'sg-0a1b2c3d' },
        { comment: 'nothing that is known' },
      ],
      now,
    )
    const by = new Map(entries.map((e) => [e.value, e]))
    expect(by.get('0.0.0.0/0')).toMatchObject({ isWide: true, isEverything: true, covers: 2 })
    expect(by.get('10.1.1.1/32')).toMatchObject({
      coveredBy: '0.0.0.0/0',
      look: 'covered by another',
      ends: 'today (next 24 h)',
    })
    expect(by.get('2001:db8::/48')).toMatchObject({ ends: 'later', look: null })
    expect(by.get('sg-0a1b2c3d')).toMatchObject({ freeBits: null, ends: 'no end date' })
    expect(by.get('?')).toMatchObject({ comment: 'nothing that is known' })
  })
})

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

describe('the plan', () => {
  const existing = toEntries([{ cidrBlock: '203.0.113.0/24' }, { cidrBlock: '192.0.2.1/32' }], now)
  const plan = (text: string, more: { comment?: string; endsAt?: string } = {}) =>
    planOf({ text, comment: 'Somebody needs it', ...more }, existing, now)

  test('tells what is new, wide and there already', () => {
    const made = plan('203.0.113.8 0.0.0.0/0 192.0.2.1 sg-0a1b2c3d')
    expect(made.direct.map((p) => p.value)).toEqual(['203.0.113.8/32', 'sg-0a1b2c3d'])
    expect(made.wide.map((p) => p.value)).toEqual(['0.0.0.0/0'])
    expect(made.already.map((p) => p.value)).toEqual(['192.0.2.1/32'])
    expect(made.wide[0]?.relation.covers).toBe(3)
    expect(made.problems).toEqual({})
  })

  test('a security group gets no end, the others do', () => {
    const endsAt = at(1)
    const made = plan('203.0.113.8 sg-0a1b2c3d', { endsAt })
    expect(made.direct.map((p) => p.entry.deleteAfterDate)).toEqual([endsAt, undefined])
    expect(plan('sg-0a1b2c3d').onlyGroups).toBe(true)
  })

  test.each([
    ['', {}, { text: 'at least one' }],
    ['1.2.3', {}, { text: 'four numbers' }],
    ['192.0.2.1', {}, { text: '192.0.2.1/32 is already on the list' }],
    ['203.0.113.8', { comment: 'x' }, { comment: 'Say who' }],
    ['203.0.113.8', { comment: 'x'.repeat(81) }, { comment: '81' }],
    ['203.0.113.8', { endsAt: at(-1) }, { endsAt: 'future' }],
    ['203.0.113.8', { endsAt: at(24 * 7 + 1) }, { endsAt: '7 days' }],
  ])('%j %j is stopped', (text, more, problems) => {
    const made = plan(text, more).problems
    expect(Object.keys(made)).toEqual(Object.keys(problems))
    for (const [field, part] of Object.entries(problems))
      expect(made[field as keyof typeof made]).toContain(part)
  })

  test('lines with comments of their own need none from the form', () => {
    expect(plan('203.0.113.8 # VPN', { comment: '' }).problems).toEqual({})
  })

  test('policy may ask a second person for all', () => {
    const made = planOf({ text: '203.0.113.8', comment: 'abc' }, [], now, true)
    expect(made.direct).toEqual([])
    expect(made.wide).toHaveLength(1)
  })

  test('the button says what and until when', () => {
    const { direct } = plan('203.0.113.8', { endsAt: at(1) })
    expect(whatOf(direct)).toBe('203.0.113.8/32')
    expect(untilOf(direct, now)).toMatch(/^until \d\d:\d\d$/)
    expect(untilOf(plan('203.0.113.8').direct, now)).toBe('with no end date')
    expect(whatOf(plan('203.0.113.8 203.0.113.9').direct)).toBe('2 addresses')
  })
})

test('few run at a time, and who leaves the line is skipped', async () => {
  const inLine = fewAtATime(2)
  let most = 0
  let running = 0
  const stop = new AbortController()
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
  }
  const all = Array.from({ length: 8 }, () => inLine(work))
  const left = inLine(work, stop.signal)
  stop.abort('gone')
  await expect(left).rejects.toBe('gone')
  await Promise.all(all)
  expect(most).toBe(2)
})
