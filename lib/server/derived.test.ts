import { describe, expect, test } from 'vitest'
import { bodyFieldsOf } from '@/lib/atlas/bodies'
import { allFacts } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import { previewOp } from '@/lib/ops/console'
import { type Command, canNeedApproval, HIDDEN, type Op } from '@/lib/ops/define'
import { derivedId, takesAccess } from '@/lib/ops/derived-access'
import { getAtlasCall, getAtlasOperation, listAtlasOperations } from '@/lib/ops/explorer'
import { connect } from '@/sandbox/atlas/testing'
import { personAs } from '@/scripts/testing/console'
import { configuration } from './configuration'
import { frictionOf } from './friction-now'
import { run } from './run'
import { as, refusal, settleAll } from './testing/acting'
import { approve, card, fileFor } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()

const opFor = (operationId: string): Op => {
  const op = findOp(derivedId(operationId))
  if (!op) throw new Error(`There is no ${operationId}`)
  return op
}
const calls = (groupId: string) => world.calls({ groupId, operationId: 'createGroupPeer' })

test('every Atlas operation is described, derived, or says why not', async () => {
  const { data } = await run(listAtlasOperations, {}, personAs('viewer'))
  const { results } = listAtlasOperations.output.parse(data)
  expect(results).toHaveLength(allFacts().length)
  for (const { id, own, method, whyNot } of results) {
    const op = findOp(derivedId(id))
    const isHere = op !== undefined && !op.internal
    expect(previewOp.input.shape.op.safeParse(derivedId(id)).success).toBe(true)
    expect({ id, isHere }).toEqual({ id, isHere: whyNot === null })
    if (own && method !== 'GET') expect({ id, isHere }).toEqual({ id, isHere: false })
  }
})

describe('a derived read', () => {
  test('is for who Atlas lets read it, in their projects only, without secrets', async () => {
    const { groupId } = await world.project()
    const op = opFor('listGroupPeers')
    const atlas = await connect(world.atlas)
    await atlas.call('POST', `/api/atlas/v2/groups/${groupId}/peers`, {
      vpcId: 'vpc-1',
      connectionToken: 'abc',
    })
    const { data } = await run(op, { groupId }, personAs('viewer'))
    expect(data).toMatchObject({ results: [{ vpcId: 'vpc-1', connectionToken: HIDDEN }] })
    const elsewhere = personAs('viewer', { bindings: [] })
    expect(await refusal(run(op, { groupId }, elsewhere))).toMatchObject({ kind: 'not-found' })
    expect(await refusal(run(op, { groupId, other: 1 }, personAs('viewer')))).toMatchObject({
      kind: 'invalid',
    })
  })

  test('is refused where Atlas asks for more than reading, and where a description shows only some rows', async () => {
    const { orgId, groupId } = await world.project()
    const owners = run(opFor('listOrgInvites'), { orgId }, personAs('viewer'))
    expect(await refusal(owners)).toMatchObject({ kind: 'not-allowed' })
    const { data } = await run(opFor('listGroupClusters'), { groupId }, personAs('viewer'))
    expect(data).toMatchObject({ results: [] })
    expect(opFor('listFederationSettingConnectedOrgConfigs')).toMatchObject({ internal: true })
    expect(opFor('getGroupAuditLog').roles).toEqual(['viewer'])
    expect(findOp(derivedId('grantGroupClusterMongoDbEmployeeAccess'))).toBeUndefined()
    expect(findOp(derivedId('createOrg'))).toBeUndefined()
  })

  test('is not there where its answer covers more than one organization', () => {
    for (const id of [
      'listGroups',
      'listOrgs',
      'listClusterDetails',
      'getUser',
      'getGroupByName',
      'getSystemStatus',
    ]) {
      const op = findOp(derivedId(id))
      expect([id, op?.internal ?? true]).toEqual([id, true])
    }
    expect(findOp(derivedId('listSkus'))).not.toHaveProperty('internal')
  })

  test('shows its exact call', async () => {
    const { groupId } = await world.project()
    const input = { operationId: 'listGroupPeers', input: { groupId } }
    const { data } = await run(getAtlasCall, input, personAs('viewer'))
    expect(data).toMatchObject({ call: { method: 'GET', url: expect.stringContaining(groupId) } })
  })
})

