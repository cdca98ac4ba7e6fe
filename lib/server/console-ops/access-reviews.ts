import type { TransactionSql } from 'postgres'
import type { z } from 'zod'
import { demandPerson } from '@/lib/approvals/people-only'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import { newId } from '@/lib/format/id'
import type {
  decideReviewItem,
  endAccessReview,
  getAccessReview,
  listAccessReviews,
  ReviewItem,
  startAccessReview,
} from '@/lib/ops/access-reviews'
import { OpError } from '@/lib/ops/failure'
import { carriedOut } from '../access-reviews/carried-out'
import {
  canSee,
  hasRoles,
  isReviewer,
  placesOfReview,
  possibleReviewers,
  type ReviewRow,
  reviewFor,
  reviews,
  reviewView,
  scopeOf,
} from '../access-reviews/rows'
import { standing } from '../access-reviews/snapshot'
import { byOf } from '../actor'
import { sql } from '../database'
import { notInScope, type Place, placesOf } from '../decide'
import { directory } from '../directory'
import type { ConsoleContext } from './context'

type ItemRow = Omit<ReviewItem, 'project' | 'groupId' | 'by' | 'decidedAt' | 'isCarriedOut'> & {
  group_id: string | null
  by_name: string | null
  decided_at: Date | null
}

