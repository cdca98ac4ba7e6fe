import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicKey, verifyProof } from '@/lib/audit/audit-verify.mjs'
import { newCheckpointKey } from '@/lib/audit/checkpoint-key'
import { eraseRequested } from '@/lib/audit/erase'
import { verifyDatabase } from '@/lib/audit/verify'
import { verifyAudit } from '@/lib/ops/audit'
import { listErasures, previewErasure, requestErasure } from '@/lib/ops/erasures'
import { listCheckpoints, proveGrowth, proveRow, proveStep, signCheckpoint } from '@/lib/ops/proof'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { configuration } from './configuration'
import { sql } from './database'
import { run } from './run'
import { as, wasSeen } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'

let world: TestConsole
beforeAll(async () => {
  process.env.GATEHOUSE_CHECKPOINT_KEY = newCheckpointKey('gatehouse.test/audit')
  world = await testConsole()
  await wasSeen()
}, 60_000)
afterAll(() => world.end())

const keys = () => [publicKey(configuration().checkpoints.key?.publicKey ?? '')]
const text = async (answer: Promise<{ data: unknown }>) =>
  proveRow.output.parse((await answer).data).text

test('a step of a request is proved to everyone who can view it, and to nobody else', async () => {
  const requestId = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  await approve(requestId)
  const { timeline } = await card(requestId)
  for (const { seq, type } of timeline) {
    const proof = verifyProof(await text(as('viewer', proveStep, { requestId, seq })), keys())
    expect(proof).toMatchObject({ ok: true, row: { seq } })
    expect(proof.row?.body).toContain(`"type":"${type}"`)
  }
  // A row of something else is not given away by its number.
  const elsewhere = await world.project({ clusters: [{ name: 'main' }] })
  const [other] = (await card(await fileAccess(elsewhere))).timeline
  await expect(as('viewer', proveStep, { requestId, seq: other?.seq })).rejects.toMatchObject({
    kind: 'not-found',
  })
  await expect(as('viewer', proveRow, { seq: 1 })).rejects.toMatchObject({ kind: 'not-allowed' })
  const outsider = personAs('viewer', { bindings: [] })
  await expect(
    run(proveStep, { requestId, seq: timeline[0]?.seq }, outsider, { requestId: 't' }),
  ).rejects.toMatchObject({ kind: expect.stringMatching(/not-/) })
})

test('an auditor gets a proof of any row and between two checkpoints, and verifies against them', async () => {
  const signed = signCheckpoint.output.parse((await as('admin', signCheckpoint, {})).data)
  const older = listCheckpoints.output.parse((await as('auditor', listCheckpoints, {})).data)
  expect(older.results[0]?.size).toBeLessThanOrEqual(signed.size)
  expect(verifyProof(await text(as('auditor', proveRow, { seq: 1 })), keys()).ok).toBe(true)
  const [{ seq } = { seq: 0 }] = await sql()<
    { seq: number }[]
  >`select max(seq)::int as seq from audit`
  // Not covered yet: it is signed for the proof.
  await text(as('auditor', proveRow, { seq }))
  const { results } = listCheckpoints.output.parse((await as('auditor', listCheckpoints, {})).data)
  const [newest, , oldest = results.at(-1)] = results
  const growth = { from: oldest?.size ?? 0, to: newest?.size ?? 0 }
  expect(verifyProof(await text(as('auditor', proveGrowth, growth)), keys()).ok).toBe(true)
  const verified = verifyAudit.output.parse((await as('auditor', verifyAudit, {})).data)
  expect(verified).toMatchObject({ ok: true, checkpointed: newest?.size })
})

test('an erasure is requested with the typed subject, and the log and proofs of its rows still hold', async () => {
  const zelda = personAs('requester', { sub: 'zelda-7', name: 'Zelda Hiddenname' })
  await wasSeen(zelda)
  const requestId = await fileAccess(
    await world.project({ clusters: [{ name: 'main' }] }),
    {},
    zelda,
  )
  const [{ seq } = { seq: 0 }] = (await card(requestId)).timeline
  const proof = await text(as('viewer', proveStep, { requestId, seq }))
  const asked = { subject: zelda.sub }
  expect(
    previewErasure.output.parse((await as('admin', previewErasure, asked)).data),
  ).toMatchObject({ names: [zelda.name], open: [requestId] })
  const admin = personAs('admin')
  const context = { requestId: 'test' }
  await expect(run(requestErasure, asked, personAs('auditor'), context)).rejects.toMatchObject({
    kind: 'not-allowed',
  })
  await expect(run(requestErasure, asked, admin, context)).rejects.toMatchObject({
    kind: 'invalid',
  })
  await run(requestErasure, asked, admin, { ...context, confirm: zelda.sub })
  await expect(
    run(requestErasure, asked, admin, { ...context, confirm: zelda.sub }),
  ).rejects.toMatchObject({ kind: 'conflict' })
  await expect(sql()`delete from audit_text`).rejects.toMatchObject({ code: '42501' })

  expect(await eraseRequested(world.owner)).toBe(1)
  const { results } = listErasures.output.parse((await as('admin', listErasures, {})).data)
  expect(results[0]).toMatchObject({ subject: zelda.sub, open: [requestId], error: null })
  expect(results[0]?.texts).toBeGreaterThan(0)
  expect(await sql()`select 1 from audit_text where clear like '%Hiddenname%'`).toEqual([])
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  expect(verifyProof(proof, keys()).ok).toBe(true)
  expect(verifyProof(await text(as('auditor', proveRow, { seq })), keys()).ok).toBe(true)
})
