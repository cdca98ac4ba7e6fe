import {
  brotliDecompressSync,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'

const MOST_CODINGS = 3

type Limit = { maxOutputLength: number }

/** RFC 9110 defines deflate as zlib's format; some servers send raw deflate. */
const inflate = (bytes: Buffer, limit: Limit) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, limit) : inflateRawSync(bytes, limit)

const coders: Record<string, (bytes: Buffer, limit: Limit) => Buffer> = {
  identity: (bytes) => bytes,
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflate,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
}

/**
 * The bytes of an answer without its Content-Encoding.
 * @throws Error for an unknown coding, broken bytes, or more than `most` bytes
 */
export function uncoded(bytes: Buffer, coding: string | undefined, most: number): Buffer {
  let plain = bytes
  const names = (coding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
  if (names.length > MOST_CODINGS) throw new Error('Too many content encodings')
  // Listed in the order in which they were applied.
  for (const name of names.filter(Boolean).reverse()) {
    const decode = coders[name]
    if (!decode) throw new Error(`Unknown content encoding ${name}`)
    plain = decode(plain, { maxOutputLength: most })
  }
  return plain
}

/** The same as text, without a byte order mark. */
export function decoded(bytes: Buffer, coding: string | undefined, most: number): string {
  const text = uncoded(bytes, coding, most).toString('utf8')
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
