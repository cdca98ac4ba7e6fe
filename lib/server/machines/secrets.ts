import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'

// Some clients percent-encode credentials before HTTP Basic and others do not, which makes no difference for these.
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 48

/** A new client id of 34 characters, the length that the Atlas CLI demands. */
export const newClientId = (): string => `mdb_sa_id_${randomBytes(12).toString('hex')}`

/** Whether a text can be a client id. PostgreSQL refuses some texts. */
export const isClientId = (text: string): boolean => /^mdb_sa_id_[0-9a-f]{24}$/.test(text)

/** A new secret with more than 256 random bits, of letters, digits and underscores. */
export const newSecret = (): string =>
  `mdb_sa_sk_${Array.from({ length: LENGTH }, () => letters[randomInt(letters.length)]).join('')}`

/** What is stored of a secret. */
export const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** What pages show of a secret, to tell it from others. */
export const hintOf = (secret: string): string => secret.slice(-4)

/** Which of these is the secret, in the same time for each. */
export function matching<T extends { hash: Uint8Array }>(
  rows: readonly T[],
  secret: string,
): T | undefined {
  const hash = hashOfSecret(secret)
  return rows.filter((row) => timingSafeEqual(row.hash, hash))[0]
}
