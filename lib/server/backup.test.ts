import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { getRestoreJob, listRestoreJobs, restoreState } from '@/lib/ops/backup'
import { startRestore } from '@/lib/ops/backup-restore'
import { getCluster } from '@/lib/ops/clusters'
import { previewOp } from '@/lib/ops/console'
import { HIDDEN } from '@/lib/ops/define'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { run } from './run'
import { as, audited, refusal, settleAll, wasSeen } from './testing/acting'
import { withBackups } from './testing/backup'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()
await wasSeen()

const production = [{ key: 'environment', value: 'production' }]

const jobs = async (place: object, who = 'viewer') =>
  listRestoreJobs.output.parse((await as(who, listRestoreJobs, place)).data).results

const onto = (groupId: string, clusterName = 'other') => ({
  targetGroupId: groupId,
  targetClusterName: clusterName,
})

const posts = (groupId: string) =>
  gatehouse.calls({ groupId, operationId: 'createGroupClusterBackupRestoreJob' })

describe('reading restore jobs', () => {
  test('each has its state, and no link leaves the server', async () => {
    const { place, job } = await withBackups(gatehouse)
    const rows = await jobs(place)
    const states = Object.fromEntries(rows.map((row) => [row.id, restoreState(row)]))
    for (const state of ['running', 'ready', 'finished', 'failed', 'expired', 'cancelled'])
      expect(states[job(state)]).toBe(state)
    expect(rows.find((r) => r.id === job('ready'))).toMatchObject({ deliveryUrl: [HIDDEN] })
    expect(JSON.stringify(rows)).not.toContain('https://restore-')
    const { data } = await as('viewer', getRestoreJob, { ...place, restoreJobId: job('ready') })
    expect(JSON.stringify(data)).not.toContain('https://restore-')
  })

  test('the parts of a sharded job come without their links', async () => {
    const { place, job } = await withBackups(gatehouse, { type: 'SHARDED' })
    const { data } = await as('viewer', getRestoreJob, { ...place, restoreJobId: job('ready') })
    expect(getRestoreJob.output.parse(data).components).toMatchObject([
      { replicaSetName: expect.any(String), downloadUrl: HIDDEN },
      { downloadUrl: HIDDEN },
      { downloadUrl: HIDDEN },
    ])
  })

  test('500 jobs are one list', async () => {
    const { place } = await withBackups(gatehouse, { jobs: 500 })
    expect(await jobs(place)).toHaveLength(506)
  })
})

