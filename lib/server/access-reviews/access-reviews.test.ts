import { beforeAll, expect, test } from 'vitest'
import { visibleIn } from '@/lib/audit/matching'
import { entries } from '@/lib/audit/read'
import { removeAddress } from '@/lib/ops/access-list'
import {
  decideReviewItem,
  decisionOf,
  endAccessReview,
  getAccessReview,
  listAccessReviews,
  startAccessReview,
} from '@/lib/ops/access-reviews'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from '../database'
import { peopleOf } from '../notify/audience'
import { eventOf } from '../notify/event'
import type { Person } from '../person'
import { run } from '../run'
import { as, wasSeen } from '../testing/acting'
import { startConsole } from '../testing/start'
import { remindReviewers } from './remind'

const world = await startConsole()
let project: TestProject
const dueAt = new Date(Date.now() + 86_400_000).toISOString()

beforeAll(async () => {
  await wasSeen(personAs('operator'))
  await wasSeen(personAs('outsider'))
  project = await world.project({ clusters: [{ name: 'main' }], accessList: 3 })
})

const startFor = async (more: Record<string, unknown> = {}, person = personAs('auditor')) => {
  const { groupId, orgId } = project
  const input = { name: 'Q4', orgId, groupIds: [groupId], dueAt, reviewers: ['operator'], ...more }
  const { data } = await run(startAccessReview, input, person)
  return startAccessReview.output.parse(data).reviewId
}
const read = async (reviewId: string, person: Person = personAs('auditor')) =>
  getAccessReview.output.parse((await run(getAccessReview, { reviewId }, person)).data)
const untouched = { verdict: null, decidedAt: null }
const decided = (
  reviewId: string,
  itemId: number,
  who: string,
  verdict = 'keep',
  opened: object = untouched,
) => as(who, decideReviewItem, { reviewId, itemId, verdict, comment: 'Still used', opened })
const insider = (groupId: string) =>
  personAs('outsider', {
    bindings: [{ group: 'inside', role: 'auditor', scope: { project: groupId } }],
  })

test('a review is a snapshot of what stands without an end, and its reviewers decide each item', async () => {
  const reviewId = await startFor()
  const { results, review } = await read(reviewId)
  const entries = results.filter(({ kind }) => kind === 'access-list')
  expect(entries).toHaveLength(3)
  expect(entries[0]?.removal).toEqual({ groupId: project.groupId, entryValue: entries[0]?.name })
  expect(results.some(({ kind }) => kind === 'binding')).toBe(true)
  expect(review).toMatchObject({ items: results.length, decided: 0, isOverdue: false })

  const [first, second] = entries
  await decided(reviewId, first?.id ?? 0, 'operator')
  await decided(reviewId, second?.id ?? 0, 'operator', 'revoke')
  const after = await read(reviewId, personAs('operator'))
  expect(after.review).toMatchObject({ decided: 2, isMine: true })
  expect(after.results.find(({ id }) => id === second?.id)).toMatchObject({
    verdict: 'revoke',
    comment: 'Still used',
    by: personAs('operator').name,
  })
  // Nothing was removed: that is the usual command's work.
  const calls = await world.calls({ groupId: project.groupId })
  expect(calls.filter(({ method }) => method === 'DELETE')).toEqual([])
  // The auditor who started it sees it, but decides nothing.
  for (const [who, kind] of [
    ['auditor', 'not-allowed'],
    ['approver', 'not-found'],
  ] as const)
    await expect(decided(reviewId, first?.id ?? 0, who)).rejects.toMatchObject({ kind })
})

test('a reviewer is told that another one decided an item meanwhile', async () => {
  const reviewId = await startFor()
  const at = async (id: number) =>
    decisionOf((await read(reviewId, personAs('operator'))).results.find((one) => one.id === id))
  const [item] = (await read(reviewId)).results
  const id = item?.id ?? 0
  await decided(reviewId, id, 'operator', 'revoke')
  await expect(decided(reviewId, id, 'operator')).rejects.toMatchObject({ kind: 'conflict' })
  const first = await at(id)
  expect(first.verdict).toBe('revoke')
  await decided(reviewId, id, 'operator', 'keep', first)
  expect((await at(id)).verdict).toBe('keep')
})

