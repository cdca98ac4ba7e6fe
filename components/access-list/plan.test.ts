import { describe, expect, test } from 'vitest'
import { toEntries } from './entries'
import { readPasted } from './paste/read'
import { planOf, untilOf, whatOf } from './plan'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

describe('the plan', () => {
  const existing = toEntries([{ cidrBlock: '203.0.113.0/24' }, { cidrBlock: '192.0.2.1/32' }], now)
  const read = (text: string) => readPasted(text, now) ?? { entries: [], bad: [], repeated: 0 }
  const plan = (text: string, more: { comment?: string; endsAt?: string } = {}) =>
    planOf(read(text), { comment: 'Somebody needs it', ...more }, existing, now)

  test('separates new, wide and listed addresses', () => {
    const made = plan('203.0.113.8 0.0.0.0/0 192.0.2.1 sg-0a1b2c3d')
    expect(made.direct.map((p) => p.value)).toEqual(['203.0.113.8/32', 'sg-0a1b2c3d'])
    expect(made.wide.map((p) => p.value)).toEqual(['0.0.0.0/0'])
    expect(made.already.map((p) => p.value)).toEqual(['192.0.2.1/32'])
    expect(made.wide[0]?.relation.covers).toBe(3)
    expect(made.because).toContain('whole internet')
    expect(made.problems).toEqual({})
  })

  test('blocks that are wide together need approval, also with those on the list', () => {
    const both = plan('52.0.0.0/16 # one\n52.1.0.0/16 # two')
    expect([both.direct, both.wide.length]).toEqual([[], 2])
    expect(both.because).toContain('131,072')
    const there = toEntries([{ cidrBlock: '52.0.0.0/16' }], now)
    const made = planOf(read('52.1.0.0/16'), { comment: 'abc' }, there, now)
    expect([made.direct, made.wide.length]).toEqual([[], 1])
  })

  test('an expiry in the text overrides the form, also when it is empty', () => {
    const text = `address,expires\n203.0.113.8,${at(2)}\n203.0.113.9,`
    const made = plan(text, { endsAt: at(8) })
    expect(made.direct.map((p) => p.entry.deleteAfterDate)).toEqual([at(2), undefined])
    expect(untilOf(made.direct, now)).toBe('')
  })

  test('a security group gets no expiry, the others do', () => {
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

  test('lines with comments need none from the form', () => {
    expect(plan('203.0.113.8 # VPN', { comment: '' }).problems).toEqual({})
  })

  test('policy can require approval for all entries', () => {
    const made = planOf(read('203.0.113.8'), { comment: 'abc' }, [], now, 'The policy asks for it.')
    expect(made.direct).toEqual([])
    expect(made.wide).toHaveLength(1)
    expect(made.because).toContain('policy')
  })

  test('the button names the addresses and the expiry', () => {
    const { direct } = plan('203.0.113.8', { endsAt: at(1) })
    expect(whatOf(direct)).toBe('203.0.113.8/32')
    expect(untilOf(direct, now)).toMatch(/^until \d\d:\d\d$/)
    expect(untilOf(plan('203.0.113.8').direct, now)).toBe('with no expiry')
    expect(whatOf(plan('203.0.113.8 203.0.113.9').direct)).toBe('2 addresses')
  })
})
