import { expect, test } from 'vitest'
import { expirePending } from '@/lib/approvals/employee-access/observer'
import { escalateDue } from '@/lib/approvals/escalate'
import { verifyDatabase } from '@/lib/audit/verify'
import { endDelegation, listDelegations, listPeople } from '@/lib/ops/delegations'
import { approveRequest } from '@/lib/ops/requests'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { card, fileAccess, grantCalls, hasLeft } from './testing/requests'
import { startConsole } from './testing/start'
import { delegates, ruleOf, someone } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }

const project = () => world.project({ clusters: [{ name: 'main' }] })
const vote = async (requestId: string, person: Person) => {
  const { digest } = (await card(requestId)).request
  return run(approveRequest, { requestId, digest }, person, context)
}
const notAllowed = { kind: 'not-allowed' }

test('a delegate approves with the right of the delegator, who then cannot approve too', async () => {
  const away = await someone('away', ['dba'])
  const stands = await someone('stands', [], {}, 'operator')
  await withRules(ruleOf({ steps: [{ groups: ['dba'], count: 2 }] }), async () => {
    const at = await project()
    const id = await fileAccess(at)
    expect(await refusal(vote(id, stands))).toMatchObject(notAllowed)
    await delegates(away, stands)
    expect((await card(id, stands)).may.approve).toBeNull()
    const shown = (await card(id)).steps[0]?.people.find((one) => one.name === 'stands')
    expect(shown?.for).toBe('away')
    await vote(id, stands)
    expect((await card(id)).decisions[0]).toMatchObject({ by: { name: 'stands' }, for: 'away' })
    for (const person of [away, stands])
      expect(await refusal(vote(id, person))).toMatchObject(notAllowed)
    await vote(id, await someone('third', ['dba']))
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(1)
    expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  })
})

test('a delegation has depth one, is never wider than the delegator’s right, and never comes back to the requester', async () => {
  const [first, second, third] = [
    await someone('depth-1', ['dba']),
    await someone('depth-2', [], {}, 'operator'),
    await someone('depth-3', [], {}, 'operator'),
  ]
  const outside = await someone('no-dba')
  const asks = await someone('asks', [], {}, 'requester')
  await withRules(ruleOf({ steps: [{ groups: ['dba'], count: 1 }] }), async () => {
    const id = await fileAccess(await project(), {}, asks)
    await delegates(first, second)
    // The second has no right of their own to pass on, and what was delegated to them stays with them.
    expect(await refusal(delegates(second, third))).toMatchObject(notAllowed)
    await world.owner`insert into delegation select 'forged', to_iss, to_sub, to_name, ${third.iss}, ${third.sub}, 'x', starts_at, ends_at
      from delegation where to_sub = 'depth-2'`
    expect(await refusal(vote(id, third))).toMatchObject(notAllowed)
    await delegates(outside, third)
    expect(await refusal(vote(id, third))).toMatchObject(notAllowed)
    await delegates(first, asks)
    expect(await refusal(vote(id, asks))).toMatchObject(notAllowed)
    await vote(id, second)
    expect((await card(id)).request.state).toBe('approved')
  })
})

test('a delegation counts only in its time; withdrawn or without the delegator’s role it no longer counts before the call', async () => {
  const away = await someone('timed')
  const stands = await someone('timed-for', [], {}, 'operator')
  const id = await fileAccess(await project())
  await delegates(away, stands, { startsAt: new Date(Date.now() + 60_000).toISOString() })
  expect(await refusal(vote(id, stands))).toMatchObject(notAllowed)
  for (const end of [new Date(0), new Date(Date.now() + 90 * 86_400_000)])
    expect(await refusal(delegates(away, stands, { endsAt: end.toISOString() }))).toMatchObject({
      kind: 'invalid',
    })
  const lose = {
    withdrawn: async (delegation: string) => {
      await run(endDelegation, { id: delegation }, stands, { ...context })
    },
    'role lost': () => sql()`update person_seen set groups = '{}' where sub = 'timed'`,
  }
  for (const [how, work] of Object.entries(lose)) {
    const at = await project()
    const request = await fileAccess(at)
    const delegation = await delegates(away, stands)
    await vote(request, stands)
    await work(delegation)
    await settleAll()
    expect([how, (await card(request)).request.state]).toEqual([how, 'pending'])
    expect(await grantCalls(world, at)).toHaveLength(0)
  }
})

test('after ending a delegation, the delegator can still approve what the delegate had approved', async () => {
  const from = await someone('back')
  const to = await someone('back-for', [], {}, 'operator')
  await withRules(ruleOf({ steps: [{ groups: [], count: 2 }] }), async () => {
    const id = await fileAccess(await project())
    const delegation = await delegates(from, to)
    await vote(id, to)
    await run(endDelegation, { id: delegation }, from, context)
    expect((await card(id)).steps[0]?.got).toBe(0)
    expect(await refusal(vote(id, to))).toMatchObject(notAllowed)
    await vote(id, from)
    expect((await card(id)).steps[0]?.got).toBe(1)
  })
})

