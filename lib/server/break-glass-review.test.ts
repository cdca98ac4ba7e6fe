import { beforeEach, describe, expect, test } from 'vitest'
import { endUnreviewed } from '@/lib/approvals/break-glass'
import { entries } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import { inbox } from '@/lib/ops/inbox'
import { denyRequest, revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { refusal, settleAll, wasSeen } from './testing/acting'
import {
  bela,
  breaks,
  glassOf,
  letReviewPass,
  liveByGlass,
  memberOf,
  reviews,
  stateOf,
} from './testing/break-glass'
import { card, fileAccess, fileFor, grantCalls, slot } from './testing/requests'
import { startConsole } from './testing/start'
import { delegates, ruleOf, someone, usesEmail } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const project = (more = {}) => world.project({ clusters: [{ name: 'main' }], ...more })
const revokeCalls = async ({ groupId }: TestProject) =>
  (await world.calls({ groupId })).filter((c) => c.path.includes(':revokeMongoDBEmployeeAccess'))
const logged = async (requestId: string, type: string) =>
  (await entries(sql(), { limit: 500, requestId })).filter(({ body }) => body.type === type)
const unreviewed = async (person = personAs('approver')) =>
  inbox.output.parse((await run(inbox, {}, person, context)).data).toReview.map(({ id }) => id)

// A break-glass of another test would block this one until its review.
beforeEach(
  () =>
    world.owner`update break_glass set verdict = 'justified', reviewer_iss = '', reviewer_sub = '',
      reviewer_name = '', reviewed_at = clock_timestamp() where reviewed_at is null`,
)

describe('the review', () => {
  test('break-glass: an approver reviews it once, and the access stays', async () => {
    const at = await project()
    const id = await liveByGlass(at)
    expect(await unreviewed()).toEqual([id])
    expect(await unreviewed(bela())).toEqual([])
    await reviews(id)
    expect((await card(id)).request.breakGlass?.review).toMatchObject({
      verdict: 'justified',
      by: 'Amara Okafor',
    })
    expect(await unreviewed()).toEqual([])
    expect(await refusal(reviews(id, personAs('approver2'), 'not-justified'))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('Amara Okafor'),
    })
    await settleAll()
    expect([await stateOf(id), (await revokeCalls(at)).length]).toEqual(['approved', 0])
    const [row] = await logged(id, 'breakglass.reviewed')
    expect(row?.body).toMatchObject({ outcome: 'justified', actor: { sub: 'approver' } })
  })

  test('break-glass: a review that finds it not justified ends the access at once', async () => {
    const at = await project()
    const id = await liveByGlass(at)
    await reviews(id, personAs('approver'), 'not-justified')
    await settleAll()
    expect((await slot(at)).now).toBeNull()
    expect([await stateOf(id), (await revokeCalls(at)).length]).toEqual(['revoked', 1])
    expect(await logged(id, 'revoke.requested')).toHaveLength(1)
  })

  test('break-glass: nobody reviews their own, nor one that is for them, nor their delegator’s', async () => {
    const groups = ['gatehouse-requesters', 'gatehouse-breakglass', 'gatehouse-approvers']
    const breaker = await memberOf('breaker', groups)
    const linked = await memberOf('breaker-at-home', groups)
    for (const one of [breaker, linked]) await usesEmail(one, 'breaker@example.com')
    const delegate = await someone('delegate-of-breaker')
    await delegates(breaker, delegate)
    const id = await liveByGlass(await project(), breaker)
    const refused = {
      breaker,
      linked,
      delegate,
      viewer: personAs('viewer'),
      operator: personAs('operator'),
      admin: personAs('admin'),
      holder: bela(),
    }
    for (const [who, person] of Object.entries(refused)) {
      expect([who, (await refusal(reviews(id, person))).kind]).toEqual([who, 'not-allowed'])
      expect([who, (await card(id, person)).request.breakGlass?.mayReview]).toEqual([
        who,
        expect.any(String),
      ])
    }
    expect((await card(id)).request.breakGlass?.review).toBeNull()
    await reviews(id)
  })

  test('break-glass: only someone who could have approved it can review it, also as a delegate', async () => {
    await withRules(ruleOf({ steps: [{ groups: ['platform-leads'], count: 1 }] }), async () => {
      const id = await liveByGlass(await project())
      expect((await refusal(reviews(id))).kind).toBe('not-allowed')
      const deputy = await someone('deputy', [], {}, 'viewer')
      await delegates(personAs('lead'), deputy)
      await wasSeen(personAs('lead'))
      await reviews(id, deputy)
      expect((await card(id)).request.breakGlass?.review?.by).toBe('deputy')
    })
  })

  test('break-glass: an approver can deny it until it is sent, and the review stays due', async () => {
    const at = await project()
    const id = await fileAccess(at, {}, bela())
    await breaks(id)
    const { digest } = (await card(id)).request
    await run(
      denyRequest,
      { requestId: id, digest, comment: 'Not this one' },
      personAs('approver'),
      context,
    )
    await settleAll()
    expect([await stateOf(id), (await grantCalls(world, at)).length]).toEqual(['denied', 0])
    expect(await unreviewed()).toEqual([id])
  })
})

