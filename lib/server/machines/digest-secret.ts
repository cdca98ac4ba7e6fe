import { createHash } from 'node:crypto'
import { seal, unseal } from '../sealed'

/** The realm of HTTP Digest. What is stored of a secret covers it, so it never changes. */
export const REALM = 'Gatehouse'

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** What HTTP Digest needs of a secret (RFC 7616, 3.4.2), encrypted, because whoever has it can sign in. */
export const ha1Of = (clientId: string, secret: string): string =>
  seal(md5(`${clientId}:${REALM}:${secret}`), 'digest').toString('base64')

/** The stored value, decrypted. @throws when NEXTAUTH_SECRET changed */
export const openHa1 = (stored: string): string =>
  String(unseal(Buffer.from(stored, 'base64'), 'digest'))
