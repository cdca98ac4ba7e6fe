import { expect, test } from 'vitest'
import { textOfFile } from './text-file'

const text = '203.0.113.8 # Büro 🏢\r\n'
const utf8 = [...new TextEncoder().encode(text)]
const utf16 = [...text].flatMap((sign) =>
  [...sign].flatMap((one) => Array.from({ length: one.length }, (_, i) => one.charCodeAt(i))),
)
const little = utf16.flatMap((unit) => [unit & 0xff, unit >> 8])
const big = utf16.flatMap((unit) => [unit >> 8, unit & 0xff])

test.each([
  ['UTF-8', utf8],
  ['UTF-8 with its mark', [0xef, 0xbb, 0xbf, ...utf8]],
  ['UTF-16 of Windows', [0xff, 0xfe, ...little]],
  ['UTF-16 of others', [0xfe, 0xff, ...big]],
])('a file in %s is read as it is', (_, bytes) => {
  expect(textOfFile(Uint8Array.from(bytes))).toEqual({ text })
})

test.each([
  ['Latin-1', [0x42, 0xfc, 0x72, 0x6f], 'UTF-8'],
  ['UTF-16 without its mark', little, 'UTF-8'],
  ['a NUL byte', [...utf8, 0], 'not text'],
  ['half of UTF-16', [0xff, 0xfe, 0x00, 0xd8], 'UTF-8'],
  ['nothing', [], 'empty'],
  ['a mark alone', [0xef, 0xbb, 0xbf], 'empty'],
])('a file with %s is refused with its reason', (_, bytes, word) => {
  expect(textOfFile(Uint8Array.from(bytes))).toEqual({ why: expect.stringContaining(word) })
})
