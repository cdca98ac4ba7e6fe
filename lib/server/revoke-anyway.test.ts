import { describe, expect, test } from 'vitest'
import { executeNext } from '@/lib/approvals/executor'
import { reconcile } from '@/lib/approvals/reconciler'
import { entries } from '@/lib/audit/read'
import { listClusters } from '@/lib/ops/clusters'
import { inbox } from '@/lib/ops/inbox'
import { revokeRequest } from '@/lib/ops/requests'
import { revokeSlot } from '@/lib/ops/slots'
import { makeStale } from './call-atlas'
import { sql } from './database'
import { reach } from './reach'
import { as, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, slot } from './testing/requests'
import { granted, isCluster, later, observe, spoiledAtlas } from './testing/spoiled-atlas'

const { world, spoil, newProject, revokeCalls, handMade, describedWith } = spoiledAtlas()

describe('a grant that Atlas describes oddly', () => {
  const type = 'CLUSTER_INFRASTRUCTURE'
  test.each([
    ['without an end', { grantType: type }],
    ['with a null end', { grantType: type, expirationTime: null }],
    ['with a number as its end', { grantType: type, expirationTime: 4102444800 }],
    ['with an empty end', { grantType: type, expirationTime: '' }],
    ['with a word as its end', { grantType: type, expirationTime: 'soon' }],
    ['with an end that no database can hold', { grantType: type, expirationTime: '+200000-01-01' }],
    ['without a type', { expirationTime: later(3_600) }],
    ['with an object as its type', { grantType: { of: 1 }, expirationTime: later(3_600) }],
    ['with a type that no database can hold', { grantType: 'A\0B', expirationTime: later(3_600) }],
    ['that is a word', 'yes'],
    ['that is a list', []],
    ['that is false', false],
    ['that is a number', 0],
  ])('%s is an incident and can be revoked', async (_, odd) => {
    const project = await newProject()
    await handMade(project, { grantType: type, expirationTime: later(3_600) })
    describedWith((held) =>
      held.mongoDBEmployeeAccessGrant ? { mongoDBEmployeeAccessGrant: odd } : {},
    )
    await observe(project)
    const { now, drift } = await slot(project)
    expect(drift?.observed).toEqual(now)
    expect(now).not.toBeNull()
    const place = { groupId: project.groupId, clusterName: 'main' }
    await as('operator', revokeSlot, { ...place, expected: now })
    await settleAll()
    expect(await revokeCalls(project)).toHaveLength(1)
    await observe(project)
    expect(await slot(project)).toMatchObject({ now: null, drift: null })
  })

  test('with an unknown type is shown by that type', async () => {
    const project = await newProject()
    await handMade(project, { grantType: type, expirationTime: later(3_600) })
    describedWith(() => ({
      mongoDBEmployeeAccessGrant: { grantType: 'CLUSTER_EVERYTHING', expirationTime: later(60) },
    }))
    await observe(project)
    expect((await slot(project)).drift?.observed?.grantType).toBe('CLUSTER_EVERYTHING')
  })

  test('does not stop the revoke of an approved one', async () => {
    const project = await newProject()
    const id = await granted(project)
    describedWith((held) =>
      held.mongoDBEmployeeAccessGrant
        ? { mongoDBEmployeeAccessGrant: { grantType: type, expirationTime: null } }
        : {},
    )
    await as('operator', revokeRequest, { requestId: id })
    await settleAll()
    expect(await revokeCalls(project)).toHaveLength(1)
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'revoked' })
  })
})

