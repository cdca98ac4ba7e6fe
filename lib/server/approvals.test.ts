import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { executeNext } from '@/lib/approvals/executor'
import { expirePending } from '@/lib/approvals/observer'
import { reconcile, recoverAbandoned } from '@/lib/approvals/reconciler'
import { entries } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import { getCluster } from '@/lib/ops/clusters'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import type { OpError } from '@/lib/ops/failure'
import {
  approveRequest,
  cancelRequest,
  denyRequest,
  editRequest,
  fileRequest,
  getRequest,
  inbox,
  revokeRequest,
} from '@/lib/ops/requests'
import { getSlot, revokeSlot } from '@/lib/ops/slots'
import {
  personAs,
  type TestConsole,
  type TestProject,
  testConsole,
} from '@/scripts/testing/console'
import { sql } from './database'
import { directory } from './directory'
import { reach } from './loops'
import { observeProject } from './observe'
import type { Person } from './person'
import { run } from './run'

let world: TestConsole
const context = { requestId: 'test' }

beforeAll(async () => {
  world = await testConsole()
}, 30_000)
afterAll(() => world.end())

const reason = 'Support case about slow checkpoints'
const changed = z.object({ requestId: z.string(), state: z.string() })
const seen = async (person: Person) =>
  void (await sql()`insert into person_seen ${sql()({ iss: person.iss, sub: person.sub, name: person.name, groups: person.groups })} on conflict (iss, sub) do update set groups = excluded.groups`)

/** Another human in the same groups. */
const another = (name: string, sub: string, more: Partial<Person> = {}) =>
  personAs(name, { sub, name: sub, ...more })

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

async function file(
  project: TestProject,
  more: Record<string, unknown> = {},
  person = personAs('requester'),
) {
  const input = {
    groupId: project.groupId,
    clusterName: 'main',
    grantType: 'CLUSTER_INFRASTRUCTURE',
    minutes: 60,
    ...more,
  }
  const { data } = await run(
    fileRequest,
    { op: 'employee.grant', input, reason, ticket: 'CASE-0123' },
    person,
    context,
  )
  return changed.parse(data).requestId
}

const card = async (requestId: string, person = personAs('viewer')) =>
  getRequest.output.parse((await run(getRequest, { requestId }, person, context)).data)

async function approve(
  requestId: string,
  person = personAs('approver'),
  more: Record<string, unknown> = {},
) {
  await seen(person)
  const { request } = await card(requestId)
  return run(approveRequest, { requestId, digest: request.digest, ...more }, person, context)
}

const settleAll = async () => {
  while (await executeNext(sql(), reach));
}

const slot = async (project: TestProject) =>
  getSlot.output.parse(
    (
      await run(
        getSlot,
        { groupId: project.groupId, clusterName: 'main' },
        personAs('operator'),
        context,
      )
    ).data,
  )

const grantCalls = async (project: TestProject) =>
  (await world.calls({ groupId: project.groupId })).filter((c) =>
    c.path.includes(':grantMongoDBEmployeeAccess'),
  )

const failureOf = async (work: Promise<unknown>): Promise<OpError['failure']> => {
  const error = await work.then(
    () => undefined,
    (e) => e,
  )
  expect(error?.name).toBe('OpError')
  return error.failure
}

