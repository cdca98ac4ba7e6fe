import { expect, test } from 'vitest'
import { decideTogether } from '@/lib/approvals/decide-together'
import { planDigest } from '@/lib/approvals/plans'
import { newId } from '@/lib/format/id'
import { cancelRequest, editRequest, fileRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { open, sql } from '../database'
import type { NotificationRow } from '../notify/channels'
import { readOutbox } from '../notify/outbox'
import { toldOf } from '../notify/words'
import { run } from '../run'
import { as, refusal, runTyped, settleAll, wasSeen } from '../testing/acting'
import { gated, machineAs, machineBindings } from '../testing/clients'
import { decided, type Plan, planAs, planOf } from '../testing/plans'
import { card } from '../testing/requests'
import { startConsole } from '../testing/start'
import { withRules } from '../testing/with-rules'

const world = await startConsole({
  configure: (file) => ({
    ...file,
    bindings: [
      ...(file.bindings as object[]),
      ...machineBindings('terraform', 'denied', 'stepped', 'budget', 'deletes', 'fast'),
    ],
  }),
})

const peer = (groupId: string, at: number) => ({
  method: 'POST',
  path: `/api/atlas/v2/groups/${groupId}/peers`,
  body: JSON.stringify({ providerName: 'AWS', vpcId: `vpc-${at}` }),
})
const operator = personAs('operator')
/** Files a request of an operator in a plan. */
const fileIn = async (plan: string, groupId: string, address = '0.0.0.0/0', by = operator) => {
  const input = { groupId, entries: [{ address, comment: 'For the migration' }] }
  const why = { reason: 'The migration needs it', ticket: 'CASE-01234', plan }
  const { data } = await runTyped(fileRequest, { op: 'access.allow', input, ...why }, by)
  return fileRequest.output.parse(data).requestId
}

test('ten calls at once are one plan, decided together, each with its own decision', async () => {
  const { groupId } = await world.project()
  const terraform = await machineAs('terraform')
  await wasSeen()
  const said = await Promise.all(
    Array.from({ length: 10 }, (_, at) => gated(terraform, peer(groupId, at))),
  )
  const shown = await card(said[0]!.requestId, personAs('approver'))
  expect(shown.plan).toMatchObject({ total: 10, waiting: 10 })
  const plan = await planOf(said[0]!.requestId)
  expect(plan.requests).toHaveLength(10)
  expect(plan.requests[0]?.gist).toMatch(/vpcId: vpc-\d/)
  expect(shown.client).toMatchObject({
    machine: { name: 'terraform', owner: personAs('operator').name },
    says: { name: 'Terraform', resource: 'mongodbatlas_network_peering', module: 'network' },
    mode: 'permit',
    today: { requests: 10 },
  })
  expect(shown.request.requester.kind).toBe('machine')
  while (await readOutbox());
  const ids = said.map(({ requestId }) => requestId)
  const told = await sql()<
    NotificationRow[]
  >`select * from notification where request_id = any(${ids})`
  expect(told).toMatchObject([{ type: 'request.created' }])
  expect((await toldOf(told[0]!, false)).facts).toContainEqual([
    'Requester',
    `terraform, machine of ${personAs('operator').name}`,
  ])
  const [first, ...others] = plan.requests
  const changed = [{ ...first!, digest: 'a'.repeat(64) }, ...others]
  expect(await refusal(decided('approve', plan, { some: changed }))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('1 edited'),
  })
  for (const id of ids) expect((await card(id)).request.state, 'all or nothing').toBe('pending')
  const results = await decided('approve', plan)
  expect(results.map(({ state }) => state)).toEqual(results.map(() => 'approved'))
  const passed = await Promise.all(
    Array.from({ length: 10 }, (_, at) => gated(terraform, peer(groupId, at))),
  )
  expect(passed.every(({ status }) => status < 300)).toBe(true)
})

test('a plan is denied together, with a reason', async () => {
  const { groupId } = await world.project()
  const denied = await machineAs('denied')
  const said = [await gated(denied, peer(groupId, 1)), await gated(denied, peer(groupId, 2))]
  const plan = await planOf(said[0]!.requestId)
  expect(await refusal(decided('deny', plan))).toMatchObject({ kind: 'invalid' })
  await decided('deny', plan, { comment: 'Not this week' })
  for (const { requestId } of said) expect((await card(requestId)).request.state).toBe('denied')
})

