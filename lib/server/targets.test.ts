import { expect, test } from 'vitest'
import { claim } from '@/lib/approvals/effects'
import { execute } from '@/lib/approvals/executor'
import { recoverAbandoned } from '@/lib/approvals/reconciler'
import { verifyDatabase } from '@/lib/audit/verify'
import { approveRequest, cancelRequest, denyRequest } from '@/lib/ops/requests'
import { northwind } from '@/sandbox/atlas/world/orgs'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { refusal, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess } from './testing/requests'
import { startConsole } from './testing/start'
import {
  all,
  fileMany,
  live,
  names,
  noticed,
  outcomes,
  request,
  revoke,
  severalIn,
  shared,
  targets,
  untilExpected,
} from './testing/targets'
import { ruleOf, someone } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const { clustersOf, project, refuse, setState } = severalIn(world)

test('targets: one approval grants all of them, each with its own call, and one revoke ends all', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at) })
  expect((await request(id)).summary).toContain('3 clusters')
  await approve(id)
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'granted', 'granted'])
  expect(await clustersOf(at)).toEqual(names(3))
  expect((await request(id)).targets?.says).toBe('3 of 3 granted')
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  await revoke(id)
  await settleAll()
  expect(await request(id)).toMatchObject({ state: 'closed', how: 'revoked' })
})

test('targets: after a failure, “stop” skips the rest with a reason, and “continue” goes on', async () => {
  const [stops, goesOn] = [await project(), await project()]
  await refuse(stops, 'c-02')
  await refuse(goesOn, 'c-02')
  const stopped = await live(stops)
  expect(await outcomes(stopped)).toEqual(['granted', 'failed', 'skipped'])
  expect((await targets(stopped))[2]?.note).toContain('c-02')
  expect(await clustersOf(stops)).toEqual(['c-01', 'c-02'])
  expect((await request(stopped)).targets?.says).toBe('1 of 3 granted, 1 failed, 1 skipped')
  const continued = await live(goesOn, { onFailure: 'continue' })
  expect(await outcomes(continued)).toEqual(['granted', 'failed', 'granted'])
  // The failed cluster is free again, and the request is open until the others end.
  expect(await fileAccess(stops, { clusterName: 'c-02' })).toBeTruthy()
  expect((await request(continued)).state).toBe('approved')
  await revoke(continued)
  await settleAll()
  expect(await request(continued)).toMatchObject({ state: 'closed', how: 'mixed' })
})

test('targets: approvals narrow to the clusters that each of them left, and never to none', async () => {
  const [at, other] = [await project(), await project()]
  const [one, two] = [await someone('fewer-1'), await someone('fewer-2')]
  await withRules(ruleOf({ steps: [{ groups: [], count: 2 }] }), async () => {
    const id = await fileMany({ targets: all(at) })
    const [a, b, c] = (await targets(id)).map((target) => target.id)
    expect(await refusal(approve(id, one, { targets: [] }))).toMatchObject({ kind: 'invalid' })
    const foreign = await fileMany({ targets: all(other) })
    const [theirs] = await targets(foreign)
    expect(await refusal(approve(id, one, { targets: [a, theirs?.id] }))).toMatchObject({
      kind: 'invalid',
    })
    await approve(id, one, { targets: [a, b] })
    const none = await refusal(approve(id, two, { targets: [c] }))
    expect([none.kind, none.message]).toEqual(['invalid', expect.stringContaining('Deny')])
    expect((await targets(id)).map(({ isLeftOut }) => isLeftOut)).toEqual([false, false, true])
    await approve(id, two, { targets: [b, c] })
    await settleAll()
    expect(await outcomes(id)).toEqual(['left-out', 'granted', 'left-out'])
    expect(await clustersOf(at)).toEqual(['c-02'])
    // Nothing keeps the others from a request of their own.
    expect(await fileAccess(at, { clusterName: 'c-01' })).toBeTruthy()
  })
})