test('the whole story: filed, approved, granted, read back, revoked, read back, proved', async () => {
  const project = await newProject()
  const id = await file(project)
  expect((await card(id)).request.state).toBe('pending')
  await approve(id)
  await settleAll()
  const live = await card(id)
  expect(live.effects.map((e) => e.state)).toEqual(['confirmed'])
  expect(live.slot?.now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
  expect(live.drift).toBeNull()
  await run(
    revokeRequest,
    { requestId: id, reason: 'The case is closed' },
    personAs('operator'),
    context,
  )
  await settleAll()
  const over = await card(id)
  expect([over.request.state, over.request.how]).toEqual(['closed', 'revoked'])
  expect(over.slot?.now).toBeNull()
  expect(over.timeline.map((s) => s.type)).toEqual([
    'request.created',
    'request.approved',
    'effect.claimed',
    'effect.sending',
    'effect.confirmed',
    'revoke.requested',
    'effect.claimed',
    'effect.sending',
    'effect.confirmed',
    'grant.ended',
  ])
  expect(over.timeline[1]?.actor).toMatchObject({ name: 'Amara Okafor', role: 'approver' })
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})

describe('who may decide', () => {
  test('D1: of 50 simultaneous approvals by 50 people one counts, the others are told who was first', async () => {
    const project = await newProject()
    const id = await file(project)
    const people = Array.from({ length: 50 }, (_, i) => another('approver', `approver-${i}`))
    await Promise.all(people.map(seen))
    const { request } = await card(id)
    const answers = await Promise.allSettled(
      people.map((p) => run(approveRequest, { requestId: id, digest: request.digest }, p, context)),
    )
    const refused = answers.flatMap((a) => (a.status === 'rejected' ? [a.reason.failure] : []))
    expect(refused).toHaveLength(49)
    for (const failure of refused) {
      expect(failure.kind).toBe('conflict')
      expect(failure.message).toMatch(/approver-\d+ approved it/)
    }
    await Promise.all([settleAll(), settleAll(), settleAll()])
    expect(await grantCalls(project)).toHaveLength(1)
    expect((await card(id)).decisions).toHaveLength(1)
  }, 30_000)

  test('D5: nobody approves their own request, whatever else they are', async () => {
    const project = await newProject()
    const approverToo = personAs('approver')
    const both = [
      ...personAs('requester').bindings,
      ...approverToo.bindings,
      ...personAs('admin').bindings,
    ]
    const one = personAs('requester', { bindings: both })
    const id = await file(project, {}, one)
    const rows = () =>
      sql()<{ n: number }[]>`select count(*)::int as n from decision where request_id = ${id}`
    for (const same of [
      one,
      { ...one, email: 'ROSA.DELGADO@example.com' },
      { ...one, name: 'Another Name', sessionId: crypto.randomUUID() },
    ])
      expect(await failureOf(approve(id, same))).toMatchObject({ kind: 'not-allowed' })
    expect((await rows())[0]?.n).toBe(0)
    // An admin is no approver.
    expect(await failureOf(approve(id, personAs('admin')))).toMatchObject({ kind: 'not-allowed' })
    expect((await card(id, one)).may.approve).toMatch(/a second person/)
  })

  test('a viewer reads, an outsider and another scope see nothing that exists', async () => {
    const project = await newProject()
    const id = await file(project)
    expect(await failureOf(approve(id, personAs('viewer')))).toMatchObject({ kind: 'not-allowed' })
    const outsider = personAs('outsider')
    const elsewhere = personAs('viewer', {
      bindings: [{ group: 'g', role: 'approver', scope: { project: 'f'.repeat(24) } }],
    })
    const unknown = await failureOf(
      run(getRequest, { requestId: '0'.repeat(26) }, personAs('viewer'), context),
    )
    for (const person of [outsider, elsewhere]) {
      const shown = await failureOf(run(getRequest, { requestId: id }, person, context))
      expect(shown).toEqual(unknown)
      expect(
        await failureOf(
          run(approveRequest, { requestId: id, digest: 'a'.repeat(64) }, person, context),
        ),
      ).toEqual(unknown)
    }
    const list = inbox.output.parse((await run(inbox, {}, elsewhere, context)).data)
    expect([...list.forMe, ...list.others, ...list.live, ...list.settled, ...list.drift]).toEqual(
      [],
    )
  })

  test('an approver who left the group before execution does not count: the request waits again', async () => {
    const project = await newProject()
    const id = await file(project)
    const leaving = another('approver', 'leaving')
    await approve(id, leaving)
    await sql()`update person_seen set groups = '{}' where sub = 'leaving'`
    await settleAll()
    const now = await card(id)
    expect([now.request.state, now.request.revision]).toEqual(['pending', 2])
    expect(await grantCalls(project)).toHaveLength(0)
    await approve(id)
    await settleAll()
    expect(await grantCalls(project)).toHaveLength(1)
  })
})

describe('what an approval binds to', () => {
  test('D7: an edit makes a new digest, and a decision on the old card is refused', async () => {
    const project = await newProject()
    const id = await file(project)
    const old = (await card(id)).request
    const input = { ...old.input, minutes: 90 }
    await run(
      editRequest,
      { requestId: id, input, reason, ticket: 'CASE-0124', revision: 1 },
      personAs('requester'),
      context,
    )
    const next = (await card(id)).request
    expect(next.digest).not.toBe(old.digest)
    const late = run(
      approveRequest,
      { requestId: id, digest: old.digest },
      personAs('approver'),
      context,
    )
    expect(await failureOf(late)).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('edited'),
    })
    const staleEdit = run(
      editRequest,
      { requestId: id, input, reason, ticket: 'CASE-0124', revision: 1 },
      personAs('requester'),
      context,
    )
    expect(await failureOf(staleEdit)).toMatchObject({ kind: 'conflict' })
  })

  test('D7: a request changed behind the approval is not executed', async () => {
    for (const change of [
      { input: '{"clusterName":"main","minutes":999}' },
      { reason: 'another reason altogether' },
      { group_id: 'f'.repeat(24) },
      { decide_by: new Date(0) },
    ]) {
      const project = await newProject()
      const id = await file(project)
      await approve(id)
      await world.owner`update request set ${world.owner(change)} where id = ${id}`
      await settleAll()
      const [r] = await sql()`select state, how from request where id = ${id}`
      expect(r).toEqual({ state: 'closed', how: 'refused' })
      expect(await grantCalls(project)).toHaveLength(0)
    }
  })

  test('D7: a call that differs from what was approved is not sent', async () => {
    const project = await newProject()
    const id = await file(project)
    await approve(id)
    await world.owner`update effect set input = replace(input, '"minutes":60', '"minutes":6000') where request_id = ${id}`
    await settleAll()
    expect(await grantCalls(project)).toHaveLength(0)
  })

  test('an approval may be shorter than asked, never longer', async () => {
    const project = await newProject()
    const id = await file(project)
    expect(await failureOf(approve(id, personAs('approver'), { minutes: 61 }))).toMatchObject({
      kind: 'invalid',
    })
    await approve(id, personAs('approver'), { minutes: 30 })
    await settleAll()
    const [call] = await grantCalls(project)
    const left = Date.parse(JSON.parse(call?.body ?? '{}').expirationTime) - Date.now()
    expect(left).toBeGreaterThan(29 * 60_000)
    expect(left).toBeLessThanOrEqual(30 * 60_000)
  })

  test('E8: the duration counts from execution, not from the request', async () => {
    const project = await newProject()
    const id = await file(project, { minutes: 180 })
    await world.owner`update request set created_at = created_at - interval '30 minutes' where id = ${id}`
    await approve(id)
    const executedAt = Date.now()
    await settleAll()
    const end = Date.parse((await slot(project)).now?.expirationTime ?? '')
    expect(Math.abs(end - executedAt - 180 * 60_000)).toBeLessThanOrEqual(5_000)
  })
})

