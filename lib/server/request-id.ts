import { randomBytes } from 'node:crypto'

// Crockford's base 32: no letter that is mistaken for a digit when read aloud.
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id of 26 characters that sorts by time: 48 bits of milliseconds, then 80 random bits. Answers, logs and the audit
 * chain carry it; an id that the client sends is never used.
 */
export function newRequestId(now = Date.now()): string {
  let id = ''
  for (let rest = now, i = 0; i < 10; i += 1) {
    id = digits.charAt(rest % 32) + id
    rest = Math.floor(rest / 32)
  }
  for (const byte of randomBytes(16)) id += digits.charAt(byte % 32)
  return id
}
