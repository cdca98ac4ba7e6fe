import { expect, test } from 'vitest'
import { startRestore } from '@/lib/ops/backup-restore'
import { previewOp } from '@/lib/ops/console'
import { deleteFederation } from '@/lib/ops/federation'
import { revokeKeys } from '@/lib/ops/identity-providers'
import { fileRequest, getRequest } from '@/lib/ops/requests'
import { deleteWorkspace } from '@/lib/ops/streams'
import { as } from './testing/acting'
import { withBackups } from './testing/backup'
import { ownFederation } from './testing/federation'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const told = async (who: string, op: { id: string }, input: object) => {
  const { data } = await as(who, previewOp, { op: op.id, input })
  return previewOp.output.parse(data).impact
}

test('requester and approver see the same consequences of deleting a federation', async () => {
  const own = await ownFederation(gatehouse)
  const input = {
    federationSettingsId: own.federationSettingsId,
    orgId: own.orgId,
  }
  const tells = await told('operator', deleteFederation, input)
  expect(tells).toEqual(
    expect.arrayContaining([expect.stringMatching(/^The identity provider .* deleted$/)]),
  )
  expect(tells.at(-1)).toContain(own.orgId)
  expect(await told('approver', deleteFederation, input)).toEqual(tells)
})

test('a revocation names every organization in which people are signed out, and so does its card', async () => {
  const own = await ownFederation(gatehouse, { orgs: 2 })
  const input = {
    federationSettingsId: own.federationSettingsId,
    identityProviderId: own.providers.workforce.id,
    orgId: own.orgs[1]?.orgId,
    displayName: 'Data access',
  }
  const [first] = await told('approver', revokeKeys, input)
  expect(first).toContain('2 connected organizations')
  for (const { orgId } of own.orgs) expect(first).toContain(orgId)
  const asked = { op: revokeKeys.id, input, reason: 'A signing key was seen in a log' }
  const { requestId } = fileRequest.output.parse((await as('operator', fileRequest, asked)).data)
  const card = getRequest.output.parse((await as('approver', getRequest, { requestId })).data)
  expect(card.request.organizations).toHaveLength(2)
})

test('a restore shows the current state of its target', async () => {
  const { place, snapshot } = await withBackups(gatehouse)
  const target = await gatehouse.project({ clusters: [{ name: 'copy' }] })
  const input = {
    ...place,
    deliveryType: 'automated',
    snapshotId: snapshot('onDemand'),
    targetGroupId: target.groupId,
    targetClusterName: 'copy',
  }
  const [first] = await told('approver', startRestore, input)
  expect(first).toMatch(new RegExp(`^copy in project ${target.groupId} .*overwritten: .*running`))
  const { deliveryType: _, targetGroupId: __, targetClusterName: ___, ...download } = input
  expect(await told('operator', startRestore, { ...download, deliveryType: 'download' })).toEqual(
    [],
  )
})

test('deleting a workspace names its processors, and a failed read is reported', async () => {
  const { groupId } = await gatehouse.project()
  await gatehouse.control('POST', 'fill', {
    area: 'streams',
    groupId,
    processors: { STOPPED: ['orders'] },
  })
  const input = { groupId, tenantName: 'lab' }
  expect(await told('approver', deleteWorkspace, input)).toEqual([
    'Deletes 1 processor and its checkpoint: orders',
  ])
  await gatehouse.fault({
    match: { groupId, operationId: 'getGroupStreamProcessors' },
    times: 20,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  const { data } = await as('operator', previewOp, { op: deleteWorkspace.id, input, fresh: true })
  expect(previewOp.output.parse(data).impact).toEqual([
    expect.stringContaining('could not be read'),
  ])
})