describe('what the rules refuse before anything is written', () => {
  test('longer than the policy, a wrong ticket, a thin reason, a flex cluster, a second request for one slot', async () => {
    const project = await newProject()
    const ask = (more: Record<string, unknown>, fields: Record<string, unknown> = {}) =>
      failureOf(
        run(
          fileRequest,
          {
            op: 'employee.grant',
            input: {
              groupId: project.groupId,
              clusterName: 'main',
              grantType: 'CLUSTER_DATABASE_LOGS',
              minutes: 60,
              ...fields,
            },
            reason,
            ticket: 'CASE-0123',
            ...more,
          },
          personAs('requester'),
          context,
        ),
      )
    expect((await ask({}, { minutes: 1500 })).fields).toHaveProperty('input.minutes')
    expect((await ask({ ticket: 'whatever' })).fields).toHaveProperty('ticket')
    expect((await ask({ reason: 'short' })).fields).toHaveProperty('reason')
    expect((await ask({}, { grantType: 'EVERYTHING' })).fields).toHaveProperty('input.grantType')
    expect((await ask({}, { clusterName: '../other' })).fields).toHaveProperty('input.clusterName')
    expect(await ask({ op: 'clusters.get' })).toMatchObject({ kind: 'not-found' })
    await file(project)
    expect(await ask({})).toMatchObject({ kind: 'conflict' })
  })

  test('the grant cannot be called directly, only asked for', async () => {
    const project = await newProject()
    const input = {
      groupId: project.groupId,
      clusterName: 'main',
      grantType: 'CLUSTER_INFRASTRUCTURE',
      minutes: 60,
    }
    expect(
      await failureOf(run(grantEmployeeAccess, input, personAs('operator'), context)),
    ).toMatchObject({ kind: 'needs-approval' })
    expect(await grantCalls(project)).toHaveLength(0)
  })

  test('a denial needs a reason and settles; a withdrawn request cannot be approved; one past its time expires', async () => {
    const [a, b, c] = [await newProject(), await newProject(), await newProject()]
    const denied = await file(a)
    const digest = (await card(denied)).request.digest
    expect(
      await failureOf(
        run(denyRequest, { requestId: denied, digest, comment: '' }, personAs('approver'), context),
      ),
    ).toMatchObject({ kind: 'invalid' })
    await run(
      denyRequest,
      { requestId: denied, digest, comment: 'Logs are enough here' },
      personAs('approver'),
      context,
    )
    expect(await failureOf(approve(denied, personAs('approver2')))).toMatchObject({
      kind: 'conflict',
    })
    const withdrawn = await file(b)
    await run(cancelRequest, { requestId: withdrawn }, personAs('requester'), context)
    expect(await failureOf(approve(withdrawn))).toMatchObject({ kind: 'conflict' })
    const late = await file(c)
    await world.owner`update request set decide_by = now() - interval '1 second' where id = ${late}`
    expect(await failureOf(approve(late))).toMatchObject({ kind: 'conflict' })
    await expirePending(sql())
    expect((await card(late)).request.state).toBe('expired')
  })
})

