import type { AtlasAnswer, RawAnswer } from '@/lib/atlas/call'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import type { Command, Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { paidBy, unpaid } from './allowance'
import { jsonIn, makeStale, readAtlas } from './call-atlas'
import type { Typed } from './confirm'
import { consoleOp } from './console-ops'
import type { ConsoleContext } from './console-ops/context'
import { type Decision, decide, notInScope } from './decide'
import { withoutForeign } from './foreign-rows'
import { startGuided } from './guided/start'
import { withoutHidden } from './hidden'
import { lifecycleOfOp } from './lifecycle-of'
import { readAs, withoutOddParts } from './odd-parts'
import { type Attempt, once } from './once'
import type { Answer } from './op-answer'
import { parseInput, refuseSecrets } from './parse-input'
import { connectionOf } from './perform'
import type { Person } from './person'
import { confirmation, type FromClient, rawOf, runCommand } from './run-command'
import { takesAway } from './takes-away'
import { watchedOp } from './watched-op'

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
  const { requestId, ...rest }: RunContext = context ?? { requestId: newId() }
  return watchedOp({ id: op.id, client: 'console', requestId }, () =>
    runParsed(op, parsed(op, raw), person, { requestId, ...rest }),
  )
}

/** The audit log masks a credential in what a person writes, but Atlas would store and show it. */
function parsed(op: Op, raw: unknown): Input {
  const input = parseInput(op, raw)
  if (op.kind === 'command' && (op.atlas || op.guided)) refuseSecrets(op, input)
  return input
}

async function runParsed(
  op: Op,
  input: Input,
  person: Person,
  { requestId, signal, key, confirm }: RunContext,
): Promise<Answer> {
  if (op.kind === 'query')
    return paidBy(person, () => carryOut(op, input, person, { requestId, signal }))
  return once({ op, input, person, key, requestId, signal }, ({ begin }) => {
    const work = () => carryOut(op, input, person, { requestId, signal, confirm, begin })
    return takesAway(op) ? unpaid(work) : paidBy(person, work)
  })
}

/**
 * Runs a client's call as a command: the same checks and records, with the client's bytes, and Atlas's answer as it is.
 * `input` is parsed. @throws OpError for everything but an answer of Atlas
 */
export async function runForClient(
  op: Command,
  input: Input,
  person: Person,
  { requestId, client }: { requestId: string; client: FromClient },
): Promise<RawAnswer> {
  const work = async () => {
    const decision = await decide(op, input, person)
    const result = await runCommand(op, input, person, decision, {
      requestId,
      confirm: undefined,
      begin: async () => {},
      client,
    })
    const raw = rawOf(result)
    // A proxy's answer, or an error with a good status, would pass for an outcome.
    const isAtlas = result.error instanceof AtlasError && result.error.parts.errorCode !== undefined
    if (raw && (result.outcome !== 'unknown' || isAtlas || raw.status === 401)) return raw
    if (result.outcome === 'failed') throw result.error
    throw OpError.of(
      'unknown-outcome',
      result.outcome === 'done'
        ? 'Atlas did not answer, but shows the change. Read it before you send this again.'
        : 'Atlas did not confirm this, and the change does not show yet. It may still happen. Gatehouse keeps checking and records the outcome in the audit log. Read the current state before you send this again.',
    )
  }
  try {
    return await (takesAway(op) ? unpaid(work) : paidBy(person, work))
  } catch (error) {
    throw error instanceof AtlasError ? failureFor(op, input, error) : error
  }
}

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
        ? answerOf(op, withoutForeign(op, value.body, person), asOf, value.garbled)
        : sharedAnswer(op, value, asOf)
    }
    if (op.guided) {
      const confirmed = await confirmation(op, input, person, decision, { requestId, confirm })
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
  context: Pick<ConsoleContext, 'requestId' | 'confirm' | 'begin'>,
): Promise<Answer> {
  const result = await runCommand(op, input, person, decision, context)
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

const withoutKind = ({ failure: { kind: _kind, message: _message, ...rest } }: OpError) => rest

/** Atlas's answer as the output schema parses it, or raw and marked as a misfit. */
function answerOf(op: Op, body: unknown, asOf: Date, garbled?: true): Answer {
  const read = readAs(op.output, body)
  const stage = lifecycleOfOp(op)
  return {
    ...(read ?? withoutOddParts(op.output, body) ?? { data: body, misfit: true }),
    asOf: asOf.toISOString(),
    ...(garbled ? { garbled } : {}),
    ...(stage ? { lifecycle: stage } : {}),
  }
}

// Parsed once for everyone who reads the same cached answer.
const answers = new WeakMap<AtlasAnswer, Answer>()

function sharedAnswer(op: Op, read: AtlasAnswer, asOf: Date): Answer {
  let answer = answers.get(read)
  if (!answer) {
    answer = answerOf(op, read.body, asOf, read.garbled)
    answers.set(read, answer)
  }
  return answer
}
