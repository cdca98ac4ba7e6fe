import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { notesIn, openCheckpoint, publicKey } from '@/lib/audit/audit-verify.mjs'
import { lastCheckpoint } from '@/lib/audit/checkpoint'
import { newCheckpointKey } from '@/lib/audit/checkpoint-key'
import { configuration } from '../configuration'
import { sql } from '../database'
import { wasSeen } from '../testing/acting'
import { killAll, startLoopsToKill } from '../testing/killable-loops'
import { startConsole } from '../testing/start'
import { deliver } from './deliver'
import { checkpoint } from './make'
import { sinkOf } from './sinks/all'

const kept = join(mkdtempSync(join(tmpdir(), 'gatehouse-sinks-')), 'checkpoints.txt')
process.env.GATEHOUSE_CHECKPOINT_KEY = newCheckpointKey('gatehouse.test/audit')
await startConsole({
  configure: (file) => ({ ...file, checkpoints: { sinks: [{ kind: 'file', path: kept }] } }),
})
await wasSeen()
afterAll(killAll)

const keys = () => [publicKey(configuration().checkpoints.key?.publicKey ?? '')]

test('a console that stops signs and delivers a last checkpoint', async () => {
  await checkpoint()
  await Promise.all(configuration().checkpoints.sinks.map((one) => deliver(sinkOf(one))))
  await sql()`update audit_check set verified_at = clock_timestamp()`
  const child = await startLoopsToKill('console')
  const [before] = await sql()<{ seq: number }[]>`select max(seq)::int as seq from audit`
  expect((await lastCheckpoint(sql()))?.size ?? 0).toBeLessThan(before?.seq ?? 0)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
  const last = await lastCheckpoint(sql())
  expect(last?.size).toBeGreaterThanOrEqual(before?.seq ?? Number.NaN)
  const inFile = notesIn(readFileSync(kept, 'utf8')).map(
    (note) => openCheckpoint(note, keys()).size,
  )
  expect(inFile).toContain(last?.size)
}, 90_000)