/** `accessReviews.list` */
export async function list(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listAccessReviews.output>> {
  const known = await directory()
  const rows = await reviews()
  return {
    results: rows.filter((r) => canSee(r, person, known)).map((r) => reviewView(r, person, known)),
  }
}

/** `accessReviews.get` */
export async function get(
  { reviewId }: z.output<typeof getAccessReview.input>,
  { person, requestId }: ConsoleContext,
): Promise<z.output<typeof getAccessReview.output>> {
  const { row, known } = await reviewFor(reviewId, person)
  const items = await sql()<ItemRow[]>`
    select id::float8 as id, kind, group_id, name, detail, removal, verdict, remark as comment, by_name, decided_at
    from access_review_item where review_id = ${reviewId} order by access_review_item.id`
  const gone = await carriedOut(items, requestId)
  return {
    review: reviewView(row, person, known),
    unread: row.unread,
    whyNotEnd: whyNotEnd(row, hasRoles(person, placesOfReview(row, known), ['auditor', 'admin'])),
    results: items.map(({ group_id, by_name, decided_at, ...item }) => ({
      ...item,
      groupId: group_id,
      project: group_id && (known.projects.get(group_id)?.name ?? group_id),
      by: by_name,
      decidedAt: decided_at?.toISOString() ?? null,
      isCarriedOut: gone.get(item.id) ?? null,
    })),
  }
}

const whyNotEnd = (r: ReviewRow, may: boolean) =>
  r.closed_at
    ? 'The review has ended.'
    : may
      ? null
      : 'Only auditors and admins can end an access review.'

/** `accessReviews.start`: snapshots the standing access. @throws OpError 'invalid' with the field */
export async function start(
  input: z.output<typeof startAccessReview.input>,
  { person, decision, requestId: trace, begin }: ConsoleContext,
): Promise<z.output<typeof startAccessReview.output>> {
  const { name, orgId, groupIds, reviewers } = input
  const { place } = decision
  if (!place) throw notInScope()
  const chosen: Place[] = [place, ...(place.also ?? [])]
  if (chosen.some((one) => one.orgId !== orgId))
    throw invalid('groupIds', 'Choose projects of this organization.')
  if (Date.parse(input.dueAt) <= Date.now()) throw invalid('dueAt', 'Choose a time in the future.')
  const found = await possibleReviewers(person.iss, reviewers, chosen)
  if (found.length < new Set(reviewers).size)
    throw invalid('reviewers', 'Choose people who have a role there and have signed in.')
  const isWhole = groupIds.length === 0
  const { items, unread } = await standing(
    isWhole ? await projectsOf(orgId) : chosen,
    isWhole ? place : undefined,
    trace,
  )
  const row = {
    id: newId(),
    name,
    org_id: orgId,
    group_ids: groupIds,
    due_at: new Date(input.dueAt),
    reviewers: found,
    starter_name: person.name,
    starter_sub: person.sub,
    unread,
  }
  await sql().begin(async (tx) => {
    await begin?.(tx)
    await tx`insert into access_review ${tx({ ...row, reviewers: tx.json(found) } as never)}`
    for (const { groupId, removal, ...item } of items)
      await tx`insert into access_review_item ${tx({
        ...item,
        review_id: row.id,
        group_id: groupId,
        removal: removal && tx.json(removal),
      } as never)}`
    await append(tx, {
      type: 'review.started',
      actor: byOf(person, decision),
      op: 'accessReviews.start',
      target: `access review ${row.id}`,
      scope: scopeOf(row),
      after: {
        name: personal(name),
        due: row.due_at.toISOString(),
        projects: groupIds,
        reviewers: found.map(({ sub }) => sub),
        items: items.length,
        unread: unread.length,
      },
      trace,
    })
  })
  return { reviewId: row.id }
}

const invalid = (field: string, why: string) =>
  OpError.of('invalid', why, { fields: { [field]: why } })

async function projectsOf(orgId: string): Promise<Place[]> {
  const { projects } = await directory()
  const mine = [...projects.values()].filter((one) => one.orgId === orgId)
  const places = mine.map(({ groupId }) => placesOf({ kind: 'project', groupId }))
  return (await Promise.all(places)).flat()
}

/** `accessReviews.decide` @throws OpError 'not-allowed' for people who are no reviewers, 'conflict' when it has ended */
export async function decideItem(
  { reviewId, itemId, verdict, comment, opened }: z.output<typeof decideReviewItem.input>,
  { person, decision, requestId: trace, begin }: ConsoleContext,
): Promise<z.output<typeof decideReviewItem.output>> {
  demandPerson(person)
  const { row } = await reviewFor(reviewId, person)
  if (!isReviewer(row, person))
    throw OpError.of('not-allowed', 'Only its reviewers can decide the items of an access review.')
  return sql().begin(async (tx) => {
    await begin?.(tx)
    const [item] = await tx<ItemRow[]>`
      update access_review_item i set verdict = ${verdict}, remark = ${comment || null}, iss = ${person.iss},
        sub = ${person.sub}, by_name = ${person.name}, decided_at = clock_timestamp()
      from access_review r where i.id = ${itemId} and i.review_id = ${reviewId} and r.id = i.review_id and r.closed_at is null
        and i.verdict is not distinct from ${opened.verdict}
        and date_trunc('milliseconds', i.decided_at) is not distinct from ${opened.decidedAt}::timestamptz
      returning i.*`
    if (!item) throw await whyNotDecided(tx, reviewId, itemId)
    await append(tx, {
      type: 'review.decided',
      actor: byOf(person, decision),
      op: 'accessReviews.decide',
      target: `access review ${reviewId} / item ${itemId}`,
      scope: item.group_id ? { kind: 'project', groupId: item.group_id } : scopeOf(row),
      after: { kind: item.kind, name: personal(item.name), ...(item.removal ?? {}) },
      outcome: verdict,
      ...(comment ? { comment } : {}),
      trace,
    })
    return { itemId }
  })
}

/** Why an item was not decided. */
async function whyNotDecided(
  tx: TransactionSql,
  reviewId: string,
  itemId: number,
): Promise<OpError> {
  const [found] = await tx<{ closed: boolean }[]>`
    select r.closed_at is not null as closed from access_review_item i join access_review r on r.id = i.review_id
    where i.id = ${itemId} and i.review_id = ${reviewId}`
  if (!found) return notInScope()
  return OpError.of(
    'conflict',
    found.closed
      ? 'The review has ended.'
      : 'Another reviewer decided this item since you opened this form.',
  )
}

/** `accessReviews.end` @throws OpError 'not-allowed', 'conflict' */
export async function end(
  { reviewId }: z.output<typeof endAccessReview.input>,
  { person, decision, requestId: trace, begin }: ConsoleContext,
): Promise<z.output<typeof endAccessReview.output>> {
  const { row, known } = await reviewFor(reviewId, person)
  const may = hasRoles(person, placesOfReview(row, known), ['auditor', 'admin'])
  const why = whyNotEnd(row, may)
  if (why) throw OpError.of(may ? 'conflict' : 'not-allowed', why)
  await sql().begin(async (tx) => {
    await begin?.(tx)
    const ended = await tx`
      update access_review set closed_at = clock_timestamp() where id = ${reviewId} and closed_at is null returning id`
    if (ended.length === 0) throw OpError.of('conflict', 'The review has ended.')
    await append(tx, {
      type: 'review.ended',
      actor: byOf(person, decision),
      op: 'accessReviews.end',
      target: `access review ${reviewId}`,
      scope: scopeOf(row),
      after: { items: row.items, decided: row.decided },
      trace,
    })
  })
  return { reviewId }
}
