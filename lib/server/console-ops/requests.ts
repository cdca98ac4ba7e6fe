import type { z } from 'zod'
import type { By } from '@/lib/approvals/ballot'
import { revokeAllOf } from '@/lib/approvals/end-grant'
import {
  type Asking,
  cancel as cancelRow,
  edit as editRow,
  file as fileRow,
} from '@/lib/approvals/file-request'
import { releaseGrant } from '@/lib/approvals/held'
import type { RequestRow } from '@/lib/approvals/rows'
import { targetsOf } from '@/lib/approvals/targets'
import { sameJson } from '@/lib/format/same'
import { type Op, scopeOf } from '@/lib/ops/define'
import { releaseHeld } from '@/lib/ops/effects'
import { OpError } from '@/lib/ops/failure'
import {
  cancelRequest,
  type editRequest,
  type fileRequest,
  getRequest,
  revokeRequest,
} from '@/lib/ops/requests'
import { byOf } from '../actor'
import { rolesAt } from '../bindings'
import { sql } from '../database'
import { decideAt, type Place } from '../decide'
import { electorateOf } from '../electorate'
import { whyExcluded } from '../involved'
import type { Person } from '../person'
import { placesOfRequest, requestAt, visibleRequest } from '../request-place'
import { isInvolved, isRequester, mayRevokeAny } from '../request-view'
import { wakeExecutor } from '../wake-executor'
import { asking } from './asking'
import type { ConsoleContext } from './context'
import { requestable } from './explain'

type Changed = { requestId: string; state: RequestRow['state'] }

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
  const { r } = await visibleRequest(input.requestId, person)
  const several = targetsOf(r)
  const same = several && {
    targets: several.list.map(({ groupId, clusterName }) => ({ groupId, clusterName })),
    tag: several.tag ?? undefined,
    onFailure: r.on_failure ?? 'stop',
    editing: r.id,
  }
  const { asking: what, decision } = await asking(r.op, input.input, { ...input, ...same }, context)
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

/**
 * `requests.cancel`: people their own and those of their machines, whatever role is left to them; admins what is only in
 * places that they administer.
 */
export async function cancel(
  input: z.output<typeof cancelRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, place } = await visibleRequest(input.requestId, person)
  const isOwn = isRequester(r, person) || (r.call !== null && isInvolved(r, person))
  const by = isOwn ? byOwn(person, place) : byOf(person, await decideAsAdmin(r, place, person))
  await cancelRow(sql(), r.id, by, trace)
  return { requestId: r.id, state: 'cancelled' }
}

async function decideAsAdmin(r: RequestRow, place: Place, person: Person) {
  const op: Op = { ...cancelRequest, title: 'Cancel the request of someone else', roles: ['admin'] }
  const [main = place, ...others] = await placesOfRequest(r)
  for (const one of others) decideAt(op, person, one)
  return decideAt(op, person, main)
}

/** Someone who stops or ends what is their own, with the role that is left to them. */
function byOwn(person: Person, place: Place): By {
  const hasRole = rolesAt(person, place).length > 0
  return byOf(person, hasRole ? decideAt(getRequest, person, place) : undefined)
}

/**
 * `requests.revoke`: requesters their own grant, and the person it is for, whatever role is left to them; operators,
 * approvers and admins any. Of several targets, it ends those that the person may end, and says why not the others.
 */
export async function revoke(
  input: z.output<typeof revokeRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof revokeRequest.output>> {
  const { r } = await requestAt(input.requestId)
  const op: Op = { ...revokeRequest, roles: mayRevokeAny }
  const byFor = async (target: RequestRow): Promise<By> => {
    const { place } = await requestAt(target.id)
    return isInvolved(r, person) ? byOwn(person, place) : byOf(person, decideAt(op, person, place))
  }
  const { state, kept } = await revokeAllOf(sql(), r, input.reason, byFor, trace)
  wakeExecutor()
  return { requestId: r.id, state, kept }
}

/**
 * `effects.release`: releases a grant that is on hold after a database restore. Whoever could not approve the request,
 * because they have a part in it, can't do this either.
 */
export async function release(
  input: z.output<typeof releaseHeld.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof releaseHeld.output>> {
  const { r, place } = await requestAt(input.requestId)
  const decision = decideAt(releaseHeld, person, place)
  const electorate = await electorateOf(sql(), [r], [], [person])
  if (whyExcluded(r, person, electorate))
    throw OpError.of(
      'not-allowed',
      'You have a part in this request. Another person must release it.',
    )
  await releaseGrant(sql(), r, byOf(person, decision), trace)
  wakeExecutor()
  return { requestId: r.id }
}
