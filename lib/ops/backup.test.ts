import { describe, expect, test } from 'vitest'
import { hasLinks, listRestoreJobs, restoreState } from './backup'
import { whyNotCancel } from './backup-jobs'
import { isInForce, leastOnDemandDays, whyNotLess } from './backup-policy'
import { startRestore } from './backup-restore'
import { endsEarlier, keepSnapshot, keptDays, whyNotKeep } from './backup-retention'
import { isMadeSince, madeAt, type RestoreJob } from './backup-shapes'
import { whyNotTake } from './backup-snapshots'
import { sizeSays, snapshotKind } from './backup-words'
import { HIDDEN } from './define'

const now = Date.parse('2026-11-21T16:00:00Z')
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString()
const job = (more: Partial<RestoreJob> = {}): RestoreJob => ({
  id: '6920a0b0c0d0e0f001020304',
  deliveryType: 'automated',
  cancelled: false,
  failed: false,
  expired: false,
  deliveryUrl: [],
  ...more,
})

describe('the state of a restore job follows from its flags, in this order', () => {
  test.each<[string, Partial<RestoreJob>, string]>([
    ['nothing set', {}, 'running'],
    ['only nulls', { cancelled: null, failed: null, expired: null, finishedAt: null }, 'running'],
    ['no field at all', { cancelled: undefined, failed: undefined, expired: undefined }, 'running'],
    [
      'everything set',
      { cancelled: true, failed: true, expired: true, finishedAt: at(-1) },
      'cancelled',
    ],
    ['failed and more', { failed: true, expired: true, finishedAt: at(-1) }, 'failed'],
    ['expired and finished', { expired: true, finishedAt: at(-1) }, 'expired'],
    ['finished', { finishedAt: at(-1) }, 'finished'],
    ['a download that waits', { deliveryType: 'download' }, 'running'],
    [
      'a download with empty links',
      { deliveryType: 'download', deliveryUrl: ['', null] },
      'running',
    ],
    ['a download with a link', { deliveryType: 'download', deliveryUrl: [HIDDEN] }, 'ready'],
    [
      'a download with a link and time left',
      { deliveryType: 'download', deliveryUrl: ['x'], expiresAt: at(1) },
      'ready',
    ],
    [
      'a download past its end that no flag says yet',
      { deliveryType: 'download', deliveryUrl: ['x'], expiresAt: at(-1) },
      'expired',
    ],
    [
      'a sharded download with links in its parts alone',
      {
        deliveryType: 'download',
        deliveryUrl: null,
        components: [{ replicaSetName: 'shard-0' }, { downloadUrl: 'x' }],
      },
      'ready',
    ],
    [
      'a download for a private endpoint alone',
      { deliveryType: 'download', privateDownloadDeliveryUrls: [{ deliveryUrl: 'x' }] },
      'ready',
    ],
    ['a link on what is no download', { deliveryUrl: ['x'] }, 'running'],
    ['an automated one with an end ahead', { expiresAt: at(-5) }, 'running'],
    ['a delivery type of tomorrow', { deliveryType: 'teleport' }, 'running'],
  ])('%s', (_, more, state) => {
    expect(restoreState(job(more), now)).toBe(state)
  })
})

test('a list is polled often while a job runs, and rarely otherwise', () => {
  const live = (...jobs: RestoreJob[]) => listRestoreJobs.refetchInterval?.({ results: jobs })
  expect(live(job(), job({ finishedAt: at(-1) }))).toBe(5_000)
  expect(live(job({ finishedAt: at(-1) }), job({ failed: true }))).toBe(25_000)
  expect(live()).toBe(25_000)
})

test('hidden links count as links', () => {
  expect(hasLinks(job({ deliveryUrl: [HIDDEN] }))).toBe(true)
  expect(hasLinks(job())).toBe(false)
})

test('sharded and finished jobs cannot be canceled', () => {
  expect(whyNotCancel(job())).toBeUndefined()
  expect(whyNotCancel(job({ components: [{ replicaSetName: 'a' }] }))).toContain('sharded')
  expect(whyNotCancel(job({ finishedAt: at(-1) }))).toContain('finished')
  expect(whyNotCancel(job({ deliveryType: 'download', deliveryUrl: [HIDDEN] }))).toBeUndefined()
})

test('the time in an ID tells our job from an older one', () => {
  const id = `${Math.floor(now / 1000).toString(16)}0011223344556677`
  expect(madeAt(id)).toBe('2026-11-21T16:00:00.000Z')
  expect(madeAt('nonsense')).toBeUndefined()
  expect(isMadeSince(id, new Date(now + 30_000))).toBe(true)
  expect(isMadeSince(id, new Date(now + 120_000))).toBe(false)
  expect(isMadeSince(id, undefined)).toBe(false)
})