describe('when Atlas misbehaves', () => {
  const reconciled = async (id: string) => {
    await world.owner`update effect set next_check_at = now() - interval '1 second', give_up_at = now() - interval '1 second' where request_id = ${id} and state = 'unknown'`
    await reconcile(sql(), reach)
    return (await card(id)).effects
  }
  const match = (project: TestProject) => ({
    operationId: 'grantGroupClusterMongoDbEmployeeAccess',
    groupId: project.groupId,
  })

  test('an answer lost after Atlas acted is settled by reading, with one call', async () => {
    const project = await newProject()
    await world.fault({ match: match(project), fault: { kind: 'timeout-after' } })
    const id = await file(project)
    await approve(id)
    await settleAll()
    expect((await card(id)).effects[0]?.state).toBe('unknown')
    expect((await reconciled(id))[0]?.state).toBe('confirmed')
    expect(await grantCalls(project)).toHaveLength(1)
  }, 15_000)

  test('a call that Atlas never saw is sent again after its timeout and an empty slot, with equal bytes', async () => {
    const project = await newProject()
    await world.fault({ match: match(project), fault: { kind: 'timeout-before' } })
    const id = await file(project)
    await approve(id)
    await settleAll()
    await reconcile(sql(), reach)
    expect((await card(id)).effects[0]?.state).toBe('unknown')
    expect((await reconciled(id))[0]?.state).toBe('planned')
    await world.owner`update effect set next_check_at = null where request_id = ${id}`
    await settleAll()
    expect((await card(id)).effects[0]?.state).toBe('confirmed')
    const calls = await grantCalls(project)
    expect(calls).toHaveLength(2)
    expect(calls[0]?.body).toBe(calls[1]?.body)
  }, 15_000)

  test('a refusal closes the request and keeps what Atlas said', async () => {
    const project = await newProject()
    await world.fault({
      match: match(project),
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
    const id = await file(project)
    await approve(id)
    await settleAll()
    const now = await card(id)
    expect([now.request.state, now.request.how]).toEqual(['closed', 'refused'])
    expect(now.timeline.find((s) => s.type === 'effect.refused')?.atlas).toBe(
      '403 USER_UNAUTHORIZED',
    )
  })

  test('a grant made by hand meanwhile is never overwritten', async () => {
    const project = await newProject()
    const id = await file(project)
    const grant = {
      grantType: 'CLUSTER_DATABASE_LOGS',
      expirationTime: new Date(Date.now() + 3_600_000).toISOString(),
    }
    await world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant })
    await approve(id)
    await settleAll()
    const now = await card(id)
    expect([now.request.state, now.request.how]).toEqual(['closed', 'conflict'])
    expect(await grantCalls(project)).toHaveLength(0)
    expect((await slot(project)).drift?.observed?.grantType).toBe('CLUSTER_DATABASE_LOGS')
  })

  test('E5: a revoke of an ended grant leaves the newer one of somebody else alone', async () => {
    const project = await newProject()
    const id = await file(project)
    await approve(id)
    await settleAll()
    await run(revokeRequest, { requestId: id }, personAs('requester'), context)
    const grant = {
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: new Date(Date.now() + 7_200_000).toISOString(),
    }
    await world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant })
    await settleAll()
    const revokes = (await world.calls({ groupId: project.groupId })).filter((c) =>
      c.path.includes(':revokeMongoDB'),
    )
    expect(revokes).toHaveLength(0)
    expect((await slot(project)).now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
  })

  test('an executor that died before sending loses nothing; one that died while sending doubles nothing', async () => {
    const [a, b] = [await newProject(), await newProject()]
    const [first, second] = [await file(a), await file(b)]
    await approve(first)
    await approve(second)
    // What kill -9 leaves behind: a claim, and a call under way, whose leases ran out.
    await sql()`update effect set state = 'claimed', token = token + 1, lease_until = now() - interval '1 second' where request_id = ${first}`
    await sql()`update effect set state = 'claimed', token = token + 1, lease_until = now() - interval '1 second' where request_id = ${second}`
    await sql()`update effect set state = 'sending', attempt = 1, body = '{"expirationTime":"2099-01-01T00:00:00Z","grantType":"CLUSTER_INFRASTRUCTURE"}', give_up_at = now() + interval '1 minute' where request_id = ${second}`
    await recoverAbandoned(sql())
    await reconcile(sql(), reach)
    await settleAll()
    expect((await card(first)).effects[0]?.state).toBe('confirmed')
    // Its first call may still arrive: until its timeout nothing is sent again.
    expect((await card(second)).effects[0]?.state).toBe('unknown')
    expect(await grantCalls(b)).toHaveLength(0)
  })
})

