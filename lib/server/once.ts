import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { findOp } from '@/lib/atlas/find-op'
import { canonical } from '@/lib/audit/canonical'
import type { Command } from '@/lib/ops/define'
import { type FailureKind, OpError } from '@/lib/ops/failure'
import { settleCut } from './cut-command'
import { sql, type Transaction } from './database'
import { withoutHidden } from './hidden'
import { log } from './log'
import type { Answer, Kept } from './op-answer'
import type { Person } from './person'
import { keyedHash, seal, unseal } from './sealed'

/** The request header that identifies one execution. */
export const KEY_HEADER = 'idempotency-key'

const LEASE_SECONDS = 15
/** How long a caller waits for the answer of a first call that is still running. */
const LONGEST_WAIT_MS = 60_000
const LOOK_EVERY_MS = 100

export type Attempt = {
  /** Call it in the transaction that records the command. @throws OpError 'slow-down' when another attempt took over */
  begin(tx: Transaction): Promise<void>
}

type Call = {
  op: Command
  /** Parsed. */
  input: Record<string, unknown>
  person: Pick<Person, 'iss' | 'sub'>
  /** As the caller sent it. */
  key: string | undefined
  requestId: string
  signal?: AbortSignal | undefined
}

/** The stored answer of a key, encrypted because it may contain a secret or personal text. */
/** A row of `command_key`. */
type KeyRow = {
  op: string
  input: string
  token: string
  trace: string
  began: boolean
  answer: Uint8Array | null
  is_lapsed: boolean
}

/** The key as text. @throws OpError 'invalid' */
export function idempotencyKey(header: string | null): string | undefined {
  if (header === null) return undefined
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header
  throw OpError.of(
    'invalid',
    'The Idempotency-Key header must be 1 to 200 visible ASCII characters without spaces.',
  )
}

/**
 * Runs a command once per person, operation and key. A second call with the key waits for the first and gets its answer,
 * on any replica and for 24 hours. Without a key, an identical call in flight counts as the same one.
 * @throws OpError 'conflict' when the key was used with another input; also what `work` throws
 */
export async function once(
  call: Call,
  work: (attempt: Attempt) => Promise<Answer>,
): Promise<Answer> {
  const shared = sharing(call)
  if (!shared) return work({ begin: async () => {} })
  const until = performance.now() + LONGEST_WAIT_MS
  let waitsFor: string | undefined
  for (;;) {
    const before = waitsFor === undefined ? undefined : await find(call, shared)
    const token =
      before?.token === waitsFor && before?.answer ? undefined : await claim(call, shared, waitsFor)
    if (token) return await attempt(call, shared, token, work)
    const row = before ?? (await find(call, shared))
    waitsFor = row?.token
    if (row && row.input !== shared.input)
      throw OpError.of(
        'conflict',
        'This Idempotency-Key was already used with another input. Use a new key for a new command.',
      )
    const kept = row && (await keptIn(row))
    if (kept && 'answer' in kept) return kept.answer
    if (kept) throw new OpError(kept.failure)
    if (performance.now() > until)
      throw OpError.of(
        'slow-down',
        'The first call is still running. Send it again with the same Idempotency-Key to get its answer.',
        { retryAfterSeconds: 5 },
      )
    await sleep(LOOK_EVERY_MS, undefined, call.signal ? { signal: call.signal } : {})
  }
}

/** Deletes expired keys. */
export const forgetKeys = () => sql()`
  delete from command_key where expires_at < clock_timestamp() - interval '1 minute'
    or (not began and lease_until < clock_timestamp() - interval '1 hour')
    or (answer is null and lease_until < clock_timestamp() - interval '1 day')`

type Shared = { key: string; input: string; keepSeconds: number }

/** Which calls count as the same one; undefined: none do. */
function sharing({ op, input, key }: Call): Shared | undefined {
  const of = keyedHash(canonical(JSON.parse(JSON.stringify(input))))
  if (key !== undefined) return { key: `key:${keyedHash(key)}`, input: of, keepSeconds: 86_400 }
  const asked = op.id === 'requests.file' ? findOp(String(input.op)) : undefined
  if (asked?.kind === 'command' && !asked.slot)
    return { key: `same:${of}`, input: of, keepSeconds: 5 }
  return op.atlas ? { key: `same:${of}`, input: of, keepSeconds: 0 } : undefined
}

const named = ({ op, person }: Call, { key }: Shared) => sql()`
  iss = ${person.iss} and sub = ${person.sub} and op = ${op.id} and key = ${key}`

const lease = () => sql()`clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})`

/**
 * The token of a new attempt; undefined while another one runs or its answer is stored. The answer of the attempt
 * `waitsFor` stays even if it has expired, because a caller still has to read it.
 */