const source = { groupId: 'a'.repeat(24), clusterName: 'orders' }
const snapshotId = `${Math.floor(now / 1000).toString(16)}0011223344556677`
const onto = { targetGroupId: 'b'.repeat(24), targetClusterName: 'orders-test' }
const refusals = (input: object) =>
  Object.fromEntries(
    startRestore.input
      .safeParse({ ...source, ...input })
      .error?.issues.map((i) => [i.path.join('.'), i.message]) ?? [],
  )

describe('what is asked of a restore', () => {
  test.each<[string, object, string]>([
    ['an automated one without a snapshot', { deliveryType: 'automated', ...onto }, 'snapshotId'],
    ['one without a target', { deliveryType: 'automated', snapshotId }, 'targetClusterName'],
    [
      'a download with a target',
      { deliveryType: 'download', snapshotId, ...onto },
      'targetClusterName',
    ],
    ['a moment that is missing', { deliveryType: 'pointInTime', ...onto }, 'pointInTimeUTCSeconds'],
    [
      'a moment ahead',
      { deliveryType: 'pointInTime', ...onto, pointInTimeUTCSeconds: 4_000_000_000 },
      'pointInTimeUTCSeconds',
    ],
    [
      'a moment in milliseconds',
      { deliveryType: 'pointInTime', ...onto, pointInTimeUTCSeconds: now },
      'pointInTimeUTCSeconds',
    ],
    [
      'a moment and an oplog entry',
      {
        deliveryType: 'pointInTime',
        ...onto,
        pointInTimeUTCSeconds: 1_750_000_000,
        oplogTs: 1_750_000_000,
        oplogInc: 1,
      },
      'oplogTs',
    ],
    [
      'an oplog second without its ordinal',
      { deliveryType: 'pointInTime', ...onto, oplogTs: 1_750_000_000 },
      'oplogInc',
    ],
    [
      'a snapshot for a moment',
      { deliveryType: 'pointInTime', snapshotId, ...onto, pointInTimeUTCSeconds: 1_750_000_000 },
      'snapshotId',
    ],
  ])('%s is refused beside its field', (_, input, field) => {
    expect(Object.keys(refusals(input))).toContain(field)
  })

  test('the sentence names the target and the data', () => {
    const says = (input: object) =>
      startRestore.summary(startRestore.input.parse({ ...source, ...input }))
    expect(says({ deliveryType: 'automated', snapshotId, ...onto })).toBe(
      'Overwrite orders-test in another project with the snapshot of 21 Nov 2026, 16:00 UTC of orders',
    )
    expect(
      says({
        deliveryType: 'pointInTime',
        targetGroupId: source.groupId,
        targetClusterName: 'orders',
        pointInTimeUTCSeconds: 1_750_000_000,
      }),
    ).toBe('Overwrite orders with its data of 15 Jun 2025, 15:06:40 UTC')
    expect(says({ deliveryType: 'download', snapshotId })).toBe(
      'Download the snapshot of 21 Nov 2026, 16:00 UTC of orders',
    )
  })

  test('production needs approval, other targets need their name typed', () => {
    const level = (input: object, environment: 'production' | 'other') =>
      startRestore.friction?.(startRestore.input.parse({ ...source, ...input }), environment)
    const restore = { deliveryType: 'automated', snapshotId, ...onto }
    expect(level(restore, 'production')).toMatchObject({ level: 'approval' })
    expect(level(restore, 'other')).toMatchObject({ level: 'type', phrase: 'orders-test' })
    const download = { deliveryType: 'download', snapshotId }
    expect(level(download, 'other')).toMatchObject({ level: 'confirm' })
    expect(level(download, 'production')).toMatchObject({ level: 'approval', phrase: 'orders' })
  })

  test('the scope is the target and the source; path and body are the source’s', () => {
    const input = startRestore.input.parse({
      ...source,
      deliveryType: 'automated',
      snapshotId,
      ...onto,
    })
    expect(startRestore.scope?.(input)).toEqual({
      kind: 'cluster',
      groupId: onto.targetGroupId,
      clusterName: onto.targetClusterName,
    })
    expect(startRestore.otherScopes?.(input)).toEqual([{ kind: 'cluster', ...source }])
    expect(startRestore.path?.(input)).toEqual(source)
    expect(startRestore.body?.(input, new Date())).toEqual({
      deliveryType: 'automated',
      snapshotId,
      ...onto,
    })
  })
})

