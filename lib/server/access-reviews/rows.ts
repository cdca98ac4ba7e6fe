import type { AccessReview } from '@/lib/ops/access-reviews'
import { bindingsOf, rolesAt, type Where } from '../bindings'
import { sql } from '../database'
import { notInScope } from '../decide'
import { type Directory, directory } from '../directory'
import type { Person } from '../person'

export type Reviewer = { iss: string; sub: string; name: string }

export type ReviewRow = {
  id: string
  name: string
  org_id: string
  group_ids: string[]
  due_at: Date
  reviewers: Reviewer[]
  starter_name: string
  unread: string[]
  started_at: Date
  closed_at: Date | null
  items: number
  decided: number
}

const counted = () => sql()`
  select r.*, count(i.id)::float8 as items, count(i.verdict)::float8 as decided
  from access_review r left join access_review_item i on i.review_id = r.id`

/** The newest 200 reviews, of anyone. */
export const reviews = () => sql()<ReviewRow[]>`
  ${counted()} group by r.id order by r.started_at desc limit 200`

/** The places of a review: its projects, or its organization. */
export function placesOfReview(
  r: Pick<ReviewRow, 'org_id' | 'group_ids'>,
  known: Directory,
): Where[] {
  if (r.group_ids.length === 0) return [{ orgId: r.org_id, tags: [] }]
  return r.group_ids.map(
    (groupId) => known.projects.get(groupId) ?? { orgId: r.org_id, groupId, tags: [] },
  )
}

export const isReviewer = (
  r: Pick<ReviewRow, 'reviewers'>,
  { iss, sub }: Pick<Person, 'iss' | 'sub'>,
) => r.reviewers.some((one) => one.iss === iss && one.sub === sub)

/** Whether a person has one of these roles, by default any, in every place. */
export const hasRoles = (
  person: Pick<Person, 'bindings'>,
  places: readonly Where[],
  wanted?: readonly string[],
): boolean =>
  places.every((place) => {
    const held = rolesAt(person, place)
    return wanted ? held.some((role) => wanted.includes(role)) : held.length > 0
  })

/** Those who run reviews see them everywhere they can, and reviewers see their own. */
export const canSee = (r: ReviewRow, person: Person, known: Directory): boolean => {
  const places = placesOfReview(r, known)
  return (
    hasRoles(person, places, ['auditor', 'admin']) ||
    (isReviewer(r, person) && hasRoles(person, places))
  )
}

/** A review that the person can see. @throws OpError 'not-found', the same for one that does not exist */
export async function reviewFor(id: string, person: Person) {
  const [row] = await sql()<ReviewRow[]>`${counted()} where r.id = ${id} group by r.id`
  const known = await directory()
  if (!row || !canSee(row, person, known)) throw notInScope()
  return { row, known }
}

export const reviewView = (r: ReviewRow, person: Person, known: Directory): AccessReview => ({
  id: r.id,
  name: r.name,
  orgId: r.org_id,
  orgName: known.orgs.get(r.org_id)?.name ?? r.org_id,
  projects: r.group_ids.map((groupId) => known.projects.get(groupId)?.name ?? groupId),
  dueAt: r.due_at.toISOString(),
  startedAt: r.started_at.toISOString(),
  closedAt: r.closed_at?.toISOString() ?? null,
  starter: r.starter_name,
  reviewers: r.reviewers.map(({ name }) => name),
  items: r.items,
  decided: r.decided,
  isOverdue: !r.closed_at && r.decided < r.items && r.due_at.getTime() < Date.now(),
  isMine: isReviewer(r, person),
})

/** People who signed in and see all these places, by subject. */
export async function possibleReviewers(
  iss: string,
  subs: readonly string[],
  places: readonly Where[],
) {
  const seen = await sql()<Array<Reviewer & { groups: string[] }>>`
    select iss, sub, name, groups from person_seen where iss = ${iss} and sub = any(${[...subs]})`
  return seen
    .filter(({ groups }) => hasRoles({ bindings: bindingsOf(groups) }, places))
    .map(({ iss, sub, name }): Reviewer => ({ iss, sub, name }))
}

/** Where the audit log places a row about a review, so that auditors of that place see it. */
export const scopeOf = ({ org_id, group_ids }: Pick<ReviewRow, 'org_id' | 'group_ids'>) =>
  group_ids.length === 1
    ? { kind: 'project', groupId: group_ids[0] ?? '' }
    : { kind: 'organization', orgId: org_id }
