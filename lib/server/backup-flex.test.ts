import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { listCollectionRestores, listServerlessRestoreJobs, listSnapshots } from '@/lib/ops/backup'
import { HIDDEN } from '@/lib/ops/define'
import {
  downloadFlexBackup,
  getFlexRestoreJob,
  listFlexRestoreJobs,
  listFlexSnapshots,
  showFlexLink,
  startFlexRestore,
} from '@/lib/ops/flex-backup'
import { as, audited, refusal } from './testing/acting'
import { withBackups } from './testing/backup'
import { startConsole } from './testing/start'

const gatehouse = await startConsole()

const flex = (more: object = {}) => withBackups(gatehouse, { type: 'FLEX', ...more })
const jobs = async (place: object) =>
  listFlexRestoreJobs.output.parse((await as('viewer', listFlexRestoreJobs, place)).data).results

describe('flex backups', () => {
  test('are read by the flex operations in every status, without links', async () => {
    const { place } = await flex()
    const rows = await jobs(place)
    expect(new Set(rows.map((j) => j.status))).toEqual(
      new Set(['PENDING', 'QUEUED', 'RUNNING', 'COMPLETED', 'FAILED']),
    )
    expect(rows.some((j) => j.snapshotUrl === HIDDEN)).toBe(true)
    expect(JSON.stringify(rows)).not.toContain('https://restore-')
    const { data } = await as('viewer', listFlexSnapshots, place)
    expect(listFlexSnapshots.output.parse(data).results).toHaveLength(8)
    expect(await refusal(as('viewer', listSnapshots, place))).toMatchObject({
      atlas: { errorCode: 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API' },
    })
  })

  test('a restore sends Atlas’s field names and is found after a lost answer', async () => {
    const { place, groupId, snapshot } = await flex()
    const input = {
      ...place,
      snapshotId: snapshot('completed'),
      targetGroupId: groupId,
      targetClusterName: 'other',
    }
    const operationId = 'createGroupFlexClusterBackupRestoreJob'
    await gatehouse.fault({ match: { operationId, groupId }, fault: { kind: 'reset-after' } })
    await as('operator', startFlexRestore, input)
    const [sent] = await gatehouse.calls({ groupId, operationId })
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      snapshotId: snapshot('completed'),
      targetDeploymentItemName: 'other',
      targetProjectId: groupId,
    })
    expect((await jobs(place))[0]).toMatchObject({ deliveryType: 'RESTORE', status: 'PENDING' })
    expect(await refusal(as('operator', startFlexRestore, input))).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('already being'),
    })
    expect((await refusal(as('viewer', startFlexRestore, input))).kind).toBe('not-allowed')
  })

  test('an unusable target is reported before the call', async () => {
    const { place, groupId, snapshot } = await flex({ other: { state: 'CREATING' } })
    const to = (targetClusterName: string) => ({
      ...place,
      snapshotId: snapshot('completed'),
      targetGroupId: groupId,
      targetClusterName,
    })
    expect((await refusal(as('operator', startFlexRestore, to('other')))).message).toContain(
      'still being created',
    )
    expect((await refusal(as('operator', startFlexRestore, to('nobody')))).message).toContain(
      'no cluster nobody',
    )
  })

  test('a download’s link is shown to the person who asks, and recorded', async () => {
    const { place, snapshot, job } = await flex()
    await as('operator', downloadFlexBackup, { ...place, snapshotId: snapshot('completed') })
    const [newest] = await jobs(place)
    expect(newest).toMatchObject({ deliveryType: 'DOWNLOAD', status: 'PENDING' })
    const early = { ...place, restoreJobId: newest?.id }
    expect((await refusal(as('operator', showFlexLink, early))).message).toContain('not ready')
    const ready = { ...place, restoreJobId: job('download') }
    expect((await refusal(as('viewer', showFlexLink, ready))).kind).toBe('not-allowed')
    const trace = newId()
    const { data } = await as('operator', showFlexLink, ready, trace)
    const link = showFlexLink.output.parse(data).snapshotUrl
    expect(link).toMatch(/^https:\/\//)
    expect(JSON.stringify(await audited(trace))).not.toContain(link)
    const one = await as('viewer', getFlexRestoreJob, ready)
    expect(getFlexRestoreJob.output.parse(one.data).snapshotUrl).toBe(HIDDEN)
  })

  test('a refused download keeps Atlas’s reason', async () => {
    const { place, snapshot } = await flex()
    const failed = { ...place, snapshotId: snapshot('failed') }
    expect((await refusal(as('operator', downloadFlexBackup, failed))).message).toContain(
      'not complete',
    )
    expect((await refusal(as('viewer', downloadFlexBackup, failed))).kind).toBe('not-allowed')
  })
})

describe('former serverless instances', () => {
  test.each<[number, string]>([
    [404, 'RESOURCE_NOT_FOUND'],
    [410, 'VERSION_GONE'],
  ])('were removed by Atlas: a %i names the day and the flex list', async (status, errorCode) => {
    const { place } = await flex()
    await gatehouse.control('POST', 'switch', { removedOperations: String(status) })
    expect(await refusal(as('viewer', listServerlessRestoreJobs, place))).toMatchObject({
      message: expect.stringMatching(/22 August 2026.*flex restore jobs/),
      atlas: { status, errorCode },
    })
  })

  test('are still read if Atlas answers, with a note', async () => {
    const { place } = await flex({ serverless: true })
    const { data, lifecycle } = await as('viewer', listServerlessRestoreJobs, place)
    expect(listServerlessRestoreJobs.output.parse(data).results).toHaveLength(3)
    expect(lifecycle).toMatchObject({ stage: 'removed', on: '2026-08-22' })
    expect(lifecycle?.sentence).toContain('flex restore jobs')
  })
})

test('collection restores come with their counts', async () => {
  const { place } = await withBackups(gatehouse, { collections: true })
  const { data } = await as('viewer', listCollectionRestores, place)
  expect(
    listCollectionRestores.output
      .parse(data)
      .results.map((j) => j.state)
      .sort(),
  ).toEqual(['FAILED', 'IN_PROGRESS', 'SUCCESSFUL'])
})