describe('starting a restore', () => {
  const restore = (at: Awaited<ReturnType<typeof withBackups>>, more: object = {}) => ({
    ...at.place,
    deliveryType: 'automated',
    snapshotId: at.snapshot('completed'),
    ...onto(at.groupId),
    ...more,
  })

  test('overwrites the target and records it', async () => {
    const at = await withBackups(gatehouse)
    const trace = newId()
    await as('operator', startRestore, restore(at), trace)
    const [newest] = await jobs(at.place)
    expect(newest).toMatchObject({ targetClusterName: 'other', targetGroupId: at.groupId })
    const { data } = await as('viewer', getCluster, { groupId: at.groupId, clusterName: 'other' })
    expect(getCluster.output.parse(data).stateName).toBe('UPDATING')
    const [intent, outcome] = await audited(trace)
    expect(intent).toMatchObject({
      op: 'backup.restore',
      target: `project ${at.groupId} / cluster other / restore from cluster main`,
      after: { required: 'type', confirmed: 'phrase' },
    })
    expect(outcome).toMatchObject({ type: 'command.done' })
  })

  test('to a point in time sends the time and no snapshot', async () => {
    const at = await withBackups(gatehouse)
    const moment = Math.floor(Date.now() / 1000) - 3600
    await as('operator', startRestore, {
      ...at.place,
      deliveryType: 'pointInTime',
      pointInTimeUTCSeconds: moment,
      ...onto(at.groupId),
    })
    const [sent] = await posts(at.groupId)
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      deliveryType: 'pointInTime',
      pointInTimeUTCSeconds: moment,
      ...onto(at.groupId),
    })
  })

  test('into another project needs the role in both', async () => {
    const [from, to] = [await withBackups(gatehouse), await withBackups(gatehouse)]
    const input = restore(from, onto(to.groupId))
    const only = (project: string) =>
      personAs('operator', {
        bindings: [{ group: 'one', role: 'operator', scope: { project } }],
      })
    for (const one of [from.groupId, to.groupId])
      expect(['not-found', 'not-allowed']).toContain(
        (await refusal(run(startRestore, input, only(one)))).kind,
      )
    await as('operator', startRestore, input)
    expect((await jobs(from.place))[0]).toMatchObject({ targetGroupId: to.groupId })
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['paused', { paused: true }, 'is paused'],
    ['being created', { state: 'CREATING' }, 'still being created'],
    ['being deleted', { state: 'DELETING' }, 'is being deleted'],
  ])('a target that is %s stops it before the call', async (_, other, sentence) => {
    const at = await withBackups(gatehouse, { other })
    const failure = await refusal(as('operator', startRestore, restore(at)))
    expect(failure).toMatchObject({ kind: 'conflict', message: expect.stringContaining(sentence) })
    expect(await posts(at.groupId)).toEqual([])
    const { data } = await as('operator', previewOp, { op: startRestore.id, input: restore(at) })
    expect(previewOp.output.parse(data).whyNot).toContain(sentence)
  })

  test('a missing target stops it before the call', async () => {
    const at = await withBackups(gatehouse)
    const failure = await refusal(
      as('operator', startRestore, restore(at, onto(at.groupId, 'nobody'))),
    )
    expect(failure.message).toContain('no cluster nobody')
    expect(await posts(at.groupId)).toEqual([])
  })

  test('a refusal by Atlas has a specific message and Atlas’s code', async () => {
    const at = await withBackups(gatehouse)
    const failed = restore(at, { snapshotId: at.snapshot('failed') })
    expect(await refusal(as('operator', startRestore, failed))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('The snapshot is not complete'),
      atlas: { errorCode: 'CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT' },
    })
    const tooEarly = {
      ...at.place,
      deliveryType: 'pointInTime',
      pointInTimeUTCSeconds: 1_300_000_000,
      ...onto(at.groupId),
    }
    expect((await refusal(as('operator', startRestore, tooEarly))).message).toContain(
      'before the oldest snapshot',
    )
  })

  test('a lost answer is settled by the new job, not by an older equal one', async () => {
    const at = await withBackups(gatehouse)
    const match = { operationId: 'createGroupClusterBackupRestoreJob', groupId: at.groupId }
    await gatehouse.fault({ match, fault: { kind: 'hang-up' } })
    expect(await refusal(as('operator', startRestore, restore(at)))).toMatchObject({
      kind: 'unknown-outcome',
    })
    await gatehouse.fault({ match, fault: { kind: 'reset-after' } })
    await as('operator', startRestore, restore(at))
    expect((await jobs(at.place)).length).toBe(7)
  })

  test('to production needs approval and then runs once', async () => {
    const at = await withBackups(gatehouse, { tags: production })
    const input = restore(at)
    expect((await refusal(as('operator', startRestore, input))).kind).toBe('needs-approval')
    const filed = await as('operator', fileRequest, {
      op: startRestore.id,
      input,
      reason: 'The migration of this morning destroyed orders',
    })
    const { requestId } = fileRequest.output.parse(filed.data)
    const card = async () =>
      getRequest.output.parse((await as('approver', getRequest, { requestId })).data)
    const { digest } = (await card()).request
    await as('approver', approveRequest, { requestId, digest })
    await settleAll()
    expect((await card()).request).toMatchObject({ state: 'closed', how: 'begun' })
    expect(await posts(at.groupId)).toHaveLength(1)
  })

  test('can be approved only by a person with the role at source and target', async () => {
    const { place, snapshot } = await withBackups(gatehouse, { tags: production })
    const target = await gatehouse.project({ clusters: [{ name: 'copy' }] })
    const input = {
      ...place,
      deliveryType: 'automated',
      snapshotId: snapshot('onDemand'),
      ...onto(target.groupId, 'copy'),
    }
    const { data } = await as('operator', fileRequest, {
      op: startRestore.id,
      input,
      reason: 'A test needs yesterday’s data',
    })
    const { requestId } = fileRequest.output.parse(data)
    const scope = { project: target.groupId }
    const there = personAs('approver', {
      bindings: [{ group: 'gatehouse-approvers', role: 'approver', scope }],
    })
    const card = getRequest.output.parse((await run(getRequest, { requestId }, there)).data)
    expect(card.may.approve).toContain('must decide')
    const decision = { requestId, digest: card.request.digest }
    expect(await refusal(run(approveRequest, decision, there))).toMatchObject({
      kind: 'not-allowed',
    })
    await as('approver', approveRequest, decision)
  })

  test('from production needs approval too', async () => {
    const [from, to] = [
      await withBackups(gatehouse, { tags: production }),
      await withBackups(gatehouse),
    ]
    const failure = await refusal(as('operator', startRestore, restore(from, onto(to.groupId))))
    expect(failure).toMatchObject({
      kind: 'needs-approval',
      message: expect.stringContaining('or the source, main, is a production cluster'),
    })
  })
})