describe('the deadline', () => {
  test('break-glass: at the deadline unreviewed access ends itself, once, whoever looks first', async () => {
    const at = await project()
    const id = await liveByGlass(at)
    expect(await endUnreviewed(sql())).toBe(0)
    await letReviewPass(world, id)
    const counts = await Promise.all([endUnreviewed(sql()), endUnreviewed(sql())])
    expect(counts.toSorted()).toEqual([0, 1])
    await settleAll()
    expect((await slot(at)).now).toBeNull()
    expect([await stateOf(id), (await revokeCalls(at)).length]).toEqual(['revoked', 1])
    const [row, ...more] = await logged(id, 'breakglass.overdue')
    expect([row?.body.after, more]).toEqual([expect.objectContaining({ ending: true }), []])
    expect((await card(id)).request.breakGlass).toMatchObject({ isOverdue: true, review: null })
    expect((await verifyDatabase(sql())).ok).toBe(true)
  })

  test('break-glass: a row that can’t be read does not keep others from ending', async () => {
    const [odd, at] = [await project(), await project()]
    const first = await liveByGlass(odd)
    const second = await liveByGlass(at)
    await letReviewPass(world, first)
    await letReviewPass(world, second)
    const [row] = await sql()<{ input: string }[]>`select input from request where id = ${first}`
    await sql()`update request set input = 'odd' where id = ${first}`
    await expect(endUnreviewed(sql())).rejects.toThrow()
    await settleAll()
    expect((await slot(at)).now).toBeNull()
    await sql()`update request set input = ${row?.input ?? ''} where id = ${first}`
    expect(await endUnreviewed(sql())).toBe(1)
  })

  test('break-glass: until a late review, neither the person nor another account of theirs can break glass again', async () => {
    const home = await memberOf('bela-at-home', ['gatehouse-requesters', 'gatehouse-breakglass'])
    for (const one of [bela(), home]) await usesEmail(one, 'bela@example.com')
    const other = await memberOf('other-holder', ['gatehouse-requesters', 'gatehouse-breakglass'])
    const first = await liveByGlass(await project())
    // While the review is not due, the next emergency is not held up.
    await liveByGlass(await project())
    await letReviewPass(world, first)
    for (const person of [bela(), home]) {
      const next = await fileAccess(await project(), {}, person)
      expect(await refusal(breaks(next, person))).toMatchObject({
        kind: 'not-allowed',
        message: expect.stringContaining('not reviewed'),
      })
      expect((await card(next, person)).breakGlassOffer?.overdueId).toBe(first)
      expect(await stateOf(next)).toBe('pending')
    }
    await liveByGlass(await project(), other)
    await endUnreviewed(sql())
    await reviews(first)
    await liveByGlass(await project())
    await liveByGlass(await project(), home)
  })

  test('break-glass: a call that gives no access can’t be ended, but the deadline is recorded and refuses the next one', async () => {
    await withRules([{ match: { op: 'access.allow' }, ...glassOf() }], async () => {
      const at = await project()
      const groups = ['gatehouse-requesters', 'gatehouse-operators', 'gatehouse-breakglass']
      const operator = await memberOf('ops', groups)
      const entries = [{ address: '0.0.0.0/0', comment: 'emergency' }]
      const id = await fileFor('access.allow', { groupId: at.groupId, entries }, operator)
      await breaks(id, operator)
      await settleAll()
      expect(await stateOf(id)).toBe('done')
      await letReviewPass(world, id)
      await endUnreviewed(sql())
      const [row] = await logged(id, 'breakglass.overdue')
      expect(row?.body.after).toMatchObject({ ending: false })
      const next = await fileAccess(at, {}, operator)
      expect((await refusal(breaks(next, operator))).kind).toBe('not-allowed')
    })
  })

  test('break-glass: nothing stops a revoke, also of overdue access', async () => {
    const at = await project()
    const id = await liveByGlass(at)
    await letReviewPass(world, id)
    await run(revokeRequest, { requestId: id, reason: '' }, bela(), context)
    await endUnreviewed(sql())
    await settleAll()
    expect([await stateOf(id), (await revokeCalls(at)).length]).toEqual(['revoked', 1])
    expect(await logged(id, 'breakglass.overdue')).toHaveLength(1)
  })
})
