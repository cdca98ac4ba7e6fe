import type { z } from 'zod'
import { revokeGrantOf } from '@/lib/approvals/end-grant'
import {
  type Asking,
  cancel as cancelRow,
  edit as editRow,
  file as fileRow,
} from '@/lib/approvals/file-request'
import { releaseGrant } from '@/lib/approvals/held'
import { contradictionIn, refusedBy, whyMayNotAsk } from '@/lib/approvals/policy'
import type { RequestRow } from '@/lib/approvals/rows'
import { canonical } from '@/lib/audit/canonical'
import { sameJson } from '@/lib/format/same'
import { type Command, type Op, scopeOf } from '@/lib/ops/define'
import { releaseHeld } from '@/lib/ops/effects'
import { OpError } from '@/lib/ops/failure'
import { isGated } from '@/lib/ops/friction'
import {
  approveRequest,
  cancelRequest,
  type editRequest,
  type fileRequest,
  revokeRequest,
} from '@/lib/ops/requests'
import { byOf } from '../actor'
import { mayBreakGlass } from '../break-glass'
import { refuseWithoutProof } from '../checkpoints/health'
import { configuration } from '../configuration'
import { checkPhrase } from '../confirm'
import { sql } from '../database'
import { asOne, type Decision, decideAt, notInScope, type Place, touchedBy } from '../decide'
import { frictionNow } from '../friction-now'
import { parseInput } from '../parse-input'
import { unmetPrecondition } from '../perform'
import type { Person } from '../person'
import { requestAt } from '../request-place'
import { isInvolved, isRequester } from '../request-view'
import { summaryOf } from '../summary'
import { termsNow } from '../terms'
import { wakeExecutor } from '../wake-executor'
import type { ConsoleContext } from './context'
import { requestable } from './explain'
import { beneficiaryOf, checkReplaces, type Options, startOf } from './filing-options'

type Changed = { requestId: string; state: RequestRow['state'] }

async function asking(
  opId: string,
  raw: Record<string, unknown>,
  { reason, ticket, ...options }: { reason: string; ticket: string } & Options,
  { person, requestId: trace, confirm }: ConsoleContext,
): Promise<{ asking: Asking; decision: Decision }> {
  const op = requestable(opId)
  const input = inner(() => parseInput(op, raw))
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  const place = asOne(places)
  // Whoever may do it without approval may also ask for approval.
  const glass = mayBreakGlass(op, input, places, person)
  const asked: Op = glass ? { ...op, roles: [...op.roles, 'break-glass'] } : op
  const [decision] = places.map((one) => decideAt(asked, person, one))
  if (op.access) await refuseKind(op.access, place)
  const friction = await frictionNow(op, input, place, person.groups, trace)
  if (!isGated(friction))
    throw OpError.of('invalid', 'This does not need approval here. Run it directly.')
  const { required: _, ...confirmed } = checkPhrase(friction, confirm)
  // What the approver reads must match Atlas, names included.
  const whyNot = await unmetPrecondition(op, input, place, trace, 'fresh')
  if (whyNot) throw OpError.of('conflict', whyNot)
  const terms = termsNow(op.id, input, place, person.groups)
  if (terms.automatic) await refuseWithoutProof()
  const minutes =
    op.durationField && typeof input[op.durationField] === 'number'
      ? Number(input[op.durationField])
      : null
  const mayNotAsk =
    (glass ? undefined : whyMayNotAsk(terms, person.groups)) ?? contradictionIn(terms)
  if (mayNotAsk) throw OpError.of('not-allowed', mayNotAsk)
  const fields = refusedBy(terms, { minutes: minutes ?? undefined, ticket })
  const [first] = Object.values(fields)
  if (first) throw OpError.of('invalid', first, { fields })
  return {
    decision: decision!,
    asking: {
      op: op.id,
      orgId: place.orgId,
      groupId: place.groupId ?? null,
      // Only for operations with a slot. Others name the cluster in their input.
      clusterName: op.slot ? (place.clusterName ?? null) : null,
      environment: place.environment,
      slot: op.slot?.(input) ?? null,
      input: canonical(JSON.parse(JSON.stringify(input))),
      says: await summaryOf(op, input, place),
      confirmed,
      reason,
      ticket: ticket || null,
      minutes,
      terms,
      policyDigest: configuration().policyDigest,
      notBefore: startOf(options.notBefore),
      replaces: await checkReplaces(options.replaces, {
        op: op.id,
        slot: op.slot?.(input) ?? null,
      }),
      beneficiary: await beneficiaryOf(options.onBehalfOf, person),
    },
  }
}

