import { expect, test } from 'vitest'
import { planDigest } from '@/lib/approvals/plans'
import { newId } from '@/lib/format/id'
import { decidePlan } from '@/lib/ops/plans'
import { cancelRequest, fileRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import type { NotificationRow } from '../notify/channels'
import { readOutbox } from '../notify/outbox'
import { toldOf } from '../notify/words'
import { run } from '../run'
import { as, refusal, settleAll, wasSeen } from '../testing/acting'
import { gated, machineAs, machineBindings, type Said } from '../testing/clients'
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
const decided = async (input: object, person = personAs('approver')) =>
  decidePlan.output.parse((await run(decidePlan, input, person, { requestId: 'plan' })).data)
    .results
const waiting = async (said: readonly Said[]) =>
  Promise.all(
    said.map(async ({ requestId }) => ({
      requestId,
      digest: (await card(requestId)).request.digest,
    })),
  )

test('ten calls at once are one plan, decided together, each with its own decision', async () => {
  const { groupId } = await world.project()
  const terraform = await machineAs('terraform')
  await wasSeen()
  const said = await Promise.all(
    Array.from({ length: 10 }, (_, at) => gated(terraform, peer(groupId, at))),
  )
  const shown = await card(said[0]!.requestId, personAs('approver'))
  expect(shown.plan?.requests).toHaveLength(10)
  expect(shown.plan?.requests[0]?.gist).toMatch(/vpcId: vpc-\d/)
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
  const requests = await waiting(said)
  const changed = { ...requests[3]!, digest: 'a'.repeat(64) }
  const results = await decided({
    verdict: 'approve',
    requests: requests.map((one, at) => (at === 3 ? changed : one)),
  })
  expect(results.filter(({ state }) => state === 'approved')).toHaveLength(9)
  expect(results[3]).toMatchObject({ state: null, whyNot: expect.stringContaining('edited') })
  const passed = await Promise.all(
    Array.from({ length: 10 }, (_, at) => gated(terraform, peer(groupId, at))),
  )
  expect(passed.map(({ status }) => status < 300)).toEqual(passed.map((_, at) => at !== 3))
  await as('operator', cancelRequest, { requestId: said[3]!.requestId })
  expect((await card(said[3]!.requestId)).request.state).toBe('cancelled')
})

test('a plan is denied together, with a reason', async () => {
  const { groupId } = await world.project()
  const denied = await machineAs('denied')
  const said = [await gated(denied, peer(groupId, 1)), await gated(denied, peer(groupId, 2))]
  const requests = await waiting(said)
  expect(await refusal(decided({ verdict: 'deny', requests }))).toMatchObject({ kind: 'invalid' })
  await decided({ verdict: 'deny', requests, comment: 'Not this week' })
  for (const { requestId } of said) expect((await card(requestId)).request.state).toBe('denied')
})

test('one new sign-in is enough for a plan, and for exactly what it showed', async () => {
  const { groupId } = await world.project()
  const stepped = await machineAs('stepped')
  await withRules([{ stepUpSeconds: 300 }], async () => {
    const said = [await gated(stepped, peer(groupId, 1)), await gated(stepped, peer(groupId, 2))]
    const requests = await waiting(said)
    const digest = planDigest(requests.map((one) => one.digest))
    expect((await card(said[0]!.requestId)).plan?.digest).toBe(digest)
    const ask = (stepUpFor: string, some = requests) =>
      decided({ verdict: 'approve', requests: some }, personAs('approver', { stepUpFor }))
    expect(await refusal(ask('b'.repeat(64)))).toMatchObject({ kind: 'step-up' })
    expect(await refusal(ask(digest, requests.slice(1)))).toMatchObject({ kind: 'step-up' })
    expect((await ask(digest)).map(({ state }) => state)).toEqual(['approved', 'approved'])
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

test('requests that a person files together are one plan, and nobody else can add to it', async () => {
  const plan = newId()
  const [a, b] = [await world.project(), await world.project()]
  const file = (groupId: string, person = personAs('operator')) =>
    run(
      fileRequest,
      {
        op: 'access.allow',
        input: { groupId, entries: [{ address: '0.0.0.0/0', comment: 'For the migration' }] },
        reason: 'The migration needs it',
        ticket: 'CASE-01234',
        plan,
      },
      person,
    )
  const ids = []
  for (const { groupId } of [a, b]) {
    ids.push(fileRequest.output.parse((await file(groupId)).data).requestId)
    // Their own client's calls at the same time are another plan.
    expect((await gated({ person: personAs('operator') }, peer(groupId, 1))).requestId).not.toBe('')
  }
  const other = await world.project()
  await expect(
    file(other.groupId, { ...personAs('operator'), sub: 'another' }),
  ).rejects.toMatchObject({ kind: 'invalid' })

  const shown = await card(ids[0]!, personAs('approver'))
  expect(shown.plan?.requests.map(({ id, call }) => ({ id, call }))).toEqual(
    ids.map((id) => ({ id, call: null })),
  )
  const requests = (shown.plan?.requests ?? []).map(({ id, digest }) => ({ requestId: id, digest }))
  const results = await decided({ verdict: 'approve', requests })
  expect(results.map(({ state }) => state)).toEqual(['approved', 'approved'])
  await settleAll()
  for (const { groupId } of [a, b])
    expect(
      await world.calls({ groupId, operationId: 'createGroupAccessListEntry' }),
      'each its own effect',
    ).toHaveLength(1)
})

test('approvers hear of a request that joins a plan later', async () => {
  const { groupId } = await world.project()
  const plan = newId()
  const told = async (address: string) => {
    const input = { groupId, entries: [{ address, comment: 'For the migration' }] }
    const why = { reason: 'The migration needs it', ticket: 'CASE-01234', plan }
    const { data } = await as('operator', fileRequest, { op: 'access.allow', input, ...why })
    const { requestId } = fileRequest.output.parse(data)
    while (await readOutbox());
    const rows = await sql()`select 1 from notification where request_id = ${requestId}`
    return { requestId, times: rows.length }
  }
  const first = await told('0.0.0.0/0')
  expect(first.times).toBe(1)
  expect((await told('0.0.0.0/1')).times).toBe(0)
  await world.owner`
    update request set created_at = created_at - interval '1 hour' where plan = ${plan}`
  expect((await told('0.0.0.0/2')).times).toBe(1)
})
