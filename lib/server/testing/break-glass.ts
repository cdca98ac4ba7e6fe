import type { PolicyRule } from '@/lib/approvals/policy'
import { breakGlass, reviewBreakGlass } from '@/lib/ops/break-glass'
import { fileRequest } from '@/lib/ops/requests'
import { personAs, type TestConsole, type TestProject } from '@/scripts/testing/console'
import { bindingsOf } from '../bindings'
import type { Person } from '../person'
import { run } from '../run'
import { settleAll, wasSeen } from './acting'
import { card, fileAccess, why } from './requests'

const context = { requestId: 'test' }

/** What `breakGlass` of a rule says, if nothing else is given. */
export const glassOf = (more: Partial<PolicyRule['breakGlass'] & object> = {}) => ({
  breakGlass: { groups: [], maxMinutes: 60, timeZone: 'UTC', ...more },
})

/** The persona who may break glass, or someone like her. */
export const bela = (more: Partial<Person> = {}) => personAs('breakglass', more)

/** Breaks glass for a request, right after a new sign-in for it. `more` changes the input. */
export async function breaks(
  requestId: string,
  person = bela(),
  more: Record<string, unknown> = {},
) {
  await wasSeen(person)
  const { digest } = (await card(requestId)).request
  return sendGlass(requestId, { stepUpFor: digest, ...person }, digest, more)
}

/** Breaks glass with the sign-in that the person has. */
export const sendGlass = (
  requestId: string,
  person: Person,
  digest: string,
  more: Record<string, unknown> = {},
) =>
  run(
    breakGlass,
    { requestId, digest, reason: 'Production is down, nobody answers', ...more },
    person,
    context,
  )

/** Files a request for an hour of access to the cluster `main`, with other fields of the request than its input. */
export async function fileAsking(
  { groupId }: TestProject,
  more: Record<string, unknown>,
  person = bela(),
): Promise<string> {
  const level = { grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 }
  // Several targets have the place instead.
  const input = more.targets ? level : { groupId, clusterName: 'main', ...level }
  const { data } = await run(
    fileRequest,
    { op: 'employee.grant', input, ...why, ...more },
    person,
    context,
  )
  return fileRequest.output.parse(data).requestId
}

/** Someone in exactly these groups of the configuration, who has signed in. */
export async function memberOf(sub: string, groups: string[]): Promise<Person> {
  const person = personAs('requester', { sub, name: sub, groups, bindings: bindingsOf(groups) })
  await wasSeen(person)
  return person
}

/** Live access to the cluster `main` that someone got without approval. */
export async function liveByGlass(at: TestProject, person = bela(), more = {}): Promise<string> {
  const requestId = await fileAccess(at, more, person)
  await breaks(requestId, person)
  await settleAll()
  return requestId
}

/** Reviews a break-glass. */
export async function reviews(
  requestId: string,
  person = personAs('approver'),
  verdict: 'justified' | 'not-justified' = 'justified',
) {
  await wasSeen(person)
  const input = { requestId, verdict, comment: 'I read the incident' }
  return run(reviewBreakGlass, input, person, context)
}

/** Moves the deadline of a review into the past. */
export const letReviewPass = (world: TestConsole, requestId: string) =>
  world.owner`update break_glass set used_at = used_at - interval '1 week',
    review_due = clock_timestamp() - interval '1 second' where request_id = ${requestId}`

/** A request's state, or how it closed. */
export async function stateOf(requestId: string) {
  const { state, how } = (await card(requestId)).request
  return how ?? state
}
