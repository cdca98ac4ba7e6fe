import { hashOf } from '@/lib/approvals/effects'
import type { AtlasAnswer } from '@/lib/atlas/call'
import { AtlasError, outcomeOf, toFailure } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { inTurn } from '@/lib/atlas/turns'
import { append } from '@/lib/audit/append'
import { recorded } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { bodyOf } from '@/lib/ops/body'
import { type Call, type Command, type Op, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { byOf } from './actor'
import { atlasCall, makeStale, readAtlas } from './call-atlas'
import { sql } from './database'
import { type Decision, decide, frictionOf, notInScope, type Place } from './decide'
import { ownOp } from './own'
import { parseInput } from './parse-input'
import type { Person } from './person'

export type RunContext = { requestId: string; signal?: AbortSignal }
export type Answer = {
  data: unknown
  /** ISO 8601: when Atlas, or Gatehouse's own database, was asked. */
  asOf: string
}

type Input = Record<string, unknown>

/**
 * The only road from a person to Atlas: check, record, call, record.
 * Takes an operation, its input as it was sent, and who asks. @throws OpError for every way this can fail
 */
export async function run(
  op: Op,
  raw: unknown,
  person: Person,
  context?: RunContext,
): Promise<Answer> {
  const { requestId, signal } = context ?? { requestId: newId() }
  const input = parseInput(op, raw)
  const decision = await decide(op, input, person)
  const own = ownOp(op.id)
  try {
    if (own) {
      const asOf = new Date().toISOString()
      const data = await own(input, { person, decision, requestId, ...(signal ? { signal } : {}) })
      if (op.kind === 'command') makeStale(op.stales ?? [], undefined)
      return { data, asOf }
    }
    if (op.kind === 'query') {
      if (op.onlyGatehouse) throw notInScope()
      const { value, asOf } = await readAtlas(op, input, connectionOf(decision), {
        requestId,
        signal,
      })
      return { data: shaped(op, value.body), asOf: asOf.toISOString() }
    }
    return await command(op, input, person, decision, requestId)
  } catch (error) {
    throw error instanceof AtlasError ? toFailure(error) : error
  }
}

async function command(
  op: Command,
  input: Input,
  person: Person,
  decision: Decision,
  requestId: string,
): Promise<Answer> {
  const friction = frictionOf(op, input, decision.place)
  if (friction.level === 'approval')
    throw OpError.of(
      'needs-approval',
      `${friction.because} A second person has to approve it: file a request.`,
    )
  if (op.onlyGatehouse) throw notInScope()
  const value = op.atlas && bodyOf(op, input, new Date(), fact(op.atlas.op))
  const body = value === undefined ? undefined : JSON.stringify(value)
  const entry = auditEntry(op, input, person, decision, body, requestId)

  await record({
    ...entry,
    type: 'command.intent',
    after: { friction: friction.level, ...safe(op, input) },
  })
  let result: Result
  try {
    result = await settle(
      op,
      input,
      decision.place,
      await perform(op, input, decision.place, body, requestId),
      requestId,
    )
  } catch (error) {
    result = { outcome: 'failed', error }
  }
  const upstream = {
    ...entry.upstream,
    ...(result.status === undefined ? {} : { status: result.status }),
  }
  await record({ ...entry, upstream, type: `command.${result.outcome}`, outcome: result.outcome })
  if (result.outcome === 'failed') throw result.error
  if (result.outcome === 'unknown')
    throw OpError.of(
      'unknown-outcome',
      'Atlas did not answer, and a first look does not show the change. It may still happen: read again before you repeat it.',
      { ...(result.error instanceof AtlasError ? withoutKind(toFailure(result.error)) : {}) },
    )
  // Atlas has acted: an answer of a surprising shape is not a failure.
  return { data: shaped(op, result.answer?.body), asOf: new Date().toISOString() }
}

const withoutKind = ({ failure: { kind: _kind, message: _message, ...rest } }: OpError) => rest

export type Result = {
  // unknown: the request left us and no usable answer came back. Atlas may have acted.
  outcome: 'done' | 'failed' | 'unknown'
  answer?: AtlasAnswer
  error?: unknown
  status?: number
}

/**
 * One call in its turn; the executor comes this way too, with bytes that were fixed before. It says by when
 * (performance.now()) the call must have left: after that it certainly does not leave any more.
 */
export async function perform(
  op: Command,
  input: Input,
  place: Place | undefined,
  body: string | undefined,
  requestId: string,
  leaveBy?: number,
): Promise<Result> {
  const connection = connectionOf({ place })
  const left =
    leaveBy === undefined ? undefined : Math.max(0, Math.ceil(leaveBy - performance.now()))
  const late = left === undefined ? [] : [AbortSignal.timeout(left)]
  const turn = left === undefined ? {} : { waitMs: left }
  try {
    const call = atlasCall(op, input, body, requestId)
    const priority = leaveBy !== undefined
    const answer = await inTurn(
      sql(),
      op.oneAtATime?.(input),
      (held) => {
        // A timer that is due has not rung yet in a process that was just paused.
        if (leaveBy !== undefined && performance.now() > leaveBy) throw tooLate()
        return connection.call({ ...call, priority, signal: AbortSignal.any([...late, held]) })
      },
      turn,
    )
    return { outcome: 'done', answer, status: answer.status }
  } catch (error) {
    const status = error instanceof AtlasError ? error.status : undefined
    return { outcome: outcomeOf(error), error, ...(status === undefined ? {} : { status }) }
  } finally {
    // Even a call that seems to have failed may have changed what was read before.
    makeStale(op.stales ?? [], place?.groupId)
  }
}

const tooLate = () =>
  OpError.of('slow-down', 'The time in which the call had to leave passed. Nothing was sent.')

/** Reads a call's answer out of a fresh look at what it was to change; undefined for Atlas's 404. */
export async function readBack(
  call: Call,
  place: Place | undefined,
  requestId: string,
): Promise<unknown> {
  const op = ops.get(call.id)
  if (!op) throw new Error(`A read-back names ${call.id}, which is no operation`)
  try {
    const input = parseInput(op, call.input)
    const { value } = await readAtlas(op, input, connectionOf({ place }), {
      requestId,
      fresh: true,
      priority: true,
    })
    // An answer that cannot be read is no answer: it must never look like an empty slot.
    const read = op.output.safeParse(value.body)
    if (!read.success)
      throw new Error(`Atlas answered ${op.id} with something that cannot be read.`)
    return read.data
  } catch (error) {
    if (error instanceof AtlasError && error.status === 404) return undefined
    throw error
  }
}

/** An unknown outcome is looked at once: done when the change is there. */
async function settle(
  op: Command,
  input: Input,
  place: Place | undefined,
  result: Result,
  requestId: string,
): Promise<Result> {
  if (result.outcome !== 'unknown' || !op.readBack) return result
  try {
    const answer = await readBack(op.readBack.read(input), place, requestId)
    return op.readBack.verdict(answer, input, undefined) === 'done' ? { outcome: 'done' } : result
  } catch {
    return result
  }
}

const connectionOf = ({ place }: Pick<Decision, 'place'>) => {
  if (!place) throw new Error('An Atlas operation needs a scope that says which connection to use')
  return place.connection
}

const shaped = (op: Op, body: unknown): unknown => {
  const result = op.output.safeParse(body)
  return result.success ? result.data : body
}

/** An input for the chain: without secrets, and what a person wrote as a commitment that can be erased. */
const safe = (op: Op, input: Input) => ({
  input: recorded(
    Object.fromEntries(Object.entries(input).filter(([key]) => !op.secrets?.includes(key))),
  ),
})

const auditEntry = (
  op: Command,
  input: Input,
  person: Person,
  decision: Decision,
  body: string | undefined,
  requestId: string,
) => ({
  actor: byOf(person, decision),
  op: op.id,
  target: op.target(input),
  scope: scopeOf(op, input),
  upstream: { ...(body === undefined ? {} : { body_hash: hashOf(body) }) },
  trace: requestId,
})

/** No row, no call. @throws OpError 'unavailable' */
async function record(entry: Parameters<typeof append>[1]): Promise<void> {
  try {
    await sql().begin((tx) => append(tx, entry))
  } catch (error) {
    throw new OpError(
      {
        kind: 'unavailable',
        message:
          entry.type === 'command.intent'
            ? 'The audit record could not be written, so nothing was sent to Atlas. Try again; if it goes on, tell the admins.'
            : 'Atlas was called, and its outcome could not be recorded. Read again before you repeat it, and tell the admins.',
      },
      { cause: error },
    )
  }
}
