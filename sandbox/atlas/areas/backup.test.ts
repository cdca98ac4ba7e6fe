import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Client, startClient } from '../testing'
import { projectIdOf } from '../world/projects'

let client: Client
beforeAll(async () => {
  client = await startClient()
})
afterAll(() => client.atlas.close())

const one = z.looseObject({ id: z.string() })
const filled = z.object({
  snapshots: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.string()),
})
const v2 = '/api/atlas/v2/groups'
const at = (groupId: string, name = 'main') => `${v2}/${groupId}/clusters/${name}/backup`
const advance = (advanceSeconds: number) => client.control('POST', 'clock', { advanceSeconds })

let made = 0
async function own(fill: object = {}, clusters: object[] = [{ name: 'main' }, { name: 'other' }]) {
  made += 1
  const { groupId } = await client.control('POST', 'projects', { name: `backup-${made}`, clusters })
  const ids = filled.parse(
    await client.control('POST', 'fill', { area: 'backup', groupId, clusterName: 'main', ...fill }),
  )
  return { groupId, path: at(groupId), ...ids }
}

const send = async (path: string, body: object) => {
  const answer = await client.call('POST', path, body)
  return { status: answer.status, body: z.looseObject({}).parse(await answer.json()) }
}

test('a restore makes its target UPDATING until it ends by the clock', async () => {
  const { groupId, path, snapshots } = await own({ each: true, target: undefined })
  const target = `${v2}/${groupId}/clusters/other`
  const started = await send(`${path}/restoreJobs`, {
    deliveryType: 'automated',
    snapshotId: snapshots.completed,
    targetGroupId: groupId,
    targetClusterName: 'other',
  })
  expect(started.status).toBe(200)
  expect(started.body).toMatchObject({
    cancelled: false,
    expired: false,
    failed: false,
    deliveryUrl: [],
    desiredTimestamp: { increment: null, time: null, date: null },
    targetClusterName: 'other',
    targetGroupId: groupId,
  })
  const { id } = one.parse(started.body)
  expect(Math.abs(Number.parseInt(id.slice(0, 8), 16) * 1000 - Date.now())).toBeLessThan(5000)
  expect((await client.json('GET', target)).stateName).toBe('UPDATING')
  expect(
    (
      await send(`${path}/restoreJobs`, {
        deliveryType: 'automated',
        snapshotId: snapshots.completed,
        targetGroupId: groupId,
        targetClusterName: 'other',
      })
    ).body,
  ).toMatchObject({ error: 409, errorCode: 'ATLAS_CLUSTER_RESTORE_IN_PROGRESS' })
  await advance(235)
  const job = await client.json('GET', `${path}/restoreJobs/${id}`)
  expect(job).toMatchObject({ finishedAt: expect.any(String), failed: false })
  expect((await client.json('GET', target)).stateName).toBe('IDLE')
})

test('a download is ready with its links for an hour, then expired without them', async () => {
  const { path, snapshots } = await own()
  const started = await send(`${path}/restoreJobs`, {
    deliveryType: 'download',
    snapshotId: snapshots.completed,
  })
  const job = `${path}/restoreJobs/${one.parse(started.body).id}`
  await advance(260)
  const ready = await client.json('GET', job)
  expect(ready).toMatchObject({ deliveryUrl: [expect.stringMatching(/^https:/)], expired: false })
  expect(ready).not.toHaveProperty('finishedAt')
  await advance(3601)
  expect(await client.json('GET', job)).toMatchObject({ deliveryUrl: [], expired: true })
})

test.each<[string, object, string]>([
  ['no snapshot', { deliveryType: 'download' }, 'VALIDATION_ERROR'],
  ['an unknown field', { deliveryType: 'download', delivery: 1 }, 'INVALID_ATTRIBUTE'],
  [
    'no target',
    { deliveryType: 'pointInTime', pointInTimeUTCSeconds: 1_800_000_000 },
    'VALIDATION_ERROR',
  ],
  [
    'a point in time before the first snapshot',
    {
      deliveryType: 'pointInTime',
      pointInTimeUTCSeconds: 1_300_000_000,
      targetClusterName: 'other',
    },
    'UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME',
  ],
])('a restore with %s is refused', async (_, body, errorCode) => {
  const { path, groupId } = await own()
  const targetGroupId = 'targetClusterName' in body ? { targetGroupId: groupId } : {}
  expect((await send(`${path}/restoreJobs`, { ...body, ...targetGroupId })).body).toMatchObject({
    errorCode,
  })
})

test('a paused target and an incomplete snapshot are refused with their codes', async () => {
  const clusters = [{ name: 'main' }, { name: 'other', paused: true }]
  const { path, groupId, snapshots } = await own({}, clusters)
  const to = { targetGroupId: groupId, targetClusterName: 'other', deliveryType: 'automated' }
  expect(
    (await send(`${path}/restoreJobs`, { ...to, snapshotId: snapshots.completed })).body,
  ).toMatchObject({ error: 409, errorCode: 'CANNOT_UPDATE_PAUSED_CLUSTER' })
  expect(
    (await send(`${path}/restoreJobs`, { ...to, snapshotId: snapshots.failed })).body,
  ).toMatchObject({
    error: 409,
    errorCode: 'CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT',
  })
})

