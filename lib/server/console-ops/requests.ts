import type { z } from 'zod'
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
  revokeRequest,
} from '@/lib/ops/requests'
import { byOf } from '../actor'
import { sql } from '../database'
import { decideAt, notInScope } from '../decide'
import { placesOfRequest, requestAt, visibleRequest } from '../request-place'
import { isInvolved, isRequester } from '../request-view'
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

/** `requests.cancel`: people their own and those of their machines, whatever role is left to them; admins any. */
export async function cancel(
  input: z.output<typeof cancelRequest.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<Changed> {
  const { r, place } = await visibleRequest(input.requestId, person)
  const isOwner = r.call !== null && isInvolved(r, person)
  const needs =
    isRequester(r, person) || isOwner
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
  const { r, place } = await visibleRequest(input.requestId, person)
  const needs = isInvolved(r, person)
    ? (['viewer'] as const)
    : revokeRequest.roles.filter((role) => role !== 'requester')
  const places = r.targets === null ? [place] : await placesOfRequest(r)
  const [decision] = places.map((one) => decideAt({ ...revokeRequest, roles: needs }, person, one))
  if (!decision) throw notInScope()
  const state = await revokeAllOf(sql(), r.id, input.reason, byOf(person, decision), trace)
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
