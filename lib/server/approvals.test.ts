import { describe, expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { getCluster } from '@/lib/ops/clusters'
import { inbox } from '@/lib/ops/inbox'
import { approveRequest, cancelRequest, getRequest, revokeRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }

/** Another human in the same groups. */
const another = (name: string, sub: string, more: Partial<Person> = {}) =>
  personAs(name, { sub, name: sub, ...more })

const newProject = (more: Record<string, unknown> = {}) =>
  world.project({ clusters: [{ name: 'main' }], ...more })

test('from start to end: filed, approved, granted, read back, revoked, read back, verified', async () => {
  const project = await newProject()
  const id = await fileAccess(project)
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
  test('only the requester and admins cancel a request; another requester revokes no grant', async () => {
    const id = await fileAccess(await newProject())
    const cancel = (person: Person) => run(cancelRequest, { requestId: id }, person, context)
    const others = [personAs('operator'), personAs('approver'), another('requester', 'rita')]
    for (const person of others)
      expect(await refusal(cancel(person))).toMatchObject({ kind: 'not-allowed' })
    await cancel(personAs('admin'))
    expect((await card(id)).request.state).toBe('cancelled')

    // Whoever lost the role to file requests can still cancel their own.
    const own = { requestId: await fileAccess(await newProject()) }
    const { groups, bindings } = personAs('viewer')
    await run(cancelRequest, own, personAs('requester', { groups, bindings }), context)
    expect((await card(own.requestId)).request.state).toBe('cancelled')

    const live = await fileAccess(await newProject())
    await approve(live)
    await settleAll()
    const rita = another('requester', 'rita')
    expect((await card(live, rita)).may.revoke).toMatch(/operators/i)
    const revoke = run(revokeRequest, { requestId: live, reason: '' }, rita, context)
    expect(await refusal(revoke)).toMatchObject({ kind: 'not-allowed' })
  })

  test('a viewer reads; an outsider and another scope see nothing', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    expect(await refusal(approve(id, personAs('viewer')))).toMatchObject({ kind: 'not-allowed' })
    const outsider = personAs('outsider')
    const elsewhere = personAs('viewer', {
      bindings: [{ group: 'g', role: 'approver', scope: { project: 'f'.repeat(24) } }],
    })
    const unknown = await refusal(
      run(getRequest, { requestId: '0'.repeat(26) }, personAs('viewer'), context),
    )
    for (const person of [outsider, elsewhere]) {
      const shown = await refusal(run(getRequest, { requestId: id }, person, context))
      expect(shown).toEqual(unknown)
      expect(
        await refusal(
          run(approveRequest, { requestId: id, digest: 'a'.repeat(64) }, person, context),
        ),
      ).toEqual(unknown)
    }
    const list = inbox.output.parse((await run(inbox, {}, elsewhere, context)).data)
    expect([...list.forMe, ...list.others, ...list.live, ...list.settled, ...list.drift]).toEqual(
      [],
    )
  })

  test('an approval by someone who left the group before execution is void, and the request waits again', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    const leaving = another('approver', 'leaving')
    await approve(id, leaving)
    await sql()`update person_seen set groups = '{}' where sub = 'leaving'`
    await settleAll()
    const now = await card(id)
    expect([now.request.state, now.request.revision]).toEqual(['pending', 2])
    expect(await grantCalls(world, project)).toHaveLength(0)
    await approve(id)
    await settleAll()
    expect(await grantCalls(world, project)).toHaveLength(1)
  })
})

test('everyone who can see a cluster reads its grant through the same path', async () => {
  const project = await newProject()
  const input = { groupId: project.groupId, clusterName: 'main' }
  const { data } = await run(getCluster, input, personAs('viewer'), context)
  expect(getCluster.output.parse(data).name).toBe('main')
  const shown = await refusal(run(getCluster, input, personAs('outsider'), context))
  expect(shown).toEqual(
    await refusal(
      run(getCluster, { ...input, groupId: 'f'.repeat(24) }, personAs('viewer'), context),
    ),
  )
})
