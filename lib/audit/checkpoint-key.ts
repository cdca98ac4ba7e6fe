import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { keyId } from './audit-verify.mjs'

/** A key that signs checkpoints. `publicKey` is what auditors need: `name+id+base64`. */
export type CheckpointKey = { name: string; publicKey: string; id: Buffer; key: KeyObject }

const ED25519 = Buffer.from([1])
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const hex = (raw: string) => Buffer.from(raw, 'latin1').toString('hex')

/** The text of a new key for a log of that name, in the format of Go's note package. Keep it secret. */
export function newCheckpointKey(name: string): string {
  if (!isName(name))
    throw new Error(
      `The name of a log has no spaces and no +, such as gatehouse.example.com/audit.`,
    )
  const { privateKey } = generateKeyPairSync('ed25519')
  const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32)
  const raw = rawPublicKey(privateKey)
  return `PRIVATE+KEY+${name}+${hex(keyId(name, raw.toString('latin1')))}+${Buffer.concat([ED25519, seed]).toString('base64')}`
}

const isName = (name: string) => name !== '' && !/[\s+]/.test(name)

const rawPublicKey = (key: KeyObject) =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)

/** Reads the text of a key. @throws Error with a sentence, without the key */
export function checkpointKey(text: string): CheckpointKey {
  const [, name = '', id = '', encoded = ''] =
    /^PRIVATE\+KEY\+([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text.trim()) ?? []
  const bytes = Buffer.from(encoded, 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1)
    throw new Error('it is not a key for checkpoints. Make one with npm run audit:key')
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, bytes.subarray(1)]),
    format: 'der',
    type: 'pkcs8',
  })
  const raw = rawPublicKey(key)
  if (hex(keyId(name, raw.toString('latin1'))) !== id)
    throw new Error(
      'its name and its id do not belong together. Make a new one with npm run audit:key',
    )
  return {
    name,
    publicKey: `${name}+${id}+${Buffer.concat([ED25519, raw]).toString('base64')}`,
    id: Buffer.from(id, 'hex'),
    key,
  }
}

/** A signed checkpoint (c2sp.org/tlog-checkpoint). `root` in base64. */
export function signedCheckpoint(key: CheckpointKey, size: number, root: string): string {
  const text = `${key.name}\n${size}\n${root}\n`
  const signature = sign(null, Buffer.from(text), key.key)
  return `${text}\n— ${key.name} ${Buffer.concat([key.id, signature]).toString('base64')}\n`
}