test.each([
  ['tags', [{ key: 'team', value: null }]],
  ['tags', 'none'],
  ['tags', [{ key: 'team\0', value: '\ud800' }]],
  ['mongoDBVersion', '8\0'],
  ['replicationSpecs', [null]],
  ['replicationSpecs', {}],
  ['paused', 'false'],
  ['stateName', 7],
  ['mongoDBVersion', { major: 8 }],
  ['id', null],
])('%s of an unexpected shape neither hides a cluster nor stops a revoke', async (field, value) => {
  const project = await newProject()
  const id = await granted(project)
  describedWith(() => ({ [field]: value }))
  const list = await as('viewer', listClusters, { groupId: project.groupId })
  expect(list.oddRows).toBeUndefined()
  expect(list.misfit).toBeUndefined()
  await observe(project)
  expect((await slot(project)).now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
  await as('operator', revokeRequest, { requestId: id })
  await settleAll()
  expect(await revokeCalls(project)).toHaveLength(1)
  expect((await card(id)).request.how).toBe('revoked')
})

describe('a cluster that cannot be read', () => {
  const unreadable = {
    'answers 500': { instead: 500 },
    hangs: { hangs: true },
    'answers no object': { body: () => [] },
  } as const

  test.each(Object.entries(unreadable))('and %s does not stop its revoke', async (_, answer) => {
    const project = await newProject()
    const id = await granted(project)
    spoil(({ method, path }) => (method === 'GET' && isCluster(path) ? answer : undefined))
    await as('operator', revokeRequest, { requestId: id })
    await executeNext(sql(), reach)
    expect(await revokeCalls(project)).toHaveLength(1)
    // Atlas accepted it and no read shows it: people are told, and it is not sent again.
    await world().owner`update effect set next_check_at = null where request_id = ${id}`
    await reconcile(sql(), reach)
    const { data } = await as('operator', inbox, {})
    const stuck = inbox.output.parse(data).stuck.filter((one) => one.requestId === id)
    expect(stuck).toMatchObject([{ isRevoke: true }])
    expect(await revokeCalls(project)).toHaveLength(1)
    spoil()
    await world().owner`update effect set next_check_at = null where request_id = ${id}`
    await reconcile(sql(), reach)
    expect((await card(id)).request.how).toBe('revoked')
  })

  test('shows the last known grant, so that it can be revoked', async () => {
    const project = await newProject()
    await handMade(project, { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: later(3_600) })
    await observe(project)
    spoil(({ path }) => (isCluster(path) ? { instead: 503 } : undefined))
    makeStale(['clusters.get'], [project.groupId])
    const { now, unread, drift } = await slot(project)
    expect(now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
    expect(drift).not.toBeNull()
    expect(unread).not.toBeNull()
  })

  test('E5: is not revoked while another approved grant may be active', async () => {
    const project = await newProject()
    const hand = { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime: later(3_600) }
    await handMade(project, hand)
    await observe(project)
    await handMade(project, null)
    const id = await granted(project)
    spoil(({ method, path }) =>
      method === 'GET' && isCluster(path) ? { instead: 500 } : undefined,
    )
    const place = { groupId: project.groupId, clusterName: 'main' }
    await as('operator', revokeSlot, { ...place, expected: hand })
    await settleAll()
    expect(await revokeCalls(project)).toHaveLength(0)
    expect((await card(id)).request.state).toBe('approved')
  })

  test('delays a grant, which says so and adds one audit row', async () => {
    const project = await newProject()
    const id = await fileAccess(project)
    await approve(id)
    spoil(({ method, path }) =>
      method === 'GET' && isCluster(path) ? { instead: 500 } : undefined,
    )
    for (const _ of [1, 2, 3]) {
      await world().owner`update effect set next_check_at = null where request_id = ${id}`
      await executeNext(sql(), reach)
    }
    const types = (await entries(sql(), { limit: 50, requestId: id })).map((e) => e.body.type)
    expect(types.filter((type) => type.startsWith('effect.'))).toEqual([
      'effect.claimed',
      'effect.planned',
    ])
    expect((await card(id)).effects[0]?.stuckSince).not.toBeNull()
    expect(await grantCalls(world(), project)).toHaveLength(0)
  }, 40_000)
})

test('a grant that Atlas accepted and does not show yet does not delay its revoke', async () => {
  const project = await newProject()
  const id = await fileAccess(project)
  await approve(id)
  describedWith(() => ({ mongoDBEmployeeAccessGrant: undefined }))
  await settleAll()
  expect((await card(id)).effects[0]?.state).toBe('unknown')
  await as('operator', revokeRequest, { requestId: id })
  await settleAll()
  expect(await revokeCalls(project)).toHaveLength(1)
  spoil()
  await world().owner`update effect set next_check_at = null where request_id = ${id}`
  await reconcile(sql(), reach)
  await settleAll()
  expect((await card(id)).request.state).toBe('closed')
  expect((await slot(project)).now).toBeNull()
  expect(await grantCalls(world(), project)).toHaveLength(1)
})