describe('a derived change', () => {
  test('is shown beside what Atlas has now, and a PUT with what it leaves out', async () => {
    const { groupId, orgId } = await world.project()
    const look = async (id: string, input: object) =>
      previewOp.output.parse(
        (await run(previewOp, { op: opFor(id).id, input }, personAs('admin'))).data,
      )
    const shown = await look('updateOrg', { orgId, body: '{"name":"Renamed"}' })
    expect(shown.changes?.from).toContain('"name":')
    expect(shown.changes).toMatchObject({
      to: expect.stringContaining('Renamed'),
      covers: ['body'],
    })
    const fields = { groupId, peerId: 'a'.repeat(24), body: '{}' }
    expect((await look('updateGroupPeer', fields)).changes).toMatchObject({ from: '', to: '{}' })
  })

  const body = '{"providerName":"AWS","2":"b","vpcId":"vpc-2"}'

  test('needs approval, is sent once as typed, and is recorded', async () => {
    const { groupId } = await world.project()
    const op = opFor('createGroupPeer')
    const input = { groupId, body }
    expect(await refusal(as('operator', op, input))).toMatchObject({ kind: 'needs-approval' })
    expect(await calls(groupId)).toHaveLength(0)
    const id = await fileFor(op.id, input, personAs('operator'))
    await approve(id)
    await settleAll()
    expect((await card(id)).effects).toMatchObject([{ state: 'confirmed' }])
    const [call, ...more] = await calls(groupId)
    expect(call?.body).toBe(body)
    expect(more).toEqual([])
  })

  test('that gives a credential needs approval whatever the configuration says', async () => {
    const { groupId } = await world.project()
    const { derived } = configuration().policy
    const before = derived.changes
    derived.changes = 'none'
    try {
      const body = '{"mcpConfigName":"x","roles":["GROUP_OWNER"]}'
      const made = as('admin', opFor('createGroupMcpConfig'), { groupId, body })
      expect(await refusal(made)).toMatchObject({ kind: 'needs-approval' })
      expect(findOp(derivedId('createGroupMcpConfigSecret'))?.internal).toBe(true)
      await as('admin', opFor('createGroupPeer'), { groupId, body: '{"vpcId":"vpc-3"}' }).catch(
        (error) => expect(error).toMatchObject({ kind: 'not-allowed' }),
      )
    } finally {
      derived.changes = before
    }
  })

  test('needs the role in every project and organization that its body names, however deep', async () => {
    const [{ groupId }, other] = [await world.project(), await world.project()]
    const op = opFor('createGroupPeer')
    const mine = (id: string) =>
      ({ group: 'mine', role: 'operator', scope: { project: id } }) as const
    const file = (body: unknown, ...places: string[]) =>
      fileFor(
        op.id,
        { groupId, body: JSON.stringify(body) },
        personAs('operator', { bindings: places.map(mine) }),
      )
    const links = (id: string) => ({ links: [{ targetGroupId: id.toUpperCase() }] })
    for (const body of [links(other.groupId), links('a'.repeat(24)), { projects: [other.groupId] }])
      expect(await refusal(file(body, groupId))).toMatchObject({ kind: 'not-found' })
    await file(links(other.groupId), groupId, other.groupId)
  })

  test('can be approved even where only its surroundings can be read', async () => {
    const lost = allFacts().flatMap(([id, { method }]) => {
      const op = findOp(derivedId(id))
      const isOffered = op?.kind === 'command' && !op.internal && method !== 'GET'
      return isOffered && !canNeedApproval(op) ? [id] : []
    })
    expect(lost).toEqual([])
    const { groupId } = await world.project()
    const op = opFor('updateGroupUserRoles')
    expect(op).toMatchObject({ readBack: { acceptedIsDone: true } })
    const input = { groupId, userId: 'a'.repeat(24), body: '{"groupRoles":["GROUP_READ_ONLY"]}' }
    const id = await fileFor(op.id, input, personAs('admin'))
    expect((await card(id)).request.state).toBe('pending')
    const { readBack } = op as Command
    const { id: read, input: given } = readBack?.read(input) ?? { id: '', input: {} }
    expect(findOp(read)?.input.safeParse(given).success).toBe(true)
  })

  test('has a name on one line, and no answer with a secret that nobody would see', async () => {
    const { groupId } = await world.project()
    const input = { groupId, integrationType: 'DATADOG', containerId: 'two\nlines' }
    const odd = as('operator', opFor('deleteGroupContainer'), input)
    expect((await refusal(odd)).kind).toBe('invalid')
    for (const id of [
      'createGroupApiKey',
      'createGroupAiModelApiKey',
      'createGroupDatabaseUserCert',
    ])
      expect([id, findOp(derivedId(id))?.internal]).toEqual([id, true])
  })

  test('that only the gateway sends is neither run nor requested by people', async () => {
    const { groupId } = await world.project()
    for (const id of ['createGroupApiKey', 'createGroupFlexCluster']) {
      const input = { groupId, body: '{"name":"x"}' }
      const run = as('operator', opFor(id), input)
      expect((await refusal(run)).kind).not.toBe('bug')
      const filed = fileFor(derivedId(id), input, personAs('operator'))
      expect(await refusal(filed)).toMatchObject({ kind: 'not-found' })
    }
    expect(await calls(groupId)).toEqual([])
  })

  test('that only takes access away never needs approval, whatever the policy says', () => {
    const free = allFacts().flatMap(([id, fact]) => (takesAccess(fact) ? [id] : []))
    expect(free.sort()).toEqual([
      'deleteGroupAccessListEntry',
      'deleteGroupAiModelApiKey',
      'deleteGroupAiModelKey',
      'deleteGroupDatabaseUser',
      'deleteGroupInvite',
      'deleteGroupMcpConfig',
      'deleteGroupMcpConfigSecret',
      'deleteGroupServiceAccount',
      'deleteGroupServiceAccountSecret',
      'deleteOrgApiKey',
      'deleteOrgInvite',
      'deleteOrgMcpConfig',
      'deleteOrgMcpConfigSecret',
      'deleteOrgServiceAccount',
      'deleteOrgServiceAccountSecret',
      'deleteOrgTeam',
      'removeGroupApiKey',
      'removeGroupTeam',
      'removeGroupUser',
      'removeGroupUserRole',
      'removeOrgTeamUser',
      'removeOrgTeamUserFromTeam',
      'removeOrgUser',
      'removeOrgUserRole',
    ])
    const place = { orgId: 'a'.repeat(24), tags: [], environment: 'production' as const }
    for (const id of ['deleteGroupDatabaseUser', 'removeOrgUser'])
      expect(frictionOf(opFor(id), {}, place, [])).toMatchObject({ level: 'confirm' })
    expect(frictionOf(opFor('deleteGroupPeer'), {}, place, [])).toMatchObject({ level: 'approval' })
  })

  test('takes no body with a secret, and none that is not JSON', async () => {
    const { groupId } = await world.project()
    for (const [text, word] of [
      ['{"name":"x","nested":[{"password":"p"}]}', 'password'],
      ['{', 'Expected'],
    ] as const) {
      const refused = as('operator', opFor('createGroupPeer'), { groupId, body: text })
      expect((await refusal(refused)).message).toMatch(new RegExp(word, 'i'))
    }
  })

  test('is refused when the thing is gone, and for people without the role', async () => {
    const { groupId } = await world.project()
    const input = { groupId, peerId: 'a'.repeat(24) }
    const op = opFor('deleteGroupPeer')
    expect(await refusal(as('viewer', op, input))).toMatchObject({ kind: 'not-allowed' })
    expect(await refusal(fileFor(op.id, input, personAs('operator')))).toMatchObject({
      message: expect.stringMatching(/find/),
    })
  })
})