test('a running job is cancelled; a job of a sharded cluster answers 405', async () => {
  const { path, jobs } = await own()
  expect((await client.call('DELETE', `${path}/restoreJobs/${jobs.running}`)).status).toBe(204)
  expect(await client.json('GET', `${path}/restoreJobs/${jobs.running}`)).toMatchObject({
    cancelled: true,
  })
  const sharded = await own({}, [{ name: 'main', type: 'SHARDED' }])
  const job = `${sharded.path}/restoreJobs/${sharded.jobs.running}`
  expect(await client.json('GET', job)).toMatchObject({
    components: [{ replicaSetName: expect.any(String) }, {}, {}],
  })
  expect(await client.json('DELETE', job)).toMatchObject({
    error: 405,
    errorCode: 'ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED',
  })
})

test('an on-demand snapshot goes from queued to completed, one at a time', async () => {
  const { path } = await own({ each: false })
  const taken = await send(`${path}/snapshots`, { description: 'Now', retentionInDays: 2 })
  expect(taken.body).toMatchObject({
    status: 'queued',
    frequencyType: 'ondemand',
    type: 'replicaSet',
  })
  expect((await send(`${path}/snapshots`, {})).body).toMatchObject({ error: 400 })
  await advance(30)
  const snapshot = `${path}/snapshots/${one.parse(taken.body).id}`
  expect(await client.json('GET', snapshot)).toMatchObject({ status: 'inProgress' })
  await advance(240)
  expect(await client.json('GET', snapshot)).toMatchObject({ status: 'completed' })
})

test('a compliance policy forbids deletion and a shorter retention', async () => {
  const { path, groupId, snapshots } = await own({ policy: 'ACTIVE' })
  const policy = `${v2}/${groupId}/backupCompliancePolicy`
  expect(await client.json('GET', policy)).toMatchObject({ state: 'ACTIVE', projectId: groupId })
  expect(await client.json('DELETE', `${path}/snapshots/${snapshots.onDemand}`)).toMatchObject({
    errorCode: 'CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY',
  })
  const shorter = { retentionUnit: 'DAYS', retentionValue: 20 }
  expect(
    await client.json('PATCH', `${path}/snapshots/${snapshots.onDemand}`, shorter),
  ).toMatchObject({ error: 400 })
  const longer = { retentionUnit: 'YEARS', retentionValue: 1 }
  expect(
    (await client.call('PATCH', `${path}/snapshots/${snapshots.onDemand}`, longer)).status,
  ).toBe(200)
  const free = await own()
  expect(
    (await client.call('DELETE', `${free.path}/snapshots/${free.snapshots.onDemand}`)).status,
  ).toBe(204)
  const none = await client.call('GET', `${v2}/${free.groupId}/backupCompliancePolicy`)
  expect(await none.json()).toEqual({})
})

test('flex clusters have separate operations, and each refuses the other kind', async () => {
  const { groupId, snapshots, jobs } = await own({}, [{ name: 'main', type: 'FLEX' }])
  const flex = `${v2}/${groupId}/flexClusters/main/backup`
  expect(await client.json('GET', `${flex}/restoreJobs/${jobs.download}`)).toMatchObject({
    status: 'COMPLETED',
    snapshotUrl: expect.stringMatching(/^https:/),
  })
  const body = {
    snapshotId: snapshots.completed,
    targetDeploymentItemName: 'main',
    targetProjectId: groupId,
  }
  const started = await send(`${flex}/restoreJobs`, body)
  expect(started.body).toMatchObject({ status: 'PENDING' })
  await advance(70)
  const job = `${flex}/restoreJobs/${one.parse(started.body).id}`
  expect(await client.json('GET', job)).toMatchObject({ status: 'COMPLETED' })
  expect((await send(`${flex}/download`, { snapshotId: snapshots.completed })).body).toMatchObject({
    deliveryType: 'DOWNLOAD',
  })
  expect(await client.json('GET', `${at(groupId)}/snapshots`)).toMatchObject({
    errorCode: 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API',
  })
})

test('the serverless operation has ended, and answers only in projects where the switch is on', async () => {
  const kinds = [{ name: 'main', type: 'FLEX' }]
  const gone = await own({}, kinds)
  const jobs = (groupId: string) => `${v2}/${groupId}/serverless/main/backup/restoreJobs`
  expect(await client.json('GET', jobs(gone.groupId))).toMatchObject({
    error: 410,
    errorCode: 'VERSION_GONE',
  })
  const kept = await own({ serverless: true }, kinds)
  expect((await client.json('GET', jobs(kept.groupId))).results).toHaveLength(3)
})

test('the demo data has jobs in every state, sharded and flex jobs, and a policy', async () => {
  const prod = projectIdOf('payments-prod')
  const list = await client.json('GET', `${at(prod, 'payments-main')}/restoreJobs`)
  expect(list.totalCount).toBe(6)
  const search = projectIdOf('search-platform')
  const sharded = await client.json('GET', `${at(search, 'search-main')}/snapshots/shardedClusters`)
  expect(sharded.results.length).toBeGreaterThan(10)
  const flex = projectIdOf('free-and-flex')
  const flexJobs = await client.json(
    'GET',
    `${v2}/${flex}/flexClusters/flex-web/backup/restoreJobs`,
  )
  expect(new Set(flexJobs.results.map((j) => j.status))).toEqual(
    new Set(['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED']),
  )
  expect(await client.json('GET', `${v2}/${prod}/backupCompliancePolicy`)).toMatchObject({
    state: 'ACTIVE',
  })
})
