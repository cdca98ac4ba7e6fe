const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id of 26 lower-case letters and digits that sorts by the millisecond it was made (the layout of a ULID). */
export function newId(now = Date.now()): string {
  let time = ''
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32))
    time = digits[rest % 32] + time
  return (
    time +
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => digits[byte % 32]).join('')
  )
}
