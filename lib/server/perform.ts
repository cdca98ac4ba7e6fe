import type { AtlasAnswer, Wire } from '@/lib/atlas/call'
import { isErrorBody } from '@/lib/atlas/classify'
import { AtlasError, outcomeOf, toFailure } from '@/lib/atlas/errors'
import { findOp } from '@/lib/atlas/find-op'
import { inTurn } from '@/lib/atlas/turns'
import { REPLACED } from '@/lib/format/invisible'
import { count } from '@/lib/format/words'
import { type Call, type Command, type Op, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { noteIfMade } from './atlas-credentials/made'
import { atlasCall, makeStale, readAtlas } from './call-atlas'
import { sent } from './call-events'
import { configuration } from './configuration'
import { sql } from './database'
import type { Decision, Place } from './decide'
import { readAs, withoutOddParts } from './odd-parts'
import { ownReads } from './own-reads'
import { parseInput } from './parse-input'

type Input = Record<string, unknown>

/** Longest call of the executor, in ms. A replica that dies during a call blocks the cluster for that long. */
export const effectTimeoutMs = (name: string): number =>
  Math.min(
    15_000,
    configuration().connections.find((one) => one.name === name)?.timeoutMs ?? 15_000,
  )

/** A direct command that has waited this long, in ms, is not sent. */
export const LONGEST_TURN_MS = 40_000

export type Result = {
  // unknown: the call was sent and got no usable answer. Atlas may have acted.
  outcome: 'done' | 'failed' | 'unknown'
  answer?: AtlasAnswer
  error?: unknown
  status?: number
}

type How = {
  /** The executor's: the time (performance.now()) after which the call must not be sent. */
  leaveBy?: number
  /** How the gateway's client sent the call. */
  wire?: Wire | undefined
  /** Called when the socket to Atlas is connected, right before the call is written. */
  onConnected?: () => void
}

/** Sends one call when its turn comes. The executor sets the bytes during the turn. */
export async function perform(
  op: Command,
  input: Input,
  place: Place | undefined,
  body: string | undefined | (() => Promise<string | undefined>),
  requestId: string,
  { leaveBy, wire, onConnected }: How = {},
): Promise<Result> {
  const startedAt = performance.now()
  const connection = connectionOf({ place })
  const left =
    leaveBy === undefined ? undefined : Math.max(0, Math.ceil(leaveBy - performance.now()))
  const late = left === undefined ? [] : [AbortSignal.timeout(left)]
  const turn = left === undefined ? {} : { waitMs: left }
  try {
    const priority = leaveBy !== undefined
    const answer = await inTurn(
      sql(),
      op.concurrencyKey?.(input),
      async (own) => {
        // During the turn, no other Gatehouse call can come between this read and the call.
        if (op.concurrencyKey)
          await lookFirst(op, input, place, requestId, leaveBy !== undefined, wire !== undefined)
        // In a process that was just paused, a due timer may not have fired yet.
        const check = () => {
          own.check()
          if (performance.now() > (leaveBy ?? startedAt + LONGEST_TURN_MS)) throw tooLate()
        }
        check()
        const text = typeof body === 'function' ? await body() : body
        // Computed from a text that could not be read. Of the executor, the input was checked.
        if (!wire && typeof body === 'string' && body.includes('\uFFFD'))
          throw OpError.of('invalid', `${REPLACED} Nothing was sent.`)
        const call = atlasCall(op, input, text, requestId)
        const signal = AbortSignal.any([...late, own.signal])
        const timeoutMs = priority ? effectTimeoutMs(connection.name) : undefined
        return connection.call({
          ...call,
          ...(wire ? { wire } : {}),
          priority,
          signal,
          onSending: check,
          ...(onConnected ? { onConnected } : {}),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        })
      },
      turn,
    )
    const { status, body: said } = answer
    if (!isErrorBody(said)) await noteIfMade(op, place, said)
    // A 2xx status alone proves nothing: the body may be an error.
    return { outcome: isErrorBody(said) ? 'unknown' : 'done', answer, status }
  } catch (error) {
    const status = error instanceof AtlasError ? error.status : undefined
    return { outcome: outcomeOf(error), error, ...(status === undefined ? {} : { status }) }
  } finally {
    // A failed call may still have changed something.
    await makeStale(op.invalidates ?? [], groupsOf(op, input))
    const { invalidates = [] } = op
    if (place) sent.emit({ invalidates, orgId: place.orgId, groupId: place.groupId })
  }
}

/** @throws OpError when the read before the call stops it, or fails. Nothing was sent then. */
async function lookFirst(
  op: Command,
  input: Input,
  place: Place | undefined,
  requestId: string,
  isDecided: boolean,
  isClient: boolean,
): Promise<void> {
  let whyNot: string | undefined
  let grave: string | undefined
  try {
    whyNot = await unmetPrecondition(op, input, place, requestId, 'urgent', isClient)
    grave = isDecided ? undefined : await whyGrave(op, input, place, requestId)
  } catch (error) {
    // Atlas refused the read, not the command.
    throw unreadFirst(error)
  }
  if (whyNot) throw OpError.of('conflict', whyNot)
  if (grave) throw needsApproval(grave)
}

/** The failure of a direct command that needs a second person. `because` is a sentence. */
export const needsApproval = (because: string) =>
  OpError.of('needs-approval', `${because} A second person must approve it. File a request.`)

/** The projects an input touches. */
const groupsOf = (op: Op, input: Input): string[] =>
  [scopeOf(op, input), ...(op.otherScopes?.(input) ?? [])].flatMap((scope) =>
    'groupId' in scope ? [scope.groupId] : [],
  )

const tooLate = () =>
  OpError.of('slow-down', 'The call waited too long and was not sent. Try again.')

/**
 * How to read for a command. `glance`: for a person who is still deciding, from the shared cache. `fresh`: right before
 * sending. `urgent`: for the call itself, ahead of others in the rate budget.
 */
export type Look = 'glance' | 'fresh' | 'urgent'

/** Reads what a call changes. Undefined for Atlas's 404. */
export async function readBack(
  call: Call,
  place: Place | undefined,
  requestId: string,
  how: Look = 'urgent',
  isDuringChange = false,
): Promise<unknown> {
  const op = findOp(call.id)
  if (!op) throw new Error(`The read ${call.id} is not an operation`)
  try {
    const input = parseInput(op, call.input)
    const own = place && ownReads[op.id]
    if (own) return await own(input as never, place)
    const { value } = await readAtlas(op, input, connectionOf({ place }), {
      requestId,
      fresh: how !== 'glance',
      priority: how === 'urgent',
      isDuringChange,
    })
    // An unreadable answer must never look like an empty one.
    const read = readAs(op.output, value.body)
    if (!read) throw OpError.of('unavailable', whyUnread(op, value.body))
    return read.data
  } catch (error) {
    if (error instanceof AtlasError && isNone(op, error)) return undefined
    throw error
  }
}

/** Which answer could not be read, and what to do about it. */
function whyUnread(op: Op, body: unknown): string {
  const odd = withoutOddParts(op.output, body)?.oddRows.length
  const what = odd
    ? `${count(odd, 'row')} in Atlas’s answer to “${op.title}” ${odd === 1 ? 'has' : 'have'}`
    : `Atlas’s answer to “${op.title}” has`
  return `${what} an unknown format, so Gatehouse can’t check this first. ${
    odd ? 'The list page shows it unchanged. ' : ''
  }Do this in Atlas for now, and report it to an admin.`
}

const isNone = (op: Op, { status, errorCode }: AtlasError) =>
  status === 404 || (errorCode !== undefined && op.notFoundCodes?.includes(errorCode) === true)

/**
 * Why a command can't be sent now, from its `precondition`. Undefined: it can. A client's call for something that is gone
 * is sent, because clients expect Atlas's own 404. @throws AtlasError
 */
export async function unmetPrecondition(
  op: Command,
  input: Input,
  place: Place | undefined,
  requestId: string,
  how: Look = 'urgent',
  isClient = false,
): Promise<string | undefined> {
  if (!op.precondition) return undefined
  let answer: unknown
  const reads = op.precondition.read(input)
  try {
    answer = await lookAll(reads, place, requestId, how)
  } catch (error) {
    if (op.precondition.optional) return undefined
    throw error
  }
  const all = 'id' in reads || !Array.isArray(answer) ? [answer] : answer
  if (isClient && all.every((one) => one === undefined)) return undefined
  return op.precondition.whyNot(answer, input)
}

/** The failure of a read before a call. Its message says that nothing was sent. */
export function unreadFirst(error: unknown): unknown {
  if (!(error instanceof AtlasError)) return error
  const { failure } = toFailure(error)
  return new OpError(
    {
      ...failure,
      kind: failure.kind === 'invalid' ? 'unavailable' : failure.kind,
      message: `Gatehouse could not check the current state first. ${error.message} Nothing was sent.`,
    },
    { cause: error },
  )
}

/** Why a command needs approval now, from its `escalation`. @throws AtlasError */
export async function whyGrave(
  op: Command,
  input: Input,
  place: Place | undefined,
  requestId: string,
  how: Look = 'urgent',
): Promise<string | undefined> {
  if (!op.escalation) return undefined
  return op.escalation.reason(
    await lookAll(op.escalation.read(input), place, requestId, how),
    input,
  )
}

/** Consequences of a command from Atlas's current state, one sentence each. @throws AtlasError, OpError */
export async function impactOf(
  op: Command,
  input: Input,
  place: Place | undefined,
  requestId: string,
  how: Look,
): Promise<readonly string[]> {
  if (!op.impact) return []
  return op.impact.sentences(await lookAll(op.impact.read(input), place, requestId, how), input)
}

function lookAll(
  reads: Call | readonly Call[],
  place: Place | undefined,
  requestId: string,
  how: Look,
): Promise<unknown> {
  const look = (call: Call) => readBack(call, place, requestId, how)
  return 'id' in reads ? look(reads) : Promise.all(reads.map(look))
}

/** The connection of a place. Throws for an operation without a scope. */
export const connectionOf = ({ place }: Pick<Decision, 'place'>) => {
  if (!place) throw new Error('An Atlas operation needs a scope that says which connection to use')
  return place.connection
}