describe('the read-back of a restore', () => {
  const input = startRestore.input.parse({
    ...source,
    deliveryType: 'automated',
    snapshotId,
    ...onto,
  })
  const idAt = (ms: number) => `${Math.floor(ms / 1000).toString(16)}0011223344556677`
  const verdict = (jobs: Partial<RestoreJob>[], sentAt?: Date) =>
    startRestore.readBack?.verdict(
      { results: jobs.map((j) => job({ snapshotId, ...onto, ...j })) },
      input,
      undefined,
      sentAt,
    )
  test('finds the job that the call created', () => {
    expect(verdict([{ id: idAt(now + 1000) }], new Date(now))).toBe('done')
  })
  test('ignores older jobs, other snapshots and other targets', () => {
    expect(verdict([{ id: idAt(now - 3_600_000) }], new Date(now))).toBe('absent')
    expect(verdict([{ id: idAt(now), snapshotId: 'c'.repeat(24) }], new Date(now))).toBe('absent')
    expect(verdict([{ id: idAt(now), targetClusterName: 'x' }], new Date(now))).toBe('absent')
    expect(verdict([{ id: idAt(now) }])).toBe('absent')
  })
})

test('one snapshot on demand at a time', () => {
  const running = { id: snapshotId, snapshotType: 'onDemand', status: 'inProgress' }
  expect(whyNotTake([running])).toContain('one on-demand snapshot')
  expect(whyNotTake([{ ...running, status: 'completed' }])).toBeUndefined()
  expect(whyNotTake([{ ...running, snapshotType: 'scheduled' }])).toBeUndefined()
})

test('a policy in force forbids shortening; without one nothing is forbidden', () => {
  const onDemandPolicyItem = { retentionUnit: 'weeks', retentionValue: 2 }
  const policy = { state: 'ACTIVE', onDemandPolicyItem }
  expect(isInForce(policy)).toBe(true)
  expect(isInForce({ state: 'DISABLING' })).toBe(true)
  expect(whyNotLess(policy)).toContain('compliance policy')
  expect(leastOnDemandDays(policy)).toBe(14)
  expect(whyNotLess({})).toBeUndefined()
  expect(whyNotLess(undefined)).toBeUndefined()
  expect(leastOnDemandDays({ onDemandPolicyItem })).toBeUndefined()
})

test('the current retention is in days, rounded up', () => {
  const opened = { createdAt: at(0), expiresAt: at(20 * 1440 + 5) }
  expect(keptDays(opened)).toBe(20)
  expect(keptDays({ ...opened, expiresAt: at(20 * 1440 + 720) })).toBe(21)
  expect(keptDays({ ...opened, expiresAt: null })).toBeUndefined()
  const keeping = (retentionValue: number) => ({ retentionUnit: 'DAYS' as const, retentionValue })
  expect(endsEarlier({ ...keeping(20), opened })).toBe(false)
  expect(endsEarlier({ ...keeping(19), opened })).toBe(true)
  expect(endsEarlier({ ...keeping(19), opened: { createdAt: at(0) } })).toBeUndefined()
})

test('the retention of a snapshot in progress cannot be changed', () => {
  for (const status of ['queued', 'inProgress'])
    expect(whyNotKeep({ status })).toMatch(/still being taken/)
  for (const status of ['completed', 'failed', null]) expect(whyNotKeep({ status })).toBeUndefined()
})

test('a retention that has already passed is refused at the field', () => {
  const input = {
    ...source,
    snapshotId,
    retentionUnit: 'DAYS',
    retentionValue: 2,
    opened: { createdAt: '2020-01-01T00:00:00Z', expiresAt: '2030-01-01T00:00:00Z' },
  }
  expect(keepSnapshot.input.safeParse(input).error?.issues[0]?.path).toEqual(['retentionValue'])
})

test('why a snapshot was taken is shown in words, and an unknown schedule unchanged', () => {
  const kind = (snapshotType: string, frequencyType: string) =>
    snapshotKind({ id: 'x', snapshotType, frequencyType })
  expect(kind('scheduled', 'fortnightly')).toBe('fortnightly')
  expect(kind('onDemand', 'ondemand')).toBe('On demand')
  expect(kind('fallback', 'daily')).toBe('Fallback (daily)')
})

test('a size is shown in a fitting unit, also from digits beyond a number', () => {
  expect(sizeSays(0)).toBeNull()
  expect(sizeSays(null)).toBeNull()
  expect(sizeSays(512)).toBe('512 B')
  expect(sizeSays(1.5 * 1024 ** 3)).toBe('1.5 GiB')
  expect(sizeSays('9007199254740993000')).toBe('7.81 EiB')
})