test('targets: a vote that was narrowed in the table only sends nothing', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at) })
  const [first] = await targets(id)
  await approve(id, personAs('approver'), { targets: [first?.id] })
  await world.owner`update decision set targets = null where request_id = ${id}`
  await settleAll()
  expect(await clustersOf(at)).toEqual([])
})

test('targets: access that was granted outside Gatehouse on one is left alone, and the others go on', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at), onFailure: 'continue' })
  await approve(id)
  await setState(at, 'c-02', { grant: untilExpected })
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'failed', 'granted'])
  expect((await targets(id))[1]).toMatchObject({ how: 'conflict' })
})

test('targets: a target that is taken, out of scope, named twice or too many is refused by name', async () => {
  const at = await project()
  const taken = await fileAccess(at, { clusterName: 'c-02' })
  const refused = await refusal(fileMany({ targets: all(at) }))
  expect([refused.kind, refused.message]).toEqual(['conflict', expect.stringContaining('c-02')])
  expect(refused.message).not.toContain('c-01')
  await run(cancelRequest, { requestId: taken }, personAs('requester'), context)
  const twice = await refusal(fileMany({ targets: [...all(at), all(at)[0]] }))
  expect([twice.kind, twice.message]).toEqual(['invalid', expect.stringContaining('c-01')])
  const hidden = { groupId: 'f'.repeat(24), clusterName: 'hidden' }
  const outside = await refusal(fileMany({ targets: [...all(at), hidden] }))
  expect([outside.kind, outside.message]).toEqual(['not-found', expect.stringContaining('hidden')])
  const elsewhere = await world.project({
    orgId: northwind.id,
    clusters: [{ name: 'far' }],
  })
  const far = { groupId: elsewhere.groupId, clusterName: 'far' }
  const orgs = await refusal(fileMany({ targets: [...all(at), far] }))
  expect(orgs.kind).toBe('invalid')
  const many = Array.from({ length: 51 }, (_, i) => ({ ...hidden, clusterName: `n-${i}` }))
  const tooMany = await refusal(fileMany({ targets: many }))
  expect(JSON.stringify(tooMany)).toContain('50')
  expect(
    await refusal(fileMany({ input: { ...shared, ...hidden }, targets: all(at) })),
  ).toMatchObject({
    kind: 'invalid',
  })
})

test('targets: the policy is read for each, and the strictest of all counts', async () => {
  const at = await project(1)
  const strict = await world.project({
    clusters: [{ name: 'main' }],
    tags: [{ key: 'tier', value: 'one' }],
  })
  const both = [...all(at, 1), { groupId: strict.groupId, clusterName: 'main' }]
  const rules = [
    {
      match: { project: [strict.groupId] },
      maxMinutes: 30,
      steps: [{ groups: ['dba'], count: 2 }],
    },
  ]
  await withRules(rules, async () => {
    const long = await refusal(fileMany({ targets: both }))
    expect([long.kind, long.message]).toEqual(['invalid', expect.stringContaining('30 min')])
    const id = await fileMany({ targets: both, input: { ...shared, minutes: 30 } })
    expect((await card(id)).steps).toMatchObject([{ groups: ['dba'], count: 2 }])
    expect((await request(id)).groupId).toBeNull()
    expect(await refusal(approve(id))).toMatchObject({ kind: 'not-allowed' })
  })
})

test('targets: a tag chooses the clusters that have it in Atlas, with a proof, and a lost tag is marked', async () => {
  const own = { key: 'team', value: `t-${Date.now()}` }
  const at = await project(3, [own])
  await noticed(at)
  await setState(at, 'c-03', { tags: [] })
  const moved = await refusal(fileMany({ tag: own }))
  expect([moved.kind, moved.message]).toEqual(['conflict', expect.stringContaining('c-03')])
  await noticed(at)
  const id = await fileMany({ tag: own })
  expect(await targets(id)).toMatchObject([
    { clusterName: 'c-01', tags: [own], isMoved: false },
    { clusterName: 'c-02', tags: [own], isMoved: false },
  ])
  await setState(at, 'c-01', { tags: [] })
  await noticed(at)
  expect((await targets(id)).map(({ isMoved }) => isMoved)).toEqual([true, false])
  const none = await refusal(fileMany({ tag: { key: 'team', value: 'nobody' } }))
  expect([none.kind, none.message]).toEqual(['invalid', expect.stringContaining('team=nobody')])
})