test('a delegate can’t use a right that its holder has used, or that of the person a request is for', async () => {
  const holder = await someone('holder', ['dba'])
  const stands = await someone('holds-for', [], {}, 'operator')
  await withRules(ruleOf({ steps: [{ groups: ['dba'], count: 2 }] }), async () => {
    const [voted, theirs] = [await fileAccess(await project()), await fileAccess(await project())]
    await world.owner`update request set beneficiary_iss = ${holder.iss}, beneficiary_sub = ${holder.sub} where id = ${theirs}`
    await vote(voted, holder)
    await delegates(holder, stands)
    for (const id of [voted, theirs]) {
      expect(await refusal(vote(id, stands))).toMatchObject(notAllowed)
      expect((await card(id, stands)).may.approve).not.toBeNull()
    }
  })
})

test('people see their own delegations, and only the two of them can end one', async () => {
  const [from, to, other] = [await someone('gives'), await someone('takes'), await someone('else')]
  const id = await delegates(from, to)
  const listed = async (person: Person) =>
    listDelegations.output.parse((await run(listDelegations, {}, person, context)).data)
  expect((await listed(from)).results).toMatchObject([{ id, isMine: true, state: 'active' }])
  const people = listPeople.output.parse((await run(listPeople, {}, from, context)).data)
  const subs = people.results.map((one) => one.sub)
  expect([subs.includes('takes'), subs.includes('gives')]).toEqual([true, false])
  expect((await listed(to)).results).toMatchObject([{ id, isMine: false }])
  expect((await listed(other)).results).toEqual([])
  expect(await refusal(run(endDelegation, { id }, other, context))).toMatchObject({
    kind: 'not-found',
  })
  await run(endDelegation, { id }, from, context)
  expect((await listed(to)).results).toMatchObject([{ id, state: 'ended' }])
  expect(await refusal(delegates(from, from))).toMatchObject({ kind: 'invalid' })
})

test('an ended delegation cannot be restored with the role of the application', async () => {
  const [from, to] = [await someone('leaves', ['dba']), await someone('holds', [], {}, 'operator')]
  const id = await delegates(from, to)
  await run(endDelegation, { id }, from, context)
  await expect(sql()`update delegation set withdrawn_at = null where id = ${id}`).rejects.toThrow(
    'ended',
  )
})

test('a request escalates at 50 % and 80 % of its time, the next group may then decide, and silence approves nothing', async () => {
  const manager = await someone('manager', ['managers'])
  const head = await someone('head', ['heads'])
  const rules = ruleOf({
    decideByMinutes: 100,
    steps: [{ groups: ['dba'], count: 2 }],
    escalate: [{ groups: ['managers'] }, { groups: ['heads'] }],
  })
  await withRules(rules, async () => {
    const at = await project()
    const id = await fileAccess(at)
    const wait = async (minutes: number) => {
      await hasLeft(world.owner, id, 100 - minutes)
      await escalateDue(sql())
      return (await card(id)).steps[0]?.groups
    }
    expect(await wait(49)).toEqual(['dba'])
    expect(await refusal(vote(id, manager))).toMatchObject(notAllowed)
    expect(await wait(51)).toEqual(['dba', 'managers'])
    expect(await wait(79)).toEqual(['dba', 'managers'])
    expect(await refusal(vote(id, head))).toMatchObject(notAllowed)
    expect(await wait(81)).toEqual(['dba', 'managers', 'heads'])
    expect((await card(id)).request.state).toBe('pending')
    await vote(id, manager)
    await vote(id, head)
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(1)
    const types = (await card(id)).timeline.map((step) => step.type)
    expect(types.filter((type) => type === 'request.escalated')).toHaveLength(2)

    // Any number of requests without a next group does not keep others from theirs.
    const other = await fileAccess(await project())
    await hasLeft(world.owner, other, 45)
    await world.owner`alter table request disable trigger user`
    await world.owner`insert into request select (json_populate_record(r, json_build_object('id', 'odd-' || n, 'slot', null,
      'decide_by', clock_timestamp() + interval '1 minute', 'terms', '{"escalate":[{'))).*
      from request r, generate_series(1, 120) n where id = ${other}`
    await world.owner`alter table request enable trigger user`
    await escalateDue(sql())
    expect((await card(other)).steps[0]?.groups).toEqual(['dba', 'managers'])
    await world.owner`delete from request where id like 'odd-%'`

    const silent = await fileAccess(await project())
    await world.owner`update request set decide_by = now() - interval '1 second' where id = ${silent}`
    await escalateDue(sql())
    await expirePending(sql())
    expect((await card(silent)).request.state).toBe('expired')
  })
})

test('an escalation that is only in the table does not count', async () => {
  const manager = await someone('manager-2', ['managers'])
  const rules = ruleOf({
    steps: [{ groups: ['dba'], count: 1 }],
    escalate: [{ groups: ['managers'] }],
  })
  await withRules(rules, async () => {
    const at = await project()
    const id = await fileAccess(at)
    await sql()`update request set escalated = 1 where id = ${id}`
    await vote(id, manager)
    await settleAll()
    expect((await card(id)).request.how).toBe('refused')
    expect(await grantCalls(world, at)).toHaveLength(0)
  })
})
