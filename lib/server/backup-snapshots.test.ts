import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { getCompliancePolicy, listShardedSnapshots, listSnapshots } from '@/lib/ops/backup'
import { keepSnapshot } from '@/lib/ops/backup-retention'
import { deleteShardedSnapshot, deleteSnapshot, takeSnapshot } from '@/lib/ops/backup-snapshots'
import { previewOp } from '@/lib/ops/console'
import { as, audited, refusal } from './testing/acting'
import { withBackups } from './testing/backup'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const rowsOf = async (place: object) =>
  listSnapshots.output.parse((await as('viewer', listSnapshots, place)).data).results
const oneOf = async (place: object, id: string) => {
  const found = (await rowsOf(place)).find((s) => s.id === id)
  if (!found) throw new Error('The snapshot is not in the list')
  return found
}
const taking = (place: object, more: object = {}) => ({
  ...place,
  description: 'Before the release',
  retentionInDays: 20,
  ...more,
})

describe('the list', () => {
  test('has every status, and unknown frequency types', async () => {
    const { place, snapshot } = await withBackups(gatehouse)
    const rows = await rowsOf(place)
    expect(new Set(rows.map((s) => s.status))).toEqual(
      new Set(['queued', 'inProgress', 'completed', 'failed']),
    )
    expect(await oneOf(place, snapshot('onDemand'))).toMatchObject({ frequencyType: 'ondemand' })
  })

  test('a sharded cluster has its own list, with the parts', async () => {
    const { place } = await withBackups(gatehouse, { type: 'SHARDED' })
    const { data } = await as('viewer', listShardedSnapshots, place)
    const rows = listShardedSnapshots.output.parse(data).results
    expect(rows.length).toBeGreaterThan(3)
    expect(rows[0]?.members?.length).toBe(3)
  })
})

describe('taking one', () => {
  test('is recorded and appears in the list', async () => {
    const { place } = await withBackups(gatehouse, { each: false })
    const trace = newId()
    await as('operator', takeSnapshot, taking(place), trace)
    expect(await rowsOf(place)).toMatchObject([{ status: 'queued', snapshotType: 'onDemand' }])
    expect((await audited(trace)).map((row) => row.type)).toEqual([
      'command.intent',
      'command.done',
    ])
  })

  test.each(['REPLICASET', 'SHARDED'])(
    'one at a time on a %s, reported before the call',
    async (type) => {
      const { place, groupId } = await withBackups(gatehouse, { type })
      const input = taking(place, { sharded: type === 'SHARDED' })
      const failure = await refusal(as('operator', takeSnapshot, input))
      expect(failure.message).toContain('still being taken')
      const operationId = 'takeGroupClusterBackupSnapshots'
      expect(await gatehouse.calls({ groupId, operationId })).toEqual([])
      const { data } = await as('operator', previewOp, { op: takeSnapshot.id, input })
      expect(previewOp.output.parse(data).whyNot).toContain('still being taken')
    },
  )

  test('a refusal by Atlas keeps its reason', async () => {
    const { place, groupId } = await withBackups(gatehouse, { each: false, policy: 'ACTIVE' })
    const short = taking(place, { retentionInDays: 3 })
    expect((await refusal(as('operator', takeSnapshot, short))).message).toContain(
      'compliance policy',
    )
    const match = { operationId: 'takeGroupClusterBackupSnapshots', groupId }
    await gatehouse.fault({ match, fault: { kind: 'status', status: 403 } })
    expect((await refusal(as('operator', takeSnapshot, taking(place)))).message).toContain(
      'Project Backup Creator',
    )
  })
})

