import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startRestore } from '@/lib/ops/backup-restore'
import { listConnectedOrgs } from '@/lib/ops/connected-orgs'
import type { Op } from '@/lib/ops/define'
import { getOrgSettings } from '@/lib/ops/directory'
import { findFederation } from '@/lib/ops/federation'
import { getProject } from '@/lib/ops/me'
import { requestTerms } from '@/lib/ops/requests'
import { roles } from '@/lib/ops/roles'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { answers } from './connections'
import type { Person } from './person'
import { run } from './run'
import { as, refusal } from './testing/acting'
import { ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

/** Whether an id exists elsewhere must show neither in the answer nor in the time and the calls that it takes. */

const northwind = '622f06e0f21affc0c09d52e1'
const unknownId = 'd'.repeat(24)

const world = await startConsole({ timeoutSeconds: 2 })
let own: TestProject
let foreign: TestProject
let federation: string

beforeAll(async () => {
  own = await world.project({ clusters: [{ name: 'main' }] })
  foreign = await world.project({ clusters: [{ name: 'main' }] })
  const found = await as('viewer', findFederation, { orgId: northwind })
  federation = findFederation.output.parse(found.data).id ?? ''
})
afterEach(() => world.control('DELETE', 'fault'))

const bound = (scope: { project: string } | { org: string }): Person =>
  personAs('operator', { bindings: roles.map((role) => ({ group: `g-${role}`, role, scope })) })

/** Nothing that Atlas is asked comes back until the test ends. */
const silence = () => world.fault({ match: {}, fault: { kind: 'timeout-before' }, times: 1_000 })

const inputs = (id: string): Array<[string, Op, unknown]> => [
  ['a project', getProject, { groupId: id }],
  ['terms', requestTerms, { op: 'employee.grant', groupId: id, clusterName: 'main' }],
  [
    'a restore target',
    startRestore,
    {
      groupId: own.groupId,
      clusterName: 'main',
      deliveryType: 'automated',
      snapshotId: 'a'.repeat(24),
      targetGroupId: id,
      targetClusterName: 'main',
    },
  ],
]

test('a foreign and an unknown id get the same answer without a call to Atlas', async () => {
  const person = bound({ project: own.groupId })
  await silence()
  for (const [i, [what, op, input]] of inputs(foreign.groupId).entries()) {
    const [, , other] = inputs(unknownId)[i]!
    const [a, b] = [await refusal(run(op, input, person)), await refusal(run(op, other, person))]
    expect(a.kind, what).toBe('not-found')
    expect(b, what).toEqual(a)
  }
  for (const orgId of [northwind, unknownId])
    expect(await refusal(run(getOrgSettings, { orgId }, person))).toMatchObject({
      kind: 'not-found',
    })
  for (const federationSettingsId of [federation, unknownId])
    expect(await refusal(run(listConnectedOrgs, { federationSettingsId }, person))).toMatchObject({
      kind: 'not-found',
    })
  const asked = (await world.calls({})).filter(({ status }) => status === null)
  // The directory may be read again in the background, whatever the id.
  expect(asked.filter(({ path }) => !/\/(orgs|groups)\?/.test(path))).toEqual([])
})

test('with a role in one organization, other federations cause the same calls as unknown ones', async () => {
  const person = bound({ org: (await ownFederation(world)).orgId })
  const callsFor = async (federationSettingsId: string) => {
    const before = await world.calls({})
    await refusal(run(listConnectedOrgs, { federationSettingsId }, person))
    const calls = (await world.calls({})).slice(before.length).map(({ path }) => path)
    return calls.filter((path) => !/\/(orgs|groups)\?/.test(path))
  }
  answers().stale(() => true)
  const first = await callsFor(unknownId)
  expect(first.join()).toContain('federationSettings')
  answers().stale(() => true)
  expect(await callsFor(federation)).toEqual(first)
})

test('a new project is found soon by people with a role in its organization', async () => {
  const person = bound({ org: own.orgId })
  const { groupId } = await world.project({ name: `new ${randomUUID()}` })
  await vi.waitFor(
    async () => {
      const { data } = await run(getProject, { groupId }, person)
      expect(data).toMatchObject({ id: groupId })
    },
    { timeout: 20_000, interval: 200 },
  )
})

test('a new project is found immediately by people with a role everywhere', async () => {
  const { groupId } = await world.project()
  for (const person of [personAs('viewer'), bound({ project: groupId })])
    expect((await run(getProject, { groupId }, person)).data).toMatchObject({ id: groupId })
})