test('the fields of a body have their types, what is required, and values to choose from', async () => {
  const read = async (operationId: string) =>
    getAtlasOperation.output.parse(
      (await run(getAtlasOperation, { operationId }, personAs('viewer'))).data,
    ).body
  const user = await read('createGroupDatabaseUser')
  expect(user?.fields).toContainEqual(
    expect.objectContaining({ name: 'databaseName', depth: 0, type: 'text', isRequired: true }),
  )
  expect(user?.fields.find(({ name }) => name === 'links')).toBeUndefined()
  const entry = await read('createGroupAccessListEntry')
  expect(entry).toMatchObject({ isList: true })
  const cluster = await read('createGroupCluster')
  const at = (name: string) => cluster?.fields.findIndex((field) => field.name === name) ?? -1
  expect(cluster?.fields[at('clusterType')]?.values).toContain('SHARDED')
  expect(at('regionConfigs')).toBeGreaterThan(at('replicationSpecs'))
  expect(await read('getGroupCluster')).toBeNull()
})

test('every operation with a body has its fields, but for one whose body is empty', () => {
  const without = allFacts().flatMap(([id, { body }]) => (body && !bodyFieldsOf(id) ? [id] : []))
  expect(without).toEqual(['withGroupStreamSampleConnections'])
})
