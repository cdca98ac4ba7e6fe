import { expect, test } from 'vitest'
import { toEntries } from './entries'

const now = Date.parse('2026-11-21T12:00:00Z')
const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()

test('an address, its /32 and a second row are one entry', () => {
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

test('a row without an address is listed unchanged', () => {
  const odd = ['pl-0a1b2c3d', 'db.example.com', '1.2.3.4/99', '']
  const entries = toEntries(
    odd.map((cidrBlock) => ({ cidrBlock })),
    now,
  )
  expect(entries.map((e) => e.value)).toEqual(['pl-0a1b2c3d', 'db.example.com', '1.2.3.4/99', '?'])
  for (const entry of entries)
    expect(entry).toMatchObject({
      kind: 'Not an address',
      size: 'unknown',
      freeBits: null,
      covers: 0,
    })
})

test('wide, covered and expiring entries are marked', () => {
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
    ends: 'within 24 h',
  })
  expect(by.get('2001:db8::/48')).toMatchObject({ ends: 'later', look: null })
  expect(by.get('sg-0a1b2c3d')).toMatchObject({ freeBits: null, ends: 'never' })
  expect(by.get('?')).toMatchObject({ comment: 'nothing that is known' })
})
