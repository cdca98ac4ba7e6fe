import type { z } from 'zod'
import { callIn } from '@/lib/approvals/client-call'
import { checkAllShown, decideTogether } from '@/lib/approvals/decide-together'
import { planDigest } from '@/lib/approvals/plans'
import type { RequestRow } from '@/lib/approvals/rows'
import { clientIn } from '@/lib/format/user-agent'
import { OpError } from '@/lib/ops/failure'
import { type decidePlan, type getPlan, MOST_IN_PLAN, type PlanView } from '@/lib/ops/plans'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { denyRequest } from '@/lib/ops/requests'
import { byOf } from '../actor'
import { judgeAllFor } from '../ballot'
import { refuseWithoutProof } from '../checkpoints/health'
import { sql } from '../database'
import { notInScope } from '../decide'
import type { Person } from '../person'
import { placesOfRequest } from '../request-place'
import { whyUnreadable } from '../request-view'
import { type StepUp, stepUpState } from '../step-up'
import { stepUpsOf } from '../step-up-terms'
import { wakeExecutor } from '../wake-executor'
import type { ConsoleContext } from './context'
import { checkPolicyNow, decidable, type Places } from './decisions'
import { gistOf } from './gist'
import { summaries } from './summaries'

/** Requests that are read at the same time. */
const AT_ONCE = 8

/** `requests.plan`: the requests of a plan in the person's scope, in their order. @throws OpError 'not-found' */
export async function get(
  { plan }: z.output<typeof getPlan.input>,
  { person }: ConsoleContext,
): Promise<PlanView> {
  const rows = await sql()<RequestRow[]>`
    select * from request where plan = ${plan} and part_of is null order by created_at, id limit ${MOST_IN_PLAN}`
  const shown = await summaries(rows, person)
  const [first] = shown
  if (!first) throw notInScope()
  const waiting = rows.filter(({ state }) => state === 'pending')
  const digest = planDigest(waiting.map((one) => one.digest))
  const mine = new Set(shown.flatMap(({ id, mayApprove }) => (mayApprove === null ? id : [])))
  const open = shown.filter(({ state }) => state === 'pending')
  const byId = new Map(rows.map((r) => [r.id, r]))
  return {
    id: plan,
    digest,
    requester: first.requester,
    reasons: [...new Set(shown.map(({ reason }) => reason))],
    tickets: [...new Set(shown.flatMap(({ ticket }) => ticket ?? []))],
    decideBy:
      (open.length > 0 ? open : shown).map((one) => one.decideBy).sort()[0] ?? first.decideBy,
    createdAt: first.createdAt,
    stepUp: await stepUpFor(
      waiting.filter(({ id }) => mine.has(id)),
      digest,
      person,
    ),
    requests: shown.flatMap((one) => {
      const r = byId.get(one.id)
      return r ? rowOf(r, one) : []
    }),
  }
}

function rowOf(r: RequestRow, summary: RequestSummary): PlanView['requests'][number] {
  const { id, op, state, how, effect, endsAt, mayApprove } = summary
  const { groupName, orgName, environment } = summary
  const call = callIn(r)
  return {
    ...{ id, op, state, how, effect, endsAt, mayApprove, groupName, orgName, environment },
    summary: summary.summary,
    gist: gistOf(r.op, JSON.parse(r.input)),
    digest: r.digest,
    call: call ? { method: call.method, path: call.path } : null,
    says: call ? clientIn(call.client) : null,
  }
}

/** What these requests require of the sign-in of whoever approves them together. */
async function stepUpFor(rows: readonly RequestRow[], digest: string, person: Person) {
  const readable = rows.filter((r) => !whyUnreadable(r))
  const required = await inTurns(readable, async (r) =>
    stepUpsOf(r, await placesOfRequest(r).catch(() => [])),
  )
  // Equal requirements once.
  const all = new Map(required.flat().map((one) => [JSON.stringify([one.seconds, one.acr]), one]))
  return stepUpState(
    person,
    [...all.values()].map((one): StepUp => ({ ...one, digest })),
  )
}

/**
 * `requests.decidePlan`: one decision on all named requests, or on none. Each must count by its own terms and places. A new
 * sign-in for the plan counts for each. @throws OpError
 */
export async function decide(
  { plan, digest, verdict, requests, comment }: z.output<typeof decidePlan.input>,
  { person, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof decidePlan.output>> {
  if (verdict === 'deny') checkReason(comment)
  const found = await inTurns(requests, ({ requestId }) => decidable(requestId, person))
  if (found.some(({ r }) => r.plan !== plan)) throw notInScope()
  if (verdict === 'approve') {
    checkAllShown(
      found.map(({ r }) => r),
      requests,
    )
    await inTurns(found, ({ r, places }) => checkPolicy(r, places, person, digest))
    await refuseWithoutProof()
  }
  const places = new Map(found.map((one) => [one.r.id, one.places]))
  const results = await decideTogether(sql(), {
    ...{ plan, digest, verdict, requests, comment, trace },
    by: byOf(person),
    judge: judgeAllFor(person, places, verdict),
  })
  if (verdict === 'approve') wakeExecutor()
  return { results }
}

/** @throws OpError that names the request */
async function checkPolicy(r: RequestRow, places: Places, person: Person, digest: string) {
  // The decision itself says what became of it.
  if (r.state !== 'pending') return
  try {
    await checkPolicyNow(r, places, undefined, person, digest)
  } catch (error) {
    if (!(error instanceof OpError) || error.kind === 'step-up') throw error
    throw OpError.of(error.kind, `Nothing was recorded. ${r.says}: ${error.message}`)
  }
}

/** @throws OpError 'invalid' */
function checkReason(comment: string): void {
  const said = denyRequest.input.shape.comment.safeParse(comment).error?.issues[0]?.message
  if (said) throw OpError.of('invalid', said, { fields: { comment: said } })
}

/** The results of some work for each item, in their order. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const left = items.entries()
  const next = async () => {
    for (const [at, item] of left) results[at] = await work(item)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return results
}
