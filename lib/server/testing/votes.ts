import type { PolicyRule } from '@/lib/approvals/policy'
import { createDelegation } from '@/lib/ops/delegations'
import { approveRequest, denyRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import type { Person } from '../person'
import { run } from '../run'
import { wasSeen } from './acting'
import { card } from './requests'

/** One rule with these terms, without limits on time and ticket. */
export const ruleOf = (more: Omit<PolicyRule, 'name' | 'match'>): PolicyRule[] => [
  { name: 'test', match: {}, minMinutes: 1, maxMinutes: 1440, ...more },
]

/** Another person with the roles of a persona, in more groups if given, who has signed in. */
export async function someone(
  sub: string,
  groups: string[] = [],
  more: Partial<Person> = {},
  persona = 'approver',
): Promise<Person> {
  const like = personAs(persona)
  const person = personAs(persona, {
    sub,
    name: sub,
    email: `${sub}@example.com`,
    groups: [...like.groups, ...groups],
    ...more,
  })
  await wasSeen(person)
  await usesEmail(person, person.email ?? '')
  return person
}

/** Records that an account signed in with an e-mail address. */
export const usesEmail = ({ iss, sub }: Pick<Person, 'iss' | 'sub'>, email: string) =>
  sql()`insert into account_email (iss, sub, email) values (${iss}, ${sub}, ${email.trim().toLowerCase()}) on conflict do nothing`

/** The people `name-0` to `name-<n-1>`. */
export const crowd = (n: number, name: string, groups: string[] = []): Promise<Person[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => someone(`${name}-${i}`, groups)))

/** Delegates the approvals of one person to another for an hour. Returns the delegation's id. */
export async function delegates(
  from: Person,
  to: Person,
  more: Record<string, unknown> = {},
): Promise<string> {
  const endsAt = new Date(Date.now() + 3_600_000).toISOString()
  const { data } = await run(createDelegation, { to: to.sub, endsAt, ...more }, from)
  return createDelegation.output.parse(data).id
}

/** What settled and what was refused of simultaneous attempts. */
export async function race<T>(attempts: ReadonlyArray<Promise<T>>) {
  const all = await Promise.allSettled(attempts)
  return {
    done: all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
    refused: all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
  }
}

/** One step with two approvals. */
export const twoOf = (groups: string[] = []) => ruleOf({ steps: [{ groups, count: 2 }] })

const context = { requestId: 'test' }
export const vote = (requestId: string, digest: string, person: Person, more = {}) =>
  run(approveRequest, { requestId, digest, ...more }, person, context)
export const deny = (requestId: string, digest: string, person: Person) =>
  run(denyRequest, { requestId, digest, comment: 'Not today, please' }, person, context)
export const digestOf = async (requestId: string) => (await card(requestId)).request.digest
export const stateOf = async (requestId: string) => (await card(requestId)).request.state

/** How many decisions and calls a request has. */
export async function rowsOf(requestId: string) {
  const [n] = await sql()<{ decisions: number; effects: number }[]>`
    select (select count(*)::int from decision where request_id = ${requestId}) as decisions,
      (select count(*)::int from effect where request_id = ${requestId}) as effects`
  return n!
}
