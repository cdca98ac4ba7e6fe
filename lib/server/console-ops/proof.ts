import type { z } from 'zod'
import { consistencyText, inclusionText } from '@/lib/audit/audit-verify.mjs'
import type { MadeCheckpoint } from '@/lib/audit/checkpoint'
import { consistencyPath, growTree, inclusionPath } from '@/lib/audit/tree'
import type { ChainRow } from '@/lib/audit/verify'
import { OpError } from '@/lib/ops/failure'
import type {
  listCheckpoints,
  proveGrowth,
  proveRow,
  proveStep,
  signCheckpoint,
} from '@/lib/ops/proof'
import { getRequest } from '@/lib/ops/requests'
import { streamStates } from '../audit-streams/stream'
import { rolesAt } from '../bindings'
import { proofWarnings, sinkStates } from '../checkpoints/health'
import { checkpoint, checkpointCovering } from '../checkpoints/make'
import { configuration } from '../configuration'
import { sql } from '../database'
import { decideAt } from '../decide'
import { placesOfRequest, requestAt } from '../request-place'
import { rowFor } from './audit-row'
import type { ConsoleContext } from './context'

type Proof = z.output<typeof proveRow.output>

const noSuch = () => OpError.of('not-found', 'The audit log has no row with this number.')

/** The proof that a row is in a signed checkpoint. Signs one if none covers it. @throws OpError 'not-found', 'conflict' */
async function proofOf(seq: number, requestId?: string): Promise<Proof> {
  const [row] = await sql()<ChainRow[]>`
    select seq::float8 as seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit
    where seq = ${seq} and ${requestId === undefined ? sql()`true` : sql()`body::jsonb #>> '{request,id}' = ${requestId}`}`
  if (!row) throw noSuch()
  const { size, note } = await checkpointCovering(seq)
  await growTree(sql(), size)
  return { text: inclusionText(row, await inclusionPath(sql(), seq, size), note), size }
}

/** `audit.proof` @throws OpError 'not-found' */
export async function row(
  { seq }: z.output<typeof proveRow.input>,
  { person }: ConsoleContext,
): Promise<Proof> {
  return proofOf((await rowFor(seq, person)).seq)
}

/** `requests.proof`: for everyone who can view the request. */
export async function step(
  { requestId, seq }: z.output<typeof proveStep.input>,
  { person }: ConsoleContext,
): Promise<Proof> {
  const { r, place } = await requestAt(requestId)
  const places = await placesOfRequest(r).catch(() => [])
  decideAt(getRequest, person, places.find((one) => rolesAt(person, one).length > 0) ?? place)
  return proofOf(seq, r.id)
}

/** `audit.consistency` @throws OpError 'not-found' */
export async function growth({ from, to }: z.output<typeof proveGrowth.input>): Promise<Proof> {
  const notes = await sql()<Pick<MadeCheckpoint, 'size' | 'note'>[]>`
    select size::float8 as size, note from checkpoint where size in ${sql()([from, to])}`
  const [old, now] = [from, to].map((size) => notes.find((one) => one.size === size))
  if (!old || !now || from > to)
    throw OpError.of('not-found', 'Give the sizes of two signed checkpoints, the older one first.')
  await growTree(sql(), to)
  return {
    text: consistencyText(old.note, now.note, await consistencyPath(sql(), from, to)),
    size: to,
  }
}

/** `audit.checkpoint` @throws OpError 'conflict' without a key, or when the log was changed */
export async function sign(): Promise<z.output<typeof signCheckpoint.output>> {
  const made = await checkpoint()
  if (made) return { size: made.size }
  throw OpError.of(
    'conflict',
    'Nothing can be signed: GATEHOUSE_CHECKPOINT_KEY is not set. Ask an admin to set it.',
  )
}

/** `audit.checkpoints` */
export async function list(): Promise<z.output<typeof listCheckpoints.output>> {
  const { key, sinks } = configuration().checkpoints
  const made = await sql()<Pick<MadeCheckpoint, 'size' | 'note' | 'made_at'>[]>`
    select size::float8 as size, note, made_at from checkpoint order by checkpoint.size desc limit 100`
  const [check] = await sql()<{ at: Date; rows: number | null; bad: string | null }[]>`
    select verified_at as at, verified_rows::float8 as rows, bad from audit_check where verified_at is not null`
  const states = await sinkStates()
  return {
    publicKey: key?.publicKey ?? null,
    results: made.map(({ size, note, made_at }) => ({ size, note, madeAt: made_at.toISOString() })),
    sinks: sinks.map(({ name }) => {
      const state = states.find((one) => one.name === name)
      return {
        name,
        size: state?.sent || null,
        behindMinutes: state?.behind ?? null,
        error: state?.error ?? null,
      }
    }),
    streams: (await streamStates()).filter(({ name }) =>
      configuration().auditStreams.some((one) => one.name === name),
    ),
    verified: check ? { ...check, at: check.at.toISOString() } : null,
    warnings: await proofWarnings(),
  }
}
