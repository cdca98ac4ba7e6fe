import { expect, test } from 'vitest'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import {
  createRoleMapping,
  deleteRoleMapping,
  getRoleMapping,
  updateRoleMapping,
} from '@/lib/ops/role-mappings'
import { answer, ownFederation, refusal } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const post = 'createFederationSettingConnectedOrgConfigRoleMapping'
const put = 'updateFederationSettingConnectedOrgConfigRoleMapping'

/** A federation with one mapping, as a form would open it. */
async function withMapping(more: Record<string, unknown> = {}) {
  const own = await ownFederation(gatehouse, { mappings: 1, projects: 1, ...more })
  const id = own.mappings[0] ?? ''
  const one = { ...own.place, id }
  const read = async () => getRoleMapping.output.parse(await answer(getRoleMapping, one, 'viewer'))
  const member = { role: 'ORG_MEMBER', orgId: own.orgId }
  const reader = { role: 'GROUP_READ_ONLY', groupId: own.orgs[0]?.projects[0] ?? '' }
  return { own, one, read, member, reader }
}

test('a group gets roles in the organization and in a project, whatever characters its name has', async () => {
  const { own, member, reader } = await withMapping()
  const mapping = {
    externalGroupName: ' CN=“Ä” Team/.. %2F\'"; ',
    roleAssignments: [member, reader],
  }
  await answer(createRoleMapping, { ...own.place, ...mapping })
  expect(await own.sent(post)).toEqual([mapping])
  const org = getConnectedOrg.output.parse(await answer(getConnectedOrg, own.place))
  expect(org.roleMappings?.at(-1)).toMatchObject(mapping)
})

test('a group with a mapping and an organization without a provider are refused before anything is sent', async () => {
  const { own, member, read } = await withMapping()
  const { externalGroupName } = await read()
  const again = { ...own.place, externalGroupName, roleAssignments: [member] }
  expect(await refusal(createRoleMapping, again)).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('already has a role mapping'),
  })
  await own.changeElsewhere({ identityProviderId: null })
  const late = { ...again, externalGroupName: 'late' }
  expect(await refusal(createRoleMapping, late)).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('need an identity provider'),
  })
  expect(await own.sent(post)).toEqual([])
})

test('a role in another organization is refused at its field', async () => {
  const { own } = await withMapping()
  const foreign = { role: 'ORG_MEMBER', orgId: 'a'.repeat(24) }
  const asked = { ...own.place, externalGroupName: 'elsewhere', roleAssignments: [foreign] }
  expect(await refusal(createRoleMapping, asked)).toMatchObject({
    kind: 'invalid',
    fields: { roleAssignments: expect.stringContaining('its own organization') },
  })
  expect(await own.sent(post)).toEqual([])
})

test('a change replaces the mapping, keeps its ID and can be undone', async () => {
  const { own, one, read, reader } = await withMapping()
  const before = await read()
  const input = updateRoleMapping.input.parse({
    ...one,
    opened: before,
    externalGroupName: 'renamed',
    roleAssignments: [reader],
  })
  await answer(updateRoleMapping, input)
  expect(await own.sent(put)).toEqual([{ externalGroupName: 'renamed', roleAssignments: [reader] }])
  expect(await read()).toEqual({
    id: one.id,
    externalGroupName: 'renamed',
    roleAssignments: [reader],
  })
  await answer(updateRoleMapping, updateRoleMapping.undo?.(input)?.input)
  expect(await read()).toEqual(before)
})

test('a change made elsewhere prevents a change and a deletion', async () => {
  const { own, one, read, reader, member } = await withMapping()
  const opened = await read()
  const now = [{ id: one.id, externalGroupName: 'moved', roleAssignments: [reader] }]
  await own.changeElsewhere({ roleMappings: now })
  const input = { ...one, opened, externalGroupName: 'mine', roleAssignments: [member] }
  for (const failure of [
    await refusal(updateRoleMapping, input),
    await refusal(deleteRoleMapping, { ...one, opened }),
  ])
    expect(failure).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('Someone changed'),
    })
  expect(await own.sent(put)).toEqual([])
  await own.changeElsewhere({ roleMappings: [] })
  expect(await refusal(updateRoleMapping, input)).toMatchObject({
    message: expect.stringContaining('no longer exists'),
  })
})

test.each<[string, (own: { orgId: string }) => object[], string, string]>([
  ['no role', () => [], 'roleAssignments', 'at least one role'],
  [
    'one role twice',
    ({ orgId }) => Array(2).fill({ role: 'ORG_MEMBER', orgId }),
    'roleAssignments',
    'twice',
  ],
  ['a role nowhere', () => [{ role: 'ORG_MEMBER' }], 'roleAssignments.0.role', 'one project'],
])('a mapping with %s is refused at its field', async (_, assignments, field, sentence) => {
  const { own } = await withMapping()
  const failure = await refusal(createRoleMapping, {
    ...own.place,
    externalGroupName: 'x',
    roleAssignments: assignments(own),
  })
  expect(failure.kind).toBe('invalid')
  expect(failure.fields?.[field]).toContain(sentence)
})

test('a role that Gatehouse does not know needs approval', async () => {
  const { own } = await withMapping()
  const roleAssignments = [{ role: 'ORG_KING', orgId: own.orgId }]
  expect(
    await refusal(createRoleMapping, { ...own.place, externalGroupName: 'x', roleAssignments }),
  ).toMatchObject({ kind: 'needs-approval', message: expect.stringContaining('ORG_KING') })
})

test.each([
  [createRoleMapping.id, post],
  [updateRoleMapping.id, put],
  [deleteRoleMapping.id, 'deleteFederationSettingConnectedOrgConfigRoleMapping'],
])('a lost answer to %s is settled by reading', async (id, operationId) => {
  const { own, one, read, member } = await withMapping()
  const opened = await read()
  const content = { externalGroupName: 'new', roleAssignments: [member] }
  const go = {
    [createRoleMapping.id]: () => answer(createRoleMapping, { ...own.place, ...content }),
    [updateRoleMapping.id]: () => answer(updateRoleMapping, { ...one, opened, ...content }),
    [deleteRoleMapping.id]: () => answer(deleteRoleMapping, { ...one, opened }),
  }[id]
  await own.fault(operationId, { kind: 'hang-up' })
  await expect(go?.()).rejects.toMatchObject({ failure: { kind: 'unknown-outcome' } })
  await own.fault(operationId, { kind: 'reset-after' })
  await go?.()
  expect(await own.sent(operationId)).toHaveLength(2)
})