/** Moves field paths of the operation's input under `input.`, where the request form has them. */
function inner<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof OpError) || !error.failure.fields) throw error
    const fields = Object.fromEntries(
      Object.entries(error.failure.fields).map(([path, text]) => [
        path ? `input.${path}` : 'input',
        text,
      ]),
    )
    throw new OpError({ ...error.failure, fields })
  }
}

/** @throws OpError 'invalid' when a cluster of this kind can't have the access */
async function refuseKind(access: NonNullable<Command['access']>, place: Place): Promise<void> {
  if (!place.clusterName) return
  const [row] = await sql()<{ kind: string }[]>`
    select kind from slot where group_id = ${place.groupId ?? ''} and cluster_name = ${place.clusterName}`
  const why = row && access.whyNotOn(row.kind)
  if (why) throw OpError.of('invalid', why, { fields: { 'input.clusterName': why } })
}

/** `requests.file` */
export async function file(
  input: z.output<typeof fileRequest.input>,
  context: ConsoleContext,
): Promise<Changed> {
  const { person, requestId: trace, begin } = context
  const { asking: what, decision } = await asking(input.op, input.input, input, context)
  const id = await fileRow(sql(), what, byOf(person, decision), trace, begin)
  return { requestId: id, state: stateOf(what) }
}

/** `requests.edit` */
export async function edit(
  input: z.output<typeof editRequest.input>,
  context: ConsoleContext,
): Promise<Changed> {
  const { person, requestId: trace } = context
  const { r } = await visible(input.requestId, person)
  const { asking: what, decision } = await asking(r.op, input.input, input, context)
  const [before, after] = [r.input, what.input].map((text) =>
    scopeOf(requestable(r.op), JSON.parse(text)),
  )
  if (!sameJson(before, after))
    throw OpError.of(
      'invalid',
      'An edit can’t change the project, cluster or federation. Send a new request instead.',
    )
  await editRow(sql(), r.id, input.revision, what, byOf(person, decision), trace)
  return { requestId: r.id, state: stateOf(what) }
}

/** The state of a request that was just filed or edited. */
function stateOf({ terms }: Asking): RequestRow['state'] {
  if (!terms.automatic) return 'pending'
  wakeExecutor()
  return 'approved'
}

async function visible(id: string, person: Person) {
  const found = await requestAt(id)
  decideAt({ ...approveRequest, kind: 'query', roles: ['viewer'] }, person, found.place)
  return found
}

/** `requests.cancel`: people their own, whatever role is left to them; admins any. */
export async function cancel(
  input: z.output<typeof cancelRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, place } = await visible(input.requestId, person)
  const needs = isRequester(r, person)
    ? ({ roles: ['viewer'] } as const)
    : ({ title: 'Cancel the request of someone else', roles: ['admin'] } as const)
  const op: Op = { ...cancelRequest, ...needs }
  const decision = decideAt(op, person, place)
  await cancelRow(sql(), r.id, byOf(person, decision), trace)
  return { requestId: r.id, state: 'cancelled' }
}

/** `requests.revoke`: requesters their own grant, and the person it is for; operators, approvers and admins any. */
export async function revoke(
  input: z.output<typeof revokeRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, place } = await visible(input.requestId, person)
  const needs = isInvolved(r, person)
    ? (['viewer'] as const)
    : revokeRequest.roles.filter((role) => role !== 'requester')
  const decision = decideAt({ ...revokeRequest, roles: needs }, person, place)
  const state = await revokeGrantOf(sql(), r.id, input.reason, byOf(person, decision), trace)
  wakeExecutor()
  return { requestId: r.id, state }
}

/** `effects.release`: releases a grant that is on hold after a database restore. */
export async function release(
  input: z.output<typeof releaseHeld.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof releaseHeld.output>> {
  const { r, place } = await requestAt(input.requestId)
  const decision = decideAt(releaseHeld, person, place)
  await releaseGrant(sql(), r, byOf(person, decision), trace)
  wakeExecutor()
  return { requestId: r.id }
}