describe('grants made outside Gatehouse', () => {
  const observe = async (project: TestProject) => {
    const known = (await directory()).projects.get(project.groupId)
    const any = known ?? {
      ...[...(await directory()).projects.values()][0]!,
      groupId: project.groupId,
      orgId: project.orgId,
    }
    await observeProject(any)
  }

  test('show as drift, can be revoked with one action, and the drift clears', async () => {
    const project = await newProject()
    const grant = {
      grantType: 'CLUSTER_INFRASTRUCTURE',
      expirationTime: new Date(Date.now() + 3_600_000).toISOString(),
    }
    await world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant })
    await observe(project)
    const found = await slot(project)
    expect(found.drift).toMatchObject({
      expected: null,
      observed: { grantType: 'CLUSTER_INFRASTRUCTURE' },
    })
    const input = {
      groupId: project.groupId,
      clusterName: 'main',
      expected: found.now,
      reason: 'Nobody asked',
    }
    expect(await failureOf(run(revokeSlot, input, personAs('requester'), context))).toMatchObject({
      kind: 'not-allowed',
    })
    await run(revokeSlot, input, personAs('operator'), context)
    expect((await slot(project)).drift?.mayRevoke).toBe('It is being revoked already.')
    await settleAll()
    await observe(project)
    expect(await slot(project)).toMatchObject({ now: null, drift: null })
  })

  test('our own grant is no drift; taken away in Atlas, the request closes as revoked and the chain says so', async () => {
    const project = await newProject()
    const id = await file(project)
    await approve(id)
    await settleAll()
    await observe(project)
    expect((await slot(project)).drift).toBeNull()
    await world.control('POST', 'state', {
      groupId: project.groupId,
      clusterName: 'main',
      grant: null,
    })
    await observe(project)
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'revoked' })
    expect((await entries(sql(), { limit: 50, requestId: id })).map((e) => e.body.type)).toContain(
      'drift.detected',
    )
  })
})