test('one new sign-in is enough for a plan, and for exactly what it showed', async () => {
  const { groupId } = await world.project()
  const stepped = await machineAs('stepped')
  await withRules([{ stepUpSeconds: 300 }], async () => {
    const said = [await gated(stepped, peer(groupId, 1)), await gated(stepped, peer(groupId, 2))]
    const plan = await planOf(said[0]!.requestId)
    expect(plan.digest).toBe(planDigest(plan.requests.map((one) => one.digest)))
    const ask = (stepUpFor: string) =>
      decided('approve', plan, { person: personAs('approver', { stepUpFor }) })
    expect(plan.stepUp).toMatchObject({ until: null })
    expect(await refusal(ask('b'.repeat(64)))).toMatchObject({ kind: 'step-up' })
    expect(await refusal(ask(plan.requests[0]!.digest))).toMatchObject({ kind: 'step-up' })
    expect((await ask(plan.digest)).map(({ state }) => state)).toEqual(['approved', 'approved'])
  })
  await settleAll()
})

test('a call that the policy approves by itself passes at once, and is recorded as such', async () => {
  const { groupId } = await world.project()
  const automatic = await machineAs('budget')
  const rule = { match: { op: 'atlas.createGroupPeer' }, automatic: true }
  const passed = await withRules([rule], () => gated(automatic, peer(groupId, 1)))
  expect(passed.status).toBeLessThan(300)
  expect(await world.calls({ groupId, operationId: 'createGroupPeer' })).toHaveLength(1)
})

test('requests that a person files together have one decision, which the log names once', async () => {
  const plan = newId()
  const [a, b] = [await world.project(), await world.project()]
  const ids = []
  for (const { groupId } of [a, b]) {
    ids.push(await fileIn(plan, groupId))
    // Their own client's calls at the same time are another plan.
    expect((await gated({ person: personAs('operator') }, peer(groupId, 1))).requestId).not.toBe('')
  }
  const joined = { op: 'access.allow', input: {}, reason: 'The migration needs it', plan }
  await expect(
    run(
      fileRequest,
      { ...joined, input: { groupId: a.groupId, entries: [{ address: '0.0.0.0/1' }] } },
      { ...personAs('operator'), sub: 'another' },
    ),
  ).rejects.toMatchObject({ kind: 'invalid' })

  const shown = await planOf(ids[0]!)
  expect(shown.requests.map(({ id, call }) => ({ id, call }))).toEqual(
    ids.map((id) => ({ id, call: null })),
  )
  const results = await decided('approve', shown)
  expect(results.map(({ state }) => state)).toEqual(['approved', 'approved'])
  const rows = await sql()<{ after: { digest: string; requests: { id: string }[] } }[]>`
    select body::jsonb -> 'after' as after from audit
    where body::jsonb ->> 'type' = 'plan.approved' and body::jsonb #>> '{after,plan}' = ${plan}`
  expect(rows).toMatchObject([
    { after: { digest: shown.digest, requests: ids.map((id) => ({ id, state: 'approved' })) } },
  ])
  await settleAll()
  while (await readOutbox());
  const told = await sql()<
    NotificationRow[]
  >`select type, outcome from notification where request_id = any(${ids}) order by seq`
  expect(
    told.map(({ type }) => type),
    'each kind once',
  ).toEqual([...['request.created', 'request.approved', 'request.closed']])
  for (const { groupId } of [a, b])
    expect(
      await world.calls({ groupId, operationId: 'createGroupAccessListEntry' }),
      'each its own effect',
    ).toHaveLength(1)
  const outcomes = (await planOf(ids[0]!)).requests
  expect(outcomes.map(({ how }) => how)).toEqual(['done', 'done'])
})

test('a decision is refused if a request was added, edited or canceled after it was shown', async () => {
  const plan = newId()
  const [a, b] = [await world.project(), await world.project()]
  const [first, second] = [await fileIn(plan, a.groupId), await fileIn(plan, b.groupId)]
  const decideAfter = async (change: () => Promise<unknown>) => {
    const shown = await planOf(first)
    await change()
    return refusal(decided('approve', shown))
  }
  const third = { id: '' }
  expect(
    await decideAfter(async () => (third.id = await fileIn(plan, a.groupId, '0.0.0.0/2'))),
  ).toMatchObject({ kind: 'conflict', message: expect.stringContaining('added') })
  const input = { groupId: b.groupId, entries: [{ address: '0.0.0.0/1', comment: 'Half of it' }] }
  const edit = { requestId: second, input, reason: 'Half is enough', ticket: 'CASE-01234' }
  expect(
    await decideAfter(() => as('operator', editRequest, { ...edit, revision: 1 })),
  ).toMatchObject({ kind: 'conflict', message: expect.stringContaining('1 edited') })
  expect(
    await decideAfter(() => as('operator', cancelRequest, { requestId: third.id })),
  ).toMatchObject({ kind: 'conflict', message: expect.stringContaining('1 canceled') })
  for (const id of [first, second]) expect((await card(id)).request.state).toBe('pending')
  const withdrawn = { type: 'request.cancelled', request_id: third.id } as NotificationRow
  expect((await toldOf(withdrawn, false)).about, 'only one of them').not.toContain('more')
  await decided('approve', await planOf(first).then(waitingOf))
  await settleAll()
})

