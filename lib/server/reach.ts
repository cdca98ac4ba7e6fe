import { breakGlassOf } from '@/lib/approvals/break-glass'
import { callIn } from '@/lib/approvals/client-call'
import { termsForEach } from '@/lib/approvals/policy'
import { commandOf, type Reach, type Sent } from '@/lib/approvals/reach'
import type { Planned } from '@/lib/approvals/record-decision'
import type { EffectRow, RequestRow } from '@/lib/approvals/rows'
import { wholeOf } from '@/lib/approvals/targets'
import { termsOf } from '@/lib/approvals/terms'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { findOp } from '@/lib/atlas/find-op'
import { newId } from '@/lib/format/id'
import { type Call, type Command, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { groupsOf } from './approvers'
import { whyNoRight } from './break-glass'
import { clocksOf } from './clocks'
import { configuration } from './configuration'
import { sql } from './database'
import { type Place, placeOf } from './decide'
import { environmentOf } from './directory'
import { countedVotes, electorateOf } from './electorate'
import { seenCluster } from './employee-access/observe'
import { keepAnswer } from './gateway/kept-answer'
import { saidIn } from './gateway/said'
import { wireFor } from './gateway/wire-for'
import { log } from './log'
import { whyNotMachine } from './machines/still-may'
import { effectTimeoutMs, perform, type Result, readBack, unmetPrecondition } from './perform'
import { keepAhead, readAhead } from './read-ahead'
import { placesOfRequest, requestAt } from './request-place'
import { whyStricter } from './step-up-terms'
import { askedOf, askedOfRequest } from './terms'

/**
 * The place an effect's call goes to. If no connection lists the project, or it can't be looked up now, its organization's
 * credential is used: Atlas's answer then shows whether the project is gone.
 */
async function placeFor({ id, input }: Call, effect: Pick<EffectRow, 'org_id'>): Promise<Place> {
  const op = findOp(id)
  const parsed = op?.input.safeParse(input)
  if (!op || !parsed?.success) throw new Error(`Can’t build a call of ${id}`)
  const place = await placeOf(scopeOf(op, parsed.data)).catch(() => undefined)
  const org = place ?? (await placeOf({ kind: 'organization', orgId: effect.org_id }))
  if (!org) throw OpError.of('unavailable', 'No Atlas connection has this organization.')
  return org
}

const readNow = async (call: Call, effect: Pick<EffectRow, 'org_id'>, isDuringChange = false) =>
  readBack(call, await placeFor(call, effect), newId(), 'urgent', isDuringChange)

/** Begins the first read of effects that are being approved, for the executor that this process wakes for them. */
export function readFirst(due: readonly Planned[]): void {
  // With several, most would wait for their turn longer than a read may be old.
  const [effect, ...others] = due
  if (!effect || others.length > 0) return
  try {
    const call = commandOf(effect).readBack?.read(JSON.parse(effect.input))
    if (call) keepAhead(effect.id, call, readNow(call, effect))
  } catch {
    // It must not stop the approval. The executor reads it again and records what is wrong.
  }
}

/** How long an effect may wait for its turn before it is sent, in ms. */
const LEAVE_WITHIN_MS = 4_000

/** The executor's access to Atlas, through the same pipeline as a person's command. */
export const reach: Reach = {
  read: (call, effect, withinMs) =>
    within(withinMs, readAhead(effect.id, call) ?? readNow(call, effect)),
  readDuring: (call, effect, withinMs) => within(withinMs, readNow(call, effect, true)),
  whyNot: (op, input, effect, withinMs) =>
    within(
      withinMs,
      placeFor({ id: op.id, input }, effect).then((place) =>
        unmetPrecondition(op, input, place, newId()),
      ),
    ),
  clocks: async (effect) =>
    clocksOf(
      (await placeFor({ id: effect.op, input: JSON.parse(effect.input) }, effect)).connection.name,
    ),
  leaveWithinMs: LEAVE_WITHIN_MS,
  async send(op, input, effect, leaveBy, commit, onConnected) {
    let result: Result
    try {
      const place = await placeFor({ id: op.id, input }, effect)
      const wire = await wireFor(effect.request_id)
      result = await perform(op, input, place, commit, effect.id, { leaveBy, wire, onConnected })
    } catch (error) {
      result = { outcome: 'failed', error }
    }
    await keepForClient(op, effect, result)
    return sentOf(op, result)
  },
  get timeoutMs() {
    return (
      LEAVE_WITHIN_MS + Math.max(...configuration().connections.map((c) => effectTimeoutMs(c.name)))
    )
  },
  async counted(request, votes, escalated) {
    const electorate = await electorateOf(sql(), [request], votes)
    return countedVotes(request, votes, await knownPlaces(request), electorate, escalated)
  },
  async whyNotCaller(request) {
    const call = callIn(request)
    return call?.machine
      ? whyNotMachine(call.machine, request.op, await knownPlaces(request))
      : undefined
  },
  async whyNotBreakGlass(request) {
    const groups = await groupsOf({ iss: request.requester_iss, sub: request.requester_sub })
    return whyNoRight(termsOf(request), groups, await knownPlaces(request))
  },
  async whyStricter(effect, answer) {
    const [r] = await sql()<RequestRow[]>`select * from request where id = ${effect.request_id}`
    if (!r) return undefined
    const [glass, whole, groups, [main, ...also]] = await Promise.all([
      breakGlassOf(sql(), r.id),
      wholeOf(sql(), r),
      groupsOf({ iss: r.requester_iss, sub: r.requester_sub }),
      knownPlaces(r),
    ])
    if (glass) return undefined
    const input = JSON.parse(effect.input)
    const asked = askedOf(r.op, input, { ...withTags(main, answer), also }, groups)
    const now = termsForEach(configuration().policy.rules, [asked])
    const minutes = input[commandOf(effect).durationField ?? '']
    return now && whyStricter(whole, now, typeof minutes === 'number' ? minutes : null)
  },
  async whyNotAutomatic(request) {
    const { requester_iss: iss, requester_sub: sub } = request
    const places = await knownPlaces(request)
    const asked = askedOfRequest(request, places, await groupsOf({ iss, sub }))
    return termsForEach(configuration().policy.rules, asked)?.automatic
      ? undefined
      : 'The policy no longer approves this automatically. Send a new request.'
  },
}

/** The result of a call, for the executor. */
export function sentOf(op: Command, { outcome, status, error, answer }: Result): Sent {
  return {
    outcome,
    ...(status === undefined ? {} : { status }),
    ...(answer?.requestId ? { requestId: answer.requestId } : {}),
    ...(error instanceof Error ? { message: toFailure(error, op.refusals).message } : {}),
    ...(error instanceof OpError && error.kind === 'conflict' ? { isConflict: true } : {}),
    ...(error instanceof AtlasError
      ? {
          ...(error.errorCode === undefined ? {} : { errorCode: error.errorCode }),
          ...(error.retryAfterSeconds === undefined
            ? {}
            : { retryAfterSeconds: error.retryAfterSeconds }),
        }
      : {}),
  }
}

/** Whether Atlas acted, or refused the call itself and not Gatehouse's credential or rate. */
const isFinal = ({ outcome, status }: Result): boolean =>
  outcome === 'done' ||
  (outcome === 'failed' && status !== undefined && ![401, 429].includes(status))

/** Keeps Atlas's answer to a call of a client. Its loss changes nothing about the call. */
async function keepForClient(op: Command, effect: EffectRow, result: Result): Promise<void> {
  // While the outcome is unknown, the answer would say something that may turn out wrong.
  const said = isFinal(result) ? saidIn(result) : undefined
  if (!said || effect.request_id === null) return
  const [r] = await sql()<
    Pick<RequestRow, 'call'>[]
  >`select call from request where id = ${effect.request_id}`
  if (!r || !callIn(r)) return
  await keepAnswer(effect.request_id, op, said).catch((error) =>
    log.warn('The answer to a call of a client could not be kept', { error: String(error) }),
  )
}

/** A place with the tags that a read of its cluster shows, besides those that are known. */
function withTags(place: Place, answer: unknown): Place {
  const seen = seenCluster(place.orgId, place.groupId ?? '', answer)
  if (!seen || seen.clusterName !== place.clusterName) return place
  const tags = [...place.tags, ...seen.tags]
  return { ...place, tags, environment: environmentOf(tags) }
}

/** The places of a request. An unknown one must not skip a check. */
async function knownPlaces(request: RequestRow): Promise<[Place, ...Place[]]> {
  const [main, ...others] = await placesOfRequest(request)
  return main ? [main, ...others] : [(await requestAt(request.id)).place]
}

/** The promise's value. Throws OpError 'unavailable' after that many milliseconds. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(OpError.of('unavailable', 'Atlas did not answer in time.'))
    const timer = setTimeout(late, ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
