import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growthOf } from '@/scripts/testing/work'
import {
  covers,
  isEverything,
  kindInWords,
  kindOfAddress,
  normalizeAddress,
  prefixOf,
  relationsOf,
  sizeInWords,
} from './address'

const octet = fc.integer({ min: 0, max: 255 })
const v4 = fc.tuple(octet, octet, octet, octet).map((o) => o.join('.'))
const v4Block = fc.tuple(v4, fc.integer({ min: 0, max: 32 })).map(([a, p]) => `${a}/${p}`)
const v6Block = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([a, p]) => `${a}/${p}`)
const group = fc
  .tuple(fc.option(fc.stringMatching(/^\d{12}$/)), fc.stringMatching(/^[0-9a-f]{8}([0-9a-f]{9})?$/))
  .map(([account, id]) => `${account ? `${account}/` : ''}sg-${id}`)
const anyAddress = fc.oneof(v4, v4Block, fc.ipV6(), v6Block, group)
const near = (text: string) => normalizeAddress(text) ?? ''

/** Blocks close to each other, so that many lie in one another. */
const crowded = fc
  .array(
    fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 24, max: 32 }))
        .map(([n, p]) => `10.0.0.${n}/${p}`),
      fc
        .tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 120, max: 128 }))
        .map(([n, p]) => `2001:db8::${n.toString(16)}/${p}`),
      fc.constant('0.0.0.0/0'),
      fc.constant('::/0'),
      fc.constant('sg-0a1b2c3d'),
    ),
    { maxLength: 30 },
  )
  .map((all) => [...new Set(all.map(near))])

describe('the canonical form', () => {
  test.each([
    ['203.0.113.8', '203.0.113.8/32', 'ipv4'],
    [' 203.0.113.8/32 ', '203.0.113.8/32', 'ipv4'],
    ['203.0.113.8/24', '203.0.113.0/24', 'ipv4'],
    ['1.2.3.4/0', '0.0.0.0/0', 'ipv4'],
    ['2001:DB8::1', '2001:db8::1/128', 'ipv6'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001/64', '2001:db8::/64', 'ipv6'],
    ['::', '::/128', 'ipv6'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201/128', 'ipv6'],
    ['::ffff:203.0.113.8', '203.0.113.8/32', 'ipv4'],
    ['::ffff:0:0/96', '0.0.0.0/0', 'ipv4'],
    ['SG-0A1B2C3D4E5F60718', 'sg-0a1b2c3d4e5f60718', 'security-group'],
    ['111122223333/sg-0a1b2c3d', '111122223333/sg-0a1b2c3d', 'security-group'],
  ])('of %s is %s', (text, value, kind) => {
    expect(normalizeAddress(text)).toBe(value)
    expect(kindOfAddress(value)).toBe(kind)
  })

  test.each(['', 'pl-0a1b2c3d', 'not an address', 'db-sg-1.example.com', '1.2.3.4/99', '{}', '?'])(
    '%j has none, and asking about it does not throw',
    (text) => {
      expect(normalizeAddress(text)).toBeUndefined()
      expect(kindOfAddress(text)).toBe('other')
      expect([prefixOf(text), isEverything(text), covers(text, text)]).toEqual([
        undefined,
        false,
        false,
      ])
      expect(kindInWords(text)).toContain('Not an address')
      expect(sizeInWords(text)).toBe('unknown')
      expect(relationsOf([text, '0.0.0.0/0']).get('0.0.0.0/0')).toEqual({ covers: 0 })
    },
  )

  test('of a canonical form is itself', () => {
    fc.assert(
      fc.property(anyAddress, (text) => {
        expect(normalizeAddress(near(text))).toBe(near(text))
      }),
    )
  })

  test('every host of a block leads to the same block', () => {
    fc.assert(
      fc.property(v4, fc.integer({ min: 0, max: 32 }), (host, prefix) => {
        expect(covers(near(`${host}/${prefix}`), near(host))).toBe(true)
      }),
    )
  })

  test('IPv4 written as IPv6 is the same entry', () => {
    fc.assert(
      fc.property(v4, fc.integer({ min: 0, max: 32 }), (host, prefix) => {
        expect(near(`::ffff:${host}/${prefix + 96}`)).toBe(near(`${host}/${prefix}`))
      }),
    )
  })
})

test('only a prefix of zero is everything', () => {
  expect([near('0.0.0.0/0'), near('::/0')].every(isEverything)).toBe(true)
  expect([near('0.0.0.0/1'), 'sg-0a1b2c3d', near('1.2.3.4')].some(isEverything)).toBe(false)
})

describe('covering', () => {
  test.each([
    ['10.0.0.0/8', '10.1.2.3/32', true],
    ['10.0.0.0/8', '11.0.0.0/32', false],
    ['10.1.2.3/32', '10.0.0.0/8', false],
    ['0.0.0.0/0', '255.255.255.255/32', true],
    ['::/0', '2001:db8::/48', true],
    ['::/0', '10.0.0.0/8', false],
    ['0.0.0.0/0', 'sg-0a1b2c3d', false],
    ['sg-0a1b2c3d', 'sg-0a1b2c3d', false],
  ])('%s over %s: %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected)
  })

  test('the relations of a list are those of each pair in it', () => {
    fc.assert(
      fc.property(crowded, (all) => {
        const relations = relationsOf(all)
        expect([...relations.keys()]).toEqual(all)
        for (const value of all) {
          const others = all.filter((other) => other !== value)
          const outer = others.filter((other) => covers(other, value))
          const widest = outer.toSorted((a, b) => (prefixOf(a) ?? 0) - (prefixOf(b) ?? 0))[0]
          expect(relations.get(value)).toEqual({
            covers: others.filter((other) => covers(value, other)).length,
            ...(widest ? { coveredBy: widest } : {}),
          })
        }
      }),
    )
  })

  test('a list of 10,000 is not compared pair by pair', () => {
    const growth = growthOf((size) => {
      const all = Array.from({ length: 1250 * size }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`)
      const relations = relationsOf([...all, '10.0.0.0/8'])
      expect(relations.get('10.0.0.0/8')).toEqual({ covers: all.length })
    })
    expect(growth).toBeLessThan(4)
  })
})

test.each([
  ['203.0.113.8/32', '1 address', 'IPv4 address'],
  ['203.0.113.0/24', '256 addresses', 'IPv4 block'],
  ['10.0.0.0/16', '65,536 addresses', 'IPv4 block'],
  ['10.0.0.0/8', '16,777,216 addresses', 'IPv4 block'],
  ['0.0.0.0/0', 'every IPv4 address', 'IPv4 block'],
  ['::/0', 'every IPv6 address', 'IPv6 block'],
  ['2001:db8::1/128', '1 address', 'IPv6 address'],
  ['2001:db8::/96', '4,294,967,296 addresses', 'IPv6 block'],
  ['2001:db8::/32', '2^96 addresses', 'IPv6 block'],
  ['sg-0a1b2c3d', 'a security group', 'AWS security group'],
])('%s holds %s and is an %s', (value, size, kind) => {
  expect(sizeInWords(value)).toBe(size)
  expect(kindInWords(value)).toBe(kind)
})