test('targets: any change of a target in the database stops the approval and the call', async () => {
  const at = await project()
  const unapproved = await fileMany({ targets: all(at) })
  const change = (id: string) =>
    world.owner`update request set targets = replace(targets, 'c-02', 'c-03') where id = ${id}`
  await change(unapproved)
  expect(await refusal(approve(unapproved))).toMatchObject({ kind: 'unavailable' })
  const next = await project()
  const approved = await fileMany({ targets: all(next) })
  await approve(approved)
  await change(approved)
  await settleAll()
  expect(await clustersOf(next)).toEqual([])
  const last = await project(4)
  const swapped = await fileMany({ targets: all(last), onFailure: 'continue' })
  await approve(swapped)
  await world.owner`update effect set cluster_name = 'c-04', input = replace(input, 'c-02', 'c-04')
    where request_id = (select id from request where part_of = ${swapped} and part_at = 1)`
  await settleAll()
  expect(await clustersOf(last)).toEqual(['c-01', 'c-03'])
})

test('targets: a console that stops between two calls doubles nothing, and the next one goes on', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at) })
  await approve(id)
  const first = await claim(sql())
  await execute(sql(), reach, first!)
  const second = await claim(sql())
  expect(second?.cluster_name).toBe('c-02')
  // The console stops here.
  expect(await claim(sql())).toBeUndefined()
  await world.owner`update effect set lease_until = now() - interval '1 second' where id = ${second!.id}`
  await recoverAbandoned(sql())
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'granted', 'granted'])
  expect(await clustersOf(at)).toEqual(names(3))
})

test('targets: a part is revoked alone, and can’t be decided, canceled or edited alone', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at) })
  const [first] = await targets(id)
  const part = { requestId: first!.id }
  const { digest } = await request(id)
  await wasSeen()
  const [approver, requester] = [personAs('approver'), personAs('requester')]
  const denial = { ...part, digest, comment: 'Not today, please' }
  for (const work of [
    () => run(approveRequest, { ...part, digest }, approver, context),
    () => run(denyRequest, denial, approver, context),
    () => run(cancelRequest, part, requester, context),
  ])
    expect(await refusal(work())).toMatchObject({ kind: 'conflict' })
  const alone = await card(first!.id)
  expect(alone.request).toMatchObject({ partOf: id, clusterName: 'c-01' })
  expect(Object.values({ ...alone.may, revoke: null }).filter((why) => why === null)).toHaveLength(
    1,
  )
  await approve(id)
  await execute(sql(), reach, (await claim(sql()))!)
  await revoke(first!.id)
  await settleAll()
  expect((await targets(id)).map(({ state }) => state)).toEqual(['closed', 'approved', 'approved'])
  expect((await request(id)).state).toBe('approved')
  await revoke(id)
  await settleAll()
  expect((await request(id)).how).toBe('revoked')
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})

test('targets: a denial or a cancelation before the calls stops all, and frees the clusters', async () => {
  const at = await project()
  const denied = await fileMany({ targets: all(at) })
  await approve(denied)
  const denial = {
    requestId: denied,
    digest: (await request(denied)).digest,
    comment: 'Not today, please',
  }
  await run(denyRequest, denial, personAs('approver'), context)
  const canceled = await fileMany({ targets: all(at) })
  await run(cancelRequest, { requestId: canceled }, personAs('requester'), context)
  await settleAll()
  expect(await clustersOf(at)).toEqual([])
  expect(await fileMany({ targets: all(at) })).toBeTruthy()
})