async function claim(
  { op, person, requestId }: Call,
  { key, input }: Shared,
  waitsFor: string | undefined,
) {
  const [row] = await sql()<{ token: string }[]>`
    insert into command_key (iss, sub, op, key, input, token, trace, lease_until)
    values (${person.iss}, ${person.sub}, ${op.id}, ${key}, ${input}, ${randomUUID()}, ${requestId}, ${lease()})
    on conflict (iss, sub, op, key) do update set input = excluded.input, token = excluded.token,
      trace = excluded.trace, lease_until = excluded.lease_until, began = false, answer = null, expires_at = null
      where (command_key.expires_at <= clock_timestamp()
          and command_key.token is distinct from ${waitsFor ?? null})
        or (command_key.answer is null and not command_key.began and command_key.lease_until < clock_timestamp())
    returning token`
  return row?.token
}

async function find(call: Call, shared: Shared) {
  const [row] = await sql()<KeyRow[]>`
    select *, lease_until < clock_timestamp() as is_lapsed from command_key where ${named(call, shared)}`
  return row
}

/**
 * A secret that Atlas shows once is not stored, so a repeated call gets the rest of the answer. Parts of an unexpected
 * shape are left out, because the secret can be in one.
 */
function withoutShownOnce({ shownOnce }: Command, answer: Answer): Answer {
  if (!shownOnce) return answer
  const { oddRows: _, oddParts: __, ...rest } = answer
  return {
    ...rest,
    data: rest.misfit ? null : withoutHidden({ hiddenFields: shownOnce }, rest.data),
  }
}

async function attempt(
  call: Call,
  shared: Shared,
  token: string,
  work: (attempt: Attempt) => Promise<Answer>,
): Promise<Answer> {
  const mine = () => sql()`${named(call, shared)} and token = ${token}`
  const beat = setInterval(
    () => void sql()`update command_key set lease_until = ${lease()} where ${mine()}`.catch(quiet),
    (LEASE_SECONDS / 3) * 1000,
  )
  let began = false
  const keep = (kept: Kept) => sql()`
    update command_key set answer = ${seal(kept)},
      expires_at = clock_timestamp() + make_interval(secs => ${shared.keepSeconds})
    where ${mine()}`
  try {
    const answer = await work({
      async begin(tx) {
        const held = await tx`
          update command_key set began = true, lease_until = ${lease()} where ${mine()} returning 1`
        if (held.length === 0) throw takenOver()
        began = true
      },
    })
    await keep({ answer: withoutShownOnce(call.op, answer) }).catch(quiet)
    return answer
  } catch (error) {
    const isKept = began && error instanceof OpError && isFinal(error)
    // An attempt that could not record its outcome keeps the key: it is settled from the audit rows.
    const isOpen = began && !isKept && !(error instanceof OpError && !mayBeSent[error.kind])
    if (isKept) await keep({ failure: error.failure }).catch(quiet)
    // If recording it failed, the row shows that nothing began.
    else
      await sql()`
        delete from command_key where ${mine()} ${isOpen ? sql()`and not began` : sql()``}`.catch(
        quiet,
      )
    throw error
  } finally {
    clearInterval(beat)
  }
}

/** Atlas refused the command, or may have acted: the same key gets the same answer. */
const isFinal = ({ failure: { kind, atlas } }: OpError) =>
  kind === 'unknown-outcome' || (atlas !== undefined && ![401, 429].includes(atlas.status))

/** Whether the call may have been sent, by the failure. If it can't have been, the same key may try again. */
const mayBeSent: Record<FailureKind, boolean> = {
  unavailable: true,
  bug: true,
  'unknown-outcome': true,
  'signed-out': false,
  'step-up': false,
  'not-allowed': false,
  invalid: false,
  'needs-approval': false,
  'not-found': false,
  conflict: false,
  'slow-down': false,
  'atlas-down': false,
  offline: false,
}

const takenOver = () =>
  OpError.of(
    'slow-down',
    'Another call with the same Idempotency-Key took over, so this one sent nothing. Send it again to get the answer.',
    { retryAfterSeconds: 5 },
  )

/** The answer of a settled attempt; undefined while it runs. Settles an interrupted attempt. */
async function keptIn(row: KeyRow): Promise<Kept | undefined> {
  if (row.answer) {
    try {
      return unseal(row.answer) as Kept
    } catch {
      return { failure: { kind: 'conflict', message: ANSWER_LOST } }
    }
  }
  if (!row.began || !row.is_lapsed) return undefined
  const kept = await settleCut(row)
  await (kept
    ? sql()`
        update command_key set answer = ${seal(kept)}, expires_at = clock_timestamp()
          + case when key like 'same:%' then interval '5 seconds' else interval '1 day' end
        where token = ${row.token}`
    : sql()`delete from command_key where token = ${row.token}`)
  return kept
}

const ANSWER_LOST =
  'This command has already run, and its answer is no longer available. Check the page or the audit log for its outcome.'

function quiet(error: unknown): void {
  log.error('The state of a command key could not be saved', { error: String(error) })
}