describe('keeping one longer', () => {
  const keeping = async (place: object, snapshotId: string, years = 2) => {
    const { createdAt, expiresAt } = await oneOf(place, snapshotId)
    return {
      ...place,
      snapshotId,
      retentionUnit: 'YEARS',
      retentionValue: years,
      opened: { createdAt, expiresAt },
    }
  }

  test('changes the expiry and sends the retention only', async () => {
    const { place, groupId, snapshot } = await withBackups(gatehouse)
    const input = await keeping(place, snapshot('onDemand'))
    await as('operator', keepSnapshot, input)
    const { expiresAt } = await oneOf(place, snapshot('onDemand'))
    expect(Date.parse(expiresAt ?? '') - Date.now()).toBeGreaterThan(700 * 86_400_000)
    const [sent] = await gatehouse.calls({
      groupId,
      operationId: 'updateGroupClusterBackupSnapshot',
    })
    expect(JSON.parse(sent?.body ?? '')).toEqual({ retentionUnit: 'YEARS', retentionValue: 2 })
  })

  test('a form with an outdated expiry is refused', async () => {
    const { place, snapshot } = await withBackups(gatehouse)
    const first = await keeping(place, snapshot('onDemand'), 2)
    const second = await keeping(place, snapshot('onDemand'), 3)
    await as('operator', keepSnapshot, first)
    expect(await refusal(as('operator', keepSnapshot, second))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('since you opened'),
    })
  })

  test('a made-up creation time cannot make a shorter retention look longer', async () => {
    const { place, groupId, snapshot } = await withBackups(gatehouse)
    const input = await keeping(place, snapshot('onDemand'), 2)
    const opened = { ...input.opened, createdAt: '2090-01-01T00:00:00Z' }
    expect(
      await refusal(as('operator', keepSnapshot, { ...input, retentionValue: 1, opened })),
    ).toMatchObject({ kind: 'conflict' })
    const operationId = 'updateGroupClusterBackupSnapshot'
    expect(await gatehouse.calls({ groupId, operationId })).toEqual([])
  })

  test('a compliance policy prevents shortening, and the message names it', async () => {
    const { place, snapshot } = await withBackups(gatehouse, { policy: 'ACTIVE' })
    const input = await keeping(place, snapshot('onDemand'))
    const shorter = { ...input, retentionUnit: 'DAYS', retentionValue: 20 }
    expect(await refusal(as('operator', keepSnapshot, shorter))).toMatchObject({
      message: expect.stringContaining('compliance policy'),
      atlas: { errorCode: 'CANNOT_DECREASE_RETENTION_WITH_BACKUP_COMPLIANCE_POLICY' },
    })
    expect((await refusal(as('viewer', keepSnapshot, input))).kind).toBe('not-allowed')
  })
})

describe('deleting one', () => {
  test('is deleted, and a second try is refused with the reason', async () => {
    const { place, snapshot } = await withBackups(gatehouse)
    const input = { ...place, snapshotId: snapshot('onDemand') }
    await as('operator', deleteSnapshot, input)
    expect((await rowsOf(place)).map((s) => s.id)).not.toContain(snapshot('onDemand'))
    expect((await refusal(as('operator', deleteSnapshot, input))).message).toContain(
      'no longer exists',
    )
  })

  test('of a sharded cluster uses its own operation', async () => {
    const { place, groupId, snapshot } = await withBackups(gatehouse, { type: 'SHARDED' })
    await as('operator', deleteShardedSnapshot, { ...place, snapshotId: snapshot('onDemand') })
    const operationId = 'deleteGroupClusterBackupSnapshotShardedCluster'
    expect(await gatehouse.calls({ groupId, operationId })).toMatchObject([{ status: 204 }])
  })

  test('a compliance policy is named as the reason', async () => {
    const { place, groupId, snapshot } = await withBackups(gatehouse, { policy: 'ACTIVE' })
    const { data } = await as('viewer', getCompliancePolicy, { groupId })
    expect(getCompliancePolicy.output.parse(data).state).toBe('ACTIVE')
    const input = { ...place, snapshotId: snapshot('onDemand') }
    expect(await refusal(as('operator', deleteSnapshot, input))).toMatchObject({
      message: expect.stringContaining('compliance policy'),
      atlas: { errorCode: 'CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY' },
    })
  })
})

test('without a policy Atlas answers an empty object, and nothing is forbidden', async () => {
  const { groupId } = await withBackups(gatehouse)
  const { data } = await as('viewer', getCompliancePolicy, { groupId })
  expect(data).toEqual({})
})