describe('no record, no change', () => {
  test('A1: when the audit insert fails every mutation is undone, answers unavailable, and Atlas is not called', async () => {
    const [project, other] = [await newProject(), await newProject()]
    const id = await file(project)
    const digest = (await card(id)).request.digest
    const live = await file(other)
    await approve(live)
    await settleAll()
    const input = {
      groupId: project.groupId,
      clusterName: 'main',
      grantType: 'CLUSTER_DATABASE_LOGS',
      minutes: 60,
    }
    const before = await world.calls({ method: 'POST' })
    await world.owner`revoke execute on function audit_append(bigint, text) from public`
    await world.owner.unsafe(
      `revoke execute on function audit_append(bigint, text) from gatehouse_app`,
    )
    const attempts: Array<[Parameters<typeof run>[0], Record<string, unknown>, string]> = [
      [
        fileRequest,
        {
          op: 'employee.grant',
          input: { ...input, groupId: (await newProject()).groupId },
          reason,
          ticket: 'CASE-0123',
        },
        'requester',
      ],
      [
        editRequest,
        {
          requestId: id,
          input: { ...input, minutes: 30 },
          reason,
          ticket: 'CASE-0123',
          revision: 1,
        },
        'requester',
      ],
      [approveRequest, { requestId: id, digest }, 'approver'],
      [denyRequest, { requestId: id, digest, comment: 'not now please' }, 'approver'],
      [cancelRequest, { requestId: id }, 'requester'],
      [revokeRequest, { requestId: live }, 'operator'],
    ]
    const state = () => sql()`select id, state, revision from request order by id`
    const rows = await state()
    for (const [op, value, who] of attempts)
      await expect(run(op, value, personAs(who), context)).rejects.toThrow(/permission denied/)
    await expect(executeNext(sql(), reach)).resolves.toBe(false)
    expect(await state()).toEqual(rows)
    await world.owner.unsafe(
      `grant execute on function audit_append(bigint, text) to gatehouse_app`,
    )
    expect(
      (await world.calls({ method: 'POST' })).filter((c) => c.path.includes('/groups/')).length,
    ).toBe(before.filter((c) => c.path.includes('/groups/')).length)
    expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
  })
})

test('what a cluster holds is read through the same pipeline by everyone who may see it', async () => {
  const project = await newProject()
  const input = { groupId: project.groupId, clusterName: 'main' }
  const { data } = await run(getCluster, input, personAs('viewer'), context)
  expect(getCluster.output.parse(data).name).toBe('main')
  const shown = await failureOf(run(getCluster, input, personAs('outsider'), context))
  expect(shown).toEqual(
    await failureOf(
      run(getCluster, { ...input, groupId: 'f'.repeat(24) }, personAs('viewer'), context),
    ),
  )
})
