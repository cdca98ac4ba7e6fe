import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { hashOf, leafHash, lineOf } from '@/lib/audit/audit-verify.mjs'
import { checkpointKey, newCheckpointKey, signedCheckpoint } from '@/lib/audit/checkpoint-key'
import { keepPublicKey } from './public-key'

afterEach(() => vi.unstubAllEnvs())

test('checkpoints of an earlier key stay verifiable after the key was replaced', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'))
  vi.stubEnv('GATEHOUSE_DATA', folder)
  const keys = [1, 2].map(() => checkpointKey(newCheckpointKey('gatehouse.test/audit')))
  for (const { publicKey } of [...keys, ...keys]) keepPublicKey(publicKey)
  const file = join(folder, 'checkpoint.pub')
  expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual(keys.map((key) => key.publicKey))
  const [body, prev] = ['{"seq":1}', '0'.repeat(64)]
  const hash = hashOf(prev, body)
  const root = Buffer.from(leafHash(Buffer.from(hash, 'hex').toString('latin1')), 'latin1')
  const notes = keys.map((key) => signedCheckpoint(key, 1, root.toString('base64')))
  const [rows, checkpoints] = [join(folder, 'chain.jsonl'), join(folder, 'checkpoints.txt')]
  writeFileSync(rows, `${lineOf({ seq: 1, body, prev, hash })}\n`)
  writeFileSync(checkpoints, notes.join('\n'))
  const words = [rows, '--checkpoint', checkpoints, '--pubkey', file]
  const said = execFileSync(process.execPath, ['lib/audit/audit-verify.mjs', ...words], {
    encoding: 'utf8',
  })
  expect(said).toContain('first 1 rows')
})
