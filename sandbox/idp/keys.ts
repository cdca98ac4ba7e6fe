import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Keys = { jwks: { keys: object[] }; cookieKeys: string[] }

/** The signing and cookie keys, kept in the folder so that tokens outlive a restart. Without a folder they are new. */
export function keysIn(folder: string | undefined): Keys {
  if (!folder) return newKeys()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'keys.json')
  try {
    const kept: Keys = JSON.parse(readFileSync(file, 'utf8'))
    if (Array.isArray(kept.jwks?.keys) && Array.isArray(kept.cookieKeys)) return kept
  } catch {
    // Missing or half-written. With new keys, people only have to sign in again.
  }
  const keys = newKeys()
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, JSON.stringify(keys), { mode: 0o600 })
  renameSync(draft, file)
  return keys
}

function newKeys(): Keys {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = {
    ...privateKey.export({ format: 'jwk' }),
    kid: randomUUID(),
    use: 'sig',
    alg: 'RS256',
  }
  return { jwks: { keys: [key] }, cookieKeys: [randomBytes(32).toString('base64url')] }
}
