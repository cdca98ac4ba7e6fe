import { expect, test } from 'vitest'
import { getCluster, listClusters } from '@/lib/ops/clusters'
import type { OpError } from '@/lib/ops/failure'
import { whoAmI } from '@/lib/ops/me'
import { fileRequest } from '@/lib/ops/requests'
import type { Role } from '@/lib/ops/roles'
import { getSlot } from '@/lib/ops/slots'
import { personAs } from '@/scripts/testing/console'
import type { Binding } from './binding-schema'
import { findProject } from './directory'
import { observeProject } from './employee-access/observe'
import { run } from './run'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }

const bound = (role: Role, scope: Binding['scope']) =>
  personAs('viewer', { bindings: [{ group: 'g', role, scope }] })

const kindOf = (work: Promise<unknown>) =>
  work.then(
    () => 'allowed',
    (error: OpError) => error.kind,
  )

test('a role applies in the scope of its binding: everywhere, an organization, a project, or a project tag', async () => {
  const project = await world.project({ tags: [{ key: 'team', value: 'ledger' }] })
  const input = { groupId: project.groupId }
  const ask = (scope: Binding['scope']) =>
    kindOf(run(listClusters, input, bound('viewer', scope), context))
  expect(await ask({ all: true })).toBe('allowed')
  expect(await ask({ org: project.orgId })).toBe('allowed')
  expect(await ask({ project: project.groupId })).toBe('allowed')
  expect(await ask({ tag: 'team=ledger' })).toBe('allowed')
  expect(await ask({ org: 'f'.repeat(24) })).toBe('not-found')
  expect(await ask({ project: 'f'.repeat(24) })).toBe('not-found')
  expect(await ask({ tag: 'team=other' })).toBe('not-found')
})

test('a cluster tag gives access to that cluster, not to others or the project', async () => {
  const project = await world.project({
    clusters: [{ name: 'mine', tags: [{ key: 'owner', value: 'me' }] }, { name: 'theirs' }],
  })
  const known = await findProject(project.groupId)
  if (!known) throw new Error('the project is not known')
  await observeProject(known)
  const person = bound('requester', { tag: 'owner=me' })
  const { groupId } = project
  expect(await kindOf(run(getCluster, { groupId, clusterName: 'mine' }, person, context))).toBe(
    'allowed',
  )
  expect(await kindOf(run(getSlot, { groupId, clusterName: 'mine' }, person, context))).toBe(
    'allowed',
  )
  expect(await kindOf(run(getCluster, { groupId, clusterName: 'theirs' }, person, context))).toBe(
    'not-found',
  )
  expect(await kindOf(run(listClusters, { groupId }, person, context))).toBe('not-found')
  const asked = (clusterName: string) => ({
    op: 'employee.grant',
    input: { groupId, clusterName, grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 },
    reason: 'A case about slow reads',
    ticket: 'CASE-123',
  })
  expect(await kindOf(run(fileRequest, asked('theirs'), person, context))).toBe('not-found')
  expect(await kindOf(run(fileRequest, asked('mine'), person, context))).toBe('allowed')
})

test('a role in one place gives nothing elsewhere, in the directory too', async () => {
  const project = await world.project()
  const other = await world.project()
  const person = bound('operator', { project: project.groupId })
  const { data } = await run(whoAmI, {}, person, context)
  const me = whoAmI.output.parse(data)
  expect(me.projects.map((p) => p.groupId).filter((id) => id !== project.groupId)).toEqual([])
  expect(await kindOf(run(listClusters, { groupId: other.groupId }, person, context))).toBe(
    'not-found',
  )
})
