import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { covers, normalizeAddress } from './address'
import { sizeText, tooWide } from './address-sum'

const near = (text: string) => normalizeAddress(text) ?? ''
const isWide = (...all: string[]) => tooWide(all.map(near)) !== undefined
const blocks = (n: number, prefix: number, from = 0x34000000) =>
  Array.from({ length: n }, (_, i) => {
    const at = from + i * 2 ** (32 - prefix)
    return `${[24, 16, 8, 0].map((shift) => (at >>> shift) & 255).join('.')}/${prefix}`
  })

describe('too wide for one person', () => {
  test.each([
    ['10.0.0.0/15', true],
    ['10.0.0.0/16', false],
    ['0.0.0.0/0', true],
    ['2001:db8::/31', true],
    ['2001:db8::/32', false],
    ['::/0', true],
    ['::/80', true],
    ['::/90', false],
    ['::ffff:0:0/95', true],
    // IPv4 in IPv6 form counts as IPv4.
    ['64:ff9b::/96', true],
    ['64:ff9b::3400:0/112', false],
    ['64:ff9b::3400:0/111', true],
    ['64:ff9b:1::/48', true],
    ['2002::/16', true],
    ['2002:3400::/31', true],
    ['2002:3400::/32', false],
    ['2001:0:3400::/64', true],
    ['sg-0a1b2c3d', false],
    ['pl-0a1b2c3d', false],
    ['203.0.113.8/32', false],
  ])('%s: %s', (text, wide) => expect(tooWide([near(text) || text]) !== undefined).toBe(wide))

  test('a block in parts is as wide as the block', () => {
    expect(tooWide(blocks(128, 16))).toEqual({ family: 'IPv4', size: 1n << 23n, most: 65536n })
    expect(isWide(...blocks(2, 16))).toBe(true)
    expect(isWide(...blocks(200, 17))).toBe(true)
    expect(isWide(...blocks(200, 24))).toBe(false)
    expect(isWide('2001:db8::/32', '2001:db9::/33')).toBe(true)
    expect(isWide('64:ff9b::3400:0/112', '53.0.0.0/16')).toBe(true)
    expect(isWide('52.0.0.0/16', '203.0.113.8/32')).toBe(false)
    expect(isWide(...blocks(257, 24))).toBe(true)
  })

  test('overlapping blocks count once', () => {
    expect(isWide('10.0.0.0/16', '10.0.0.0/17', '10.0.128.0/24')).toBe(false)
    expect(isWide('64:ff9b::3400:0/112', '52.0.0.0/16')).toBe(false)
  })

  test('a block that covers a wide block is wide', () => {
    const block = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 32 }))
      .map(([a, p]) => near(`${a}.0.0.0/${p}`))
    fc.assert(
      fc.property(block, block, (outer, inner) => {
        if (isWide(inner) && covers(outer, inner)) expect(isWide(outer)).toBe(true)
      }),
    )
  })
})

describe('too wide on a list', () => {
  const judged = (added: string[], listed: string[]) => tooWide(added, listed) !== undefined

  test('entries of earlier calls count', () => {
    expect(judged(blocks(1, 16), [])).toBe(false)
    expect(judged(['53.0.0.0/16'], blocks(1, 16))).toBe(true)
    expect(judged(['53.0.0.0/17'], blocks(1, 16))).toBe(true)
    expect(judged(['2001:db9::/32'], ['2001:db8::/32'])).toBe(true)
    expect(judged(['2001:db9::/32'], blocks(1, 16))).toBe(false)
  })

  test('adding an address again adds nothing', () => {
    expect(judged(blocks(1, 16), blocks(1, 16))).toBe(false)
  })

  test('approved wide blocks do not count, and do not cover new ones', () => {
    expect(judged(['53.0.0.0/16'], ['52.0.0.0/9'])).toBe(false)
    expect(judged(blocks(2, 16), ['0.0.0.0/0'])).toBe(true)
  })

  test('single addresses can be added to a full list, up to a limit', () => {
    expect(judged(['203.0.113.8/32'], blocks(4, 16))).toBe(false)
    expect(judged(['53.0.0.0/24'], blocks(255, 24))).toBe(false)
    expect(judged(['53.0.0.0/24'], blocks(256, 24))).toBe(true)
  })

  test('one person reaches at most twice the limit, in any parts and order', () => {
    const cut = fc.array(fc.integer({ min: 16, max: 24 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(cut, (prefixes) => {
        const listed: string[] = []
        let at = 0x34000000
        for (const prefix of prefixes) {
          const [one] = blocks(1, prefix, at)
          at += 2 ** 16
          if (one && !judged([one], listed)) listed.push(one)
        }
        const sum = listed.reduce((n, one) => n + 2 ** (32 - Number(one.split('/')[1])), 0)
        expect(sum).toBeLessThanOrEqual(2 * 65536)
      }),
    )
  })
})

test.each([
  [65536n, '65,536'],
  [1n << 96n, '2^96'],
  [(1n << 96n) + 5n, 'about 2^96'],
])('%s reads %s', (size, text) => expect(sizeText(size)).toBe(text))
