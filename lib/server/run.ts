import { hashOf } from '@/lib/approvals/effects'
import type { AtlasAnswer } from '@/lib/atlas/call'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { fact } from '@/lib/atlas/facts'
import { append } from '@/lib/audit/append'
import { recorded } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import { type Command, type Op, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import { withoutSecrets } from '@/lib/ops/without-secrets'
import { byOf } from './actor'
import { paidBy, pay, unpaid } from './allowance'
import { jsonIn, makeStale, readAtlas } from './call-atlas'
import { checkPhrase, type Typed } from './confirm'
import { consoleOp } from './console-ops'
import type { ConsoleContext } from './console-ops/context'
import { sql } from './database'
import { type Decision, decide, notInScope, type Place } from './decide'
import { withoutForeign } from './foreign-rows'
import { frictionNow, refuseUnapprovable } from './friction-now'
import { startGuided } from './guided/start'
import { withoutHidden } from './hidden'
import { lifecycleOfOp } from './lifecycle-of'
import { withoutOddParts } from './odd-parts'
import { type Attempt, once } from './once'
import type { Answer } from './op-answer'
import { parseInput } from './parse-input'
import { connectionOf, needsApproval, perform, unmetPrecondition, unreadFirst } from './perform'
import type { Person } from './person'
import { type Seen, seen } from './seen'
import { targetOf } from './target'

export type RunContext = {
  requestId: string
  signal?: AbortSignal
  /** The caller's Idempotency-Key: see `once`. */
  key?: string | undefined
  /** The phrase that the person typed. */
  confirm?: Typed | undefined
}
type Input = Record<string, unknown>

/**
 * Runs an operation for a person: check, record, call, record. Nothing else calls Atlas for people.
 * Takes the operation, its unparsed input, and the person. @throws OpError for every failure
 */
export async function run(
  op: Op,
  raw: unknown,
  person: Person,
  context?: RunContext,
): Promise<Answer> {
  const { requestId, signal, key, confirm }: RunContext = context ?? { requestId: newId() }
  const input = parseInput(op, raw)
  if (op.kind === 'query')
    return paidBy(person, () => carryOut(op, input, person, { requestId, signal }))
  return once({ op, input, person, key, requestId, signal }, ({ begin }) => {
    const work = () => carryOut(op, input, person, { requestId, signal, confirm, begin })
    return takesAway(op) ? unpaid(work) : paidBy(person, work)
  })
}

/** Removing access does not count against a person's allowance. */
const takesAway = (op: Op) =>
  op.atlas ? fact(op.atlas.op).method === 'DELETE' : op.id.endsWith('.revoke')

type Carried = {
  requestId: string
  signal: AbortSignal | undefined
  confirm?: Typed | undefined
  begin?: Attempt['begin']
}

async function carryOut(
  op: Op,
  input: Input,
  person: Person,
  { requestId, signal, confirm, begin = async () => {} }: Carried,
): Promise<Answer> {
  const own = consoleOp(op.id)
  try {
    const decision = await decide(op, input, person)
    if (own) {
      const asOf = new Date().toISOString()
      const data = await own(input, {
        person,
        decision,
        requestId,
        confirm,
        begin,
        ...(signal ? { signal } : {}),
      })
      if (op.kind === 'command') await makeStale(op.invalidates ?? [], [])
      return { data, asOf }
    }
    if (op.kind === 'query') {
      if (op.internal) throw notInScope()
      const { value, asOf } = await readAtlas(op, input, connectionOf(decision), {
        requestId,
        signal,
      })
      return op.foreignRows
        ? answerOf(op, withoutForeign(op, value.body, person), asOf)
        : sharedAnswer(op, value, asOf)
    }
    if (op.guided) {
      const friction = await refuseApproval(op, input, decision.place, person, requestId)
      const confirmed = checkPhrase(friction, confirm)
      const data = await startGuided(op, input, { decision, person, confirmed }, requestId, begin)
      await makeStale(op.invalidates ?? [], [])
      return { data, asOf: new Date().toISOString() }
    }
    return await command(op, input, person, decision, { requestId, confirm, begin })
  } catch (error) {
    throw error instanceof AtlasError ? failureFor(op, input, error) : error
  }
}

/** A failed call as a person sees it, with Atlas's complaints about the fields of the input. */
function failureFor(op: Op, input: Input, error: AtlasError): OpError {
  const shown = toFailure(error, op.refusals)
  const isRejected = op.kind === 'command' && op.invalidFields && error.status === 400
  const fields = isRejected && op.invalidFields?.(jsonIn(error.parts.body ?? ''), input)
  return fields
    ? new OpError({ ...shown.failure, kind: 'invalid', fields }, { cause: error })
    : shown
}

async function command(
  op: Command,
  input: Input,
  person: Person,
  decision: Decision,
  { requestId, confirm, begin }: Pick<ConsoleContext, 'requestId' | 'confirm' | 'begin'>,
): Promise<Answer> {
  const friction = await refuseApproval(op, input, decision.place, person, requestId)
  const confirmed = checkPhrase(friction, confirm)
  if (op.internal) throw notInScope()
  await pay(connectionOf(decision))
  const whyNot = await unmetPrecondition(op, input, decision.place, requestId).catch((error) => {
    throw unreadFirst(error)
  })
  if (whyNot) throw OpError.of('conflict', whyNot)
  const value = op.atlas && bodyOf(op, input, new Date(), fact(op.atlas.op))
  const body = value === undefined ? undefined : printJson(value)
  const entry = auditEntry(op, input, person, decision, body, requestId)

  await record(
    {
      ...entry,
      type: 'command.intent',
      after: { ...confirmed, ...safe(op, input) },
    },
    begin,
  )
  let result: Seen
  const sentAt = new Date()
  try {
    const sent = await perform(op, input, decision.place, body, requestId)
    const look = { op, input, place: decision.place, value, sentAt, requestId }
    result = sent.outcome === 'failed' ? sent : await seen(look, sent)
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
      result.status !== undefined && result.status < 300
        ? `Atlas accepted this (HTTP ${result.status}), but does not show the change yet. Gatehouse keeps checking and records the outcome in the audit log. Look there before you try again.`
        : 'Atlas did not confirm this, and the change does not show yet. It may still happen. Gatehouse keeps checking and records the outcome in the audit log. Look there before you try again.',
      { ...(result.error instanceof AtlasError ? withoutKind(toFailure(result.error)) : {}) },
    )
  // Atlas has acted, so an answer with an unexpected shape is not a failure.
  return {
    ...answerOf(op, withoutHidden(op, result.answer?.body), new Date()),
    ...(result.outcome === 'accepted' ? { accepted: true } : {}),
  }
}

/** The friction of a command that runs directly. @throws OpError 'needs-approval', or 'not-allowed' if it can't be approved */
async function refuseApproval(
  op: Command,
  input: Input,
  place: Place | undefined,
  { groups }: Person,
  requestId: string,
) {
  const friction = await frictionNow(op, input, place, groups, requestId)
  if (!isGated(friction)) return friction
  refuseUnapprovable(op)
  throw needsApproval(friction.because)
}

const withoutKind = ({ failure: { kind: _kind, message: _message, ...rest } }: OpError) => rest

/** Atlas's answer as the output schema parses it, or raw and marked as a misfit. */
function answerOf(op: Op, body: unknown, asOf: Date): Answer {
  const result = op.output.safeParse(body)
  const stage = lifecycleOfOp(op)
  return {
    ...(result.success
      ? { data: result.data }
      : (withoutOddParts(op.output, body) ?? { data: body, misfit: true })),
    asOf: asOf.toISOString(),
    ...(stage ? { lifecycle: stage } : {}),
  }
}

// Parsed once for everyone who reads the same cached answer.
const answers = new WeakMap<AtlasAnswer, Answer>()

function sharedAnswer(op: Op, read: AtlasAnswer, asOf: Date): Answer {
  let answer = answers.get(read)
  if (!answer) {
    answer = answerOf(op, read.body, asOf)
    answers.set(read, answer)
  }
  return answer
}

/** An input for the audit log: without secrets, and with personal text marked. */
const safe = (op: Op, input: Input) => ({ input: recorded(withoutSecrets(op, input)) })

// A hash of a body with a short secret would let readers of the log guess the secret.
const hasSecret = (op: Op, input: Input) =>
  op.secrets?.some((name) => input[name] !== undefined) === true

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
  target: targetOf(op, input),
  targetInput: input,
  scope: scopeOf(op, input),
  upstream: body === undefined || hasSecret(op, input) ? {} : { body_hash: hashOf(body) },
  trace: requestId,
})

/** No row, no call. @throws OpError 'unavailable' */
async function record(
  entry: Parameters<typeof append>[1],
  begin: Attempt['begin'] = async () => {},
): Promise<void> {
  try {
    await sql().begin(async (tx) => {
      await begin(tx)
      await append(tx, entry)
    })
  } catch (error) {
    if (error instanceof OpError) throw error
    throw new OpError(
      {
        kind: 'unavailable',
        message:
          entry.type === 'command.intent'
            ? 'The audit record could not be written, so nothing was sent to Atlas. Try again. If it keeps failing, tell an admin.'
            : 'Atlas was called, but the outcome could not be recorded. Check the change before you try again, and tell an admin.',
      },
      { cause: error },
    )
  }
}
