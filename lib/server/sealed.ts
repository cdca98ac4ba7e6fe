import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { perProcess } from '@/lib/atlas/per-process'
import { configuration } from './configuration'

const keys = perProcess('gatehouseKeys', () => new Map<string, Buffer>())

/** A key of 32 bytes for one use, the same on every console with the same NEXTAUTH_SECRET. */
export function keyFor(use: string): Buffer {
  const { secret } = configuration()
  const key =
    keys().get(`${use} ${secret}`) ??
    Buffer.from(hkdfSync('sha256', secret, '', `gatehouse/${use}`, 32))
  keys().set(`${use} ${secret}`, key)
  return key
}

/** A SHA-256 keyed with NEXTAUTH_SECRET, in hex: the same for the same text on every replica. */
export const keyedHash = (text: string): string =>
  createHmac('sha256', keyFor('hash')).update(text).digest('hex')

/**
 * Encrypts JSON (AES-256-GCM) so that only a console with the same NEXTAUTH_SECRET can read it, and only for the same
 * `use`.
 */
export function seal(value: unknown, use = 'seal'): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(use), iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

/** Decrypts. @throws when the text or NEXTAUTH_SECRET changed, or it was sealed for another use */
export function unseal(sealed: Uint8Array, use = 'seal'): unknown {
  const bytes = Buffer.from(sealed)
  const decipher = createDecipheriv('aes-256-gcm', keyFor(use), bytes.subarray(0, 12), {
    authTagLength: 16,
  })
  decipher.setAuthTag(bytes.subarray(12, 28))
  const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])
  return JSON.parse(text.toString('utf8'))
}
