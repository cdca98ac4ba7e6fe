/** Bytes of the largest file that is read: no operation takes more. */
export const MAX_FILE = 1_000_000

const AS_UTF8 = 'Save it as text in UTF-8 first.'

/** The text of a file in UTF-8, or in UTF-16 as Windows writes it, or why it has none. Nothing is replaced or left out. */
export function textOfFile(bytes: Uint8Array<ArrayBuffer>): { text: string } | { why: string } {
  const [first, second] = bytes
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  const encoding = isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    if (text.includes('\0')) return { why: `It contains bytes that are not text. ${AS_UTF8}` }
    return text.trim() === '' ? { why: 'It is empty.' } : { text }
  } catch {
    return { why: `It is not text in UTF-8. ${AS_UTF8}` }
  }
}