test('every step is in the audit log, where auditors of the project see it, without names in clear', async () => {
  const reviewId = await startFor({ name: 'Secret name' })
  const [item] = (await read(reviewId)).results
  await decided(reviewId, item?.id ?? 0, 'operator')
  await as('auditor', endAccessReview, { reviewId })
  const mine = visibleIn(sql(), { orgIds: [], groupIds: [project.groupId], clusters: [] })
  const rows = await entries(sql(), { limit: 1_000, where: mine })
  const types = rows.filter(({ stored }) => stored.includes(reviewId)).map(({ body }) => body.type)
  expect(types).toEqual(['review.started', 'review.decided', 'review.ended'])
  expect(rows.some(({ stored }) => /Secret name|Still used/.test(stored))).toBe(false)
  await expect(decided(reviewId, item?.id ?? 0, 'operator')).rejects.toMatchObject({
    kind: 'conflict',
  })
  await expect(as('auditor', endAccessReview, { reviewId })).rejects.toMatchObject({
    kind: 'conflict',
  })
})

test('a review of another project does not exist for an auditor of one, and they can’t start it', async () => {
  const reviewId = await startFor()
  const other = await world.project()
  await expect(read(reviewId, insider(other.groupId))).rejects.toMatchObject({ kind: 'not-found' })
  const { data } = await run(listAccessReviews, {}, insider(other.groupId))
  expect(listAccessReviews.output.parse(data).results).toEqual([])
  expect((await read(reviewId, insider(project.groupId))).review.id).toBe(reviewId)
  await expect(startFor({}, insider(other.groupId))).rejects.toMatchObject({
    kind: expect.stringMatching(/^not-/),
  })
  await expect(startFor({}, personAs('operator'))).rejects.toMatchObject({ kind: 'not-allowed' })
})

test('a reviewer must have a role there, and the time must be to come', async () => {
  const fields = (work: Promise<unknown>) =>
    work.then(
      () => [],
      (error) => Object.keys(error.failure?.fields ?? {}),
    )
  expect(await fields(startFor({ reviewers: ['outsider'] }))).toEqual(['reviewers'])
  expect(await fields(startFor({ reviewers: ['nobody'] }))).toEqual(['reviewers'])
  expect(await fields(startFor({ dueAt: '2020-01-01T00:00:00Z' }))).toEqual(['dueAt'])
})

test('what can’t be read is named, and the rest is reviewed', async () => {
  const match = { operationId: 'listGroupAccessListEntries', groupId: project.groupId }
  await world.fault({ match, fault: { kind: 'status', status: 403 }, times: 5 })
  const { unread, results } = await read(await startFor())
  expect(unread).toEqual([expect.stringContaining('access list')])
  expect(results.length).toBeGreaterThan(0)
  await world.control('DELETE', 'fault', { match })
  const whole = await read(await startFor({ groupIds: [] }))
  expect(whole.unread).toEqual([])
  expect(new Set(whole.results.map(({ kind }) => kind))).toContain('access-list')
})

test('a revoke shows whether the access is gone, until someone removes it', async () => {
  const own = await world.project({ accessList: 2 })
  const reviewId = await startFor({ orgId: own.orgId, groupIds: [own.groupId] })
  const found = (await read(reviewId)).results.filter(({ kind }) => kind === 'access-list')
  for (const { id } of found) await decided(reviewId, id, 'operator', 'revoke')
  const after = async () =>
    (await read(reviewId)).results.flatMap(({ id, isCarriedOut }) =>
      found.some((one) => one.id === id) ? [isCarriedOut] : [],
    )
  expect(await after()).toEqual([false, false])
  await as('operator', removeAddress, found[0]?.removal)
  await expect.poll(after, { timeout: 15_000 }).toEqual([true, false])
})

test('reviewers are notified when a review starts, and once before it ends with open items', async () => {
  const reviewId = await startFor()
  const rowsOf = async () =>
    (await entries(sql(), { limit: 1_000 })).filter(({ stored }) => stored.includes(reviewId))
  await remindReviewers()
  expect((await rowsOf()).map(({ body }) => body.type)).toEqual(['review.started'])
  await world.owner`update access_review set started_at = started_at - interval '3 days' where id = ${reviewId}`
  await remindReviewers()
  await remindReviewers()
  const rows = await rowsOf()
  expect(rows.map(({ body }) => body.type)).toEqual(['review.started', 'review.due'])
  for (const { body } of rows) {
    expect(eventOf(body)?.to).toEqual({ reviewers: 'decide' })
    const people = await peopleOf('reviewers', undefined, { orgId: '', tags: [] }, body.after)
    expect(people.map(({ sub }) => sub)).toEqual(['operator'])
  }
})
