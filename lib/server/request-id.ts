import { randomBytes } from 'node:crypto'

// Crockford's base 32: without letters that look or sound like digits.
const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new ID of 26 characters that sorts by time: 48 bits of milliseconds, then 80 random bits. It is in answers, logs and
 * the audit log. IDs from clients are ignored.
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