const waitingOf = (plan: Plan): Plan => ({
  ...plan,
  requests: plan.requests.filter(({ state }) => state === 'pending'),
})

test('of a plan, a person decides what they may, and anything else refuses the whole decision', async () => {
  const plan = newId()
  const [here, there] = [await world.project(), await world.project()]
  const ids = [await fileIn(plan, here.groupId), await fileIn(plan, there.groupId)]
  const all = await planOf(ids[0]!)
  const local = personAs('approver', {
    bindings: [
      { group: 'local', role: 'approver', scope: { project: here.groupId } },
      { group: 'local', role: 'viewer', scope: { project: there.groupId } },
    ],
  })
  const shown = await planOf(ids[0]!, local)
  expect(shown.requests.map(({ mayApprove }) => mayApprove === null)).toEqual([true, false])
  expect(await refusal(decided('approve', shown, { person: local }))).toMatchObject({
    kind: 'not-allowed',
  })
  // In whose project there is no role, the request does not exist.
  const stranger = personAs('approver', { bindings: local.bindings.slice(0, 1) })
  expect((await planAs(plan, stranger)).requests.map(({ id }) => id)).toEqual([ids[0]])
  expect(await refusal(decided('approve', all, { person: stranger }))).toMatchObject({
    kind: 'not-found',
  })
  expect(
    await refusal(decided('approve', all, { person: personAs('operator') })),
    'nobody approves their own',
  ).toMatchObject({ kind: 'not-allowed' })
  const twice = { some: [all.requests[0]!, all.requests[0]!] }
  expect(await refusal(decided('approve', all, twice))).toMatchObject({ kind: 'invalid' })
  for (const id of ids) expect((await card(id)).request.state).toBe('pending')

  const two = await Promise.allSettled([
    decided('approve', shown, { person: local, some: shown.requests.slice(0, 1) }),
    decided('deny', all, { comment: 'Not this week' }),
  ])
  expect(two.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  await settleAll()
})

test('a request of another person, put into a plan in the database, is not decided with it', async () => {
  const plan = newId()
  const { groupId } = await world.project()
  const first = await fileIn(plan, groupId)
  const other = { ...personAs('operator'), sub: 'another' }
  const requestId = await fileIn(newId(), groupId, '0.0.0.0/1', other)
  await sql()`update request set plan = ${plan} where id = ${requestId}`
  const shown = await planOf(first)
  expect(shown.requests).toHaveLength(2)
  expect(await refusal(decided('approve', shown))).toMatchObject({
    kind: 'unavailable',
    message: expect.stringContaining('admin'),
  })
  await as('operator', cancelRequest, { requestId: first })
})

test('of a decision that fails at one request, no query of another one outlives the rollback', async () => {
  const plan = newId()
  const { groupId } = await world.project()
  await fileIn(plan, groupId)
  const { digest, requests } = await planOf(await fileIn(plan, groupId, '0.0.0.0/1'))
  const by = byOf(personAs('approver'))
  const one = open(process.env.DATABASE_URL!, 1)
  const failing = () =>
    decideTogether(one, {
      ...{ plan, digest, verdict: 'approve', comment: '', by, trace: 'plan' },
      requests: requests.map((one) => ({ requestId: one.id, digest: one.digest })),
      judge: async (_, cases) =>
        cases.map((_, at) => ({
          ballot: { step: 0, counted: [] },
          by: at === 0 ? { ...by, iss: 'gatehouse:machines' } : by,
        })),
    })
  // The second time, the connection has prepared the statements, and sends them without waiting.
  for (const _ of [1, 2]) await expect(failing()).rejects.toThrow('Machines')
  for (const _ of [1, 2, 3, 4, 5]) await one`select 1`
  await one.end()
  expect(await sql()`select 1 from effect where group_id = ${groupId}`).toEqual([])
})

test('approvers hear of a request that joins a plan later', async () => {
  const { groupId } = await world.project()
  const plan = newId()
  const told = async (address: string) => {
    const requestId = await fileIn(plan, groupId, address)
    while (await readOutbox());
    const rows = await sql()`select 1 from notification where request_id = ${requestId}`
    return { requestId, times: rows.length }
  }
  const first = await told('0.0.0.0/0')
  expect(first.times).toBe(1)
  expect((await told('0.0.0.0/1')).times).toBe(0)
  await world.owner`
    update notification set at = at - interval '1 hour'
    where request_id in (select id from request where plan = ${plan})`
  expect((await told('0.0.0.0/2')).times).toBe(1)
})
