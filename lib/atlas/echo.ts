/**
 * Atlas never shows the credential of a call, but a broken server or a proxy can. These blank it in place, so that the
 * length of an answer stays.
 */

/** What must not leave: the secret part of an Authorization header. Undefined: it is too short to look for. */
export const secretIn = (authorization: string | undefined): Buffer | undefined => {
  const value = authorization?.replace(/^Bearer /, '') ?? ''
  return value.length < 16 ? undefined : Buffer.from(value)
}

/** Blanks each place of a secret in `bytes`. Returns whether there was one. */
export function blank(bytes: Uint8Array, secret: Uint8Array): boolean {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = view.indexOf(secret)
  const isThere = at !== -1
  for (; at !== -1; at = view.indexOf(secret, at + secret.length))
    view.fill('*', at, at + secret.length)
  return isThere
}

/** The same for a stream: bytes at the end of a chunk that can begin the secret wait for the next one. */
export async function* blanked(
  chunks: AsyncIterable<Uint8Array>,
  secret: Uint8Array,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    blank(bytes, secret)
    const end = bytes.length - begun(bytes, secret)
    if (end > 0) yield bytes.subarray(0, end)
    held = bytes.subarray(end)
  }
  if (held.length > 0) yield held
}

/** How many bytes at the end are the beginning of the secret. */
function begun(bytes: Uint8Array, secret: Uint8Array): number {
  const first = secret[0] ?? 0
  const earliest = Math.max(0, bytes.length - secret.length + 1)
  for (let at = bytes.indexOf(first, earliest); at !== -1; at = bytes.indexOf(first, at + 1)) {
    const tail = bytes.subarray(at)
    if (Buffer.compare(tail, secret.subarray(0, tail.length)) === 0) return tail.length
  }
  return 0
}
