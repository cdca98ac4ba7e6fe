import { randomBytes } from 'node:crypto'

// Crockford's base 32: no letter that is mistaken for a digit when read aloud.
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

const ids = new WeakMap<object, string>()

/** The id of this request in answers, logs and the audit chain: the server's own, never one that the client sent. */
export function requestIdOf(request: Request): string {
  let id = ids.get(request)
  if (!id) {
    id = newRequestId()
    ids.set(request, id)
  }
  return id
}

/** A new id of 26 characters that sorts by time: 48 bits of milliseconds, then 80 random bits. */
export function newRequestId(now = Date.now()): string {
  let id = ''
  for (let rest = now, i = 0; i < 10; i += 1) {
    id = digits.charAt(rest % 32) + id
    rest = Math.floor(rest / 32)
  }
  for (const byte of randomBytes(16)) id += digits.charAt(byte % 32)
  return id
}
