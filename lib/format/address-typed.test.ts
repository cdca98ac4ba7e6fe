import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalizeAddress } from './address'
import { isRange, readAddress } from './address-typed'

test.each([
  ['203.0.113.8', '203.0.113.8/32'],
  [' 203.0.113.0/24 ', '203.0.113.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['::/0', '::/0'],
  ['10.0.0.0/8', '10.0.0.0/8'],
  ['100.64.0.0/10', '100.64.0.0/10'],
  ['2001:DB8::1', '2001:db8::1/128'],
  ['64:ff9b::192.0.2.1', '64:ff9b::c000:201/128'],
  ['SG-0A1B2C3D', 'sg-0a1b2c3d'],
])('%s is %s', (text, value) => expect(readAddress(text)).toEqual({ value }))

test.each([
  ['', 'Not an IP address'],
  ['hello', 'Not an IP address'],
  ['10.1', 'four numbers'],
  ['1.2.3.4.5', 'four numbers'],
  ['1.2.3.256', '0 to 255'],
  ['1.2.3.', '0 to 255'],
  ['010.1.2.3', 'leading zero'],
  ['1.2.3.4/33', '/0 to /32'],
  ['1.2.3.4/', '/0 to /32'],
  ['1.2.3.4/-1', '/0 to /32'],
  ['1.2.3.4/8/8', '/0 to /32'],
  ['2001:db8::/129', '/0 to /128'],
  ['fe80::1%eth0', 'zone'],
  ['2001:db8::1::2', 'Not an IP address'],
  ['sg-xyz', 'hexadecimal'],
  ['db.example.com', 'host name'],
  ['0x0a.1.2.3', 'Not an IP address'],
  ['167772161', 'Not an IP address'],
  // The sentence says what to write.
  ['203.0.113.8/24', '203.0.113.0/24'],
  ['2001:db8::1/64', '2001:db8::/64'],
  ['::ffff:203.0.113.8', 'Write 203.0.113.8.'],
  ['::ffff:0:0/96', 'Write 0.0.0.0/0.'],
  ['203.0.113.0/255.255.255.0', '203.0.113.0/24'],
  ['203.0.113.0/255.0.255.0', 'netmask'],
  ['203.0.113.*', '203.0.113.0/24'],
  ['10.1.*.*', '10.1.0.0/16'],
  ['203.0.113.8:27017', 'write 203.0.113.8.'],
  ['[2001:db8::1]:443', 'write 2001:db8::1.'],
  ['https://203.0.113.8/x', 'Write 203.0.113.8 only'],
  ['mongodb://db.example.com:27017', 'URL'],
  ['10.0.0.1-10.0.0.9', 'CIDR blocks'],
  ['10.0.0.1 – 10.0.0.9', 'U+2013'],
  ['0.0.0.0', '0.0.0.0/0'],
  ['0.0.0.0/32', '0.0.0.0/0'],
  ['::', '::/0'],
  ['::/128', '::/0'],
  ['255.255.255.255', 'broadcast'],
  ['224.0.0.1', 'multicast'],
  ['127.0.0.1', 'loopback'],
  ['127.0.0.0/8', 'loopback'],
  ['0.1.2.3', 'this network'],
  ['169.254.1.1', 'link-local'],
  ['250.1.1.1', 'reserved'],
  ['::1', 'loopback'],
  ['fe80::1', 'link-local'],
  ['ff02::1', 'multicast'],
  ['203.0.113.8\u200b', 'U+200B'],
  ['“203.0.113.8”', 'U+201C'],
  [`a:${'.'.repeat(200_000)}`, 'too long'],
  ['203.0.113.\uff18', 'U+FF18'],
])('%j is refused: %s', (text, why) => {
  const read = readAddress(text)
  expect('whyNot' in read && read.whyNot).toContain(why)
})

test.each([
  ['203.0.113.1 - 203.0.113.20', true],
  ['203.0.113.1-20', true],
  ['203.0.113.1 to 203.0.113.20', true],
  ['203.0.113.1..203.0.113.20', true],
  ['2001:db8::1-2001:db8::f', true],
  ['203.0.113.1', false],
  ['203.0.113.1 - Office', false],
])('%j as a range: %s', (text, expected) => expect(isRange(text)).toBe(expected))

test('any text is read as written or refused with a sentence', () => {
  const odd = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[0-9a-f.:/%s*-]*$/))
  fc.assert(
    fc.property(odd, (text) => {
      const read = readAddress(text)
      if ('whyNot' in read) expect(read.whyNot).toMatch(/\.$/)
      else {
        expect(read.value).toBe(normalizeAddress(text))
        const [network] = read.value.split('/')
        const host = normalizeAddress(text.split('/')[0] ?? '')
        if (!read.value.includes('sg-')) expect(host?.split('/')[0]).toBe(network)
      }
    }),
    { numRuns: 1000 },
  )
})
