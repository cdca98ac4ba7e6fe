import { expect, test } from 'vitest'
import { bytesInWords, exactBytes, parseBytes } from './bytes'

test.each([
  ['2 TiB', '2199023255552'],
  ['500GB', '500000000000'],
  ['1.5 kib', '1536'],
  ['9223372036854775807', '9223372036854775807'],
  ['0.3 KB', '300'],
])('%s is %s bytes', (text, bytes) => expect(parseBytes(text)).toBe(bytes))

test.each(['', 'much', '1.5', '0.0001 KB', '-1', '1e3', '1,000', '5 XB', '1.1 KiB'])(
  '%j is no size in whole bytes',
  (text) => expect(parseBytes(text)).toBeUndefined(),
)

test('bytes in words and exactly', () => {
  expect(bytesInWords('2199023255552')).toBe('2 TiB')
  expect(bytesInWords('1023')).toBe('1023 B')
  expect(bytesInWords('9007199254740993')).toBe('8 PiB')
  expect(exactBytes('9007199254740993')).toBe('9,007,199,254,740,993 bytes')
})
