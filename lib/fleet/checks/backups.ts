import { millis, roughly } from '@/lib/format/time'
import {
  listRestoreJobs,
  listShardedSnapshots,
  listSnapshots,
  restoreState,
} from '@/lib/ops/backup'
import { madeAt, type Snapshot } from '@/lib/ops/backup-shapes'
import { layoutOf } from '@/lib/ops/cluster-layout'
import type { Cluster } from '@/lib/ops/clusters'
import { routes } from '@/lib/routes'
import { check, type Found, reading } from '../check'
import { atlasSource, each } from '../source'
import { daysOf, hoursOf, lateHours } from '../thresholds'
import { clusters } from './sources'

const HOUR_MS = 3_600_000

/** Clusters that Atlas backs up now. It takes no snapshots of paused ones. */
const isBackedUp = (one: Cluster, now: number) =>
  one.backupEnabled === true &&
  one.paused !== true &&
  now - (millis(one.createDate) ?? 0) > hoursOf('firstSnapshotHours')

const isSharded = ({ clusterType }: Cluster) =>
  clusterType === 'SHARDED' || clusterType === 'GEOSHARDED'

const shared = { per: 'project', everyMinutes: 720, wakes: /^CPS_.*SNAPSHOT/ } as const
const partsOf = (isWanted: (one: Cluster) => boolean) =>
  each(clusters, ({ results }, now) =>
    results
      .filter((one) => isBackedUp(one, now) && isWanted(one))
      .map(({ name }) => ({ clusterName: name })),
  )
const snapshots = atlasSource({
  ...shared,
  id: 'snapshots',
  op: listSnapshots,
  of: partsOf((one) => !isSharded(one)),
})
const shardedSnapshots = atlasSource({
  ...shared,
  id: 'shardedSnapshots',
  op: listShardedSnapshots,
  of: partsOf(isSharded),
})

/** Whether the newest snapshot is older than the schedule that the snapshots themselves show. */
function late(all: readonly Snapshot[], name: string, now: number): Found | undefined {
  const about = { key: name, subject: name } as const
  const times = all.flatMap(({ status, createdAt }) =>
    status === 'completed' ? (millis(createdAt) ?? []) : [],
  )
  if (times.length === 0)
    return { ...about, level: 'bad', word: 'Missing', what: 'has no snapshot' }
  const newest = Math.max(...times)
  const most = Object.entries(lateHours).find(([every]) =>
    all.some((s) => s.frequencyType === every),
  )
  const age = now - newest
  return age > (most?.[1] ?? lateHours.daily ?? 0) * HOUR_MS
    ? {
        ...about,
        level: 'bad',
        word: 'Late',
        what: `has its newest snapshot from ${roughly(age)} ago`,
        since: new Date(newest).toISOString(),
      }
    : undefined
}

/** Clusters without backups, or whose snapshots are late. */
export const backups = check({
  id: 'backups',
  label: 'Backups',
  words: 'missing late backups no snapshot',
  noun: 'Cluster',
  group: 'Backup',
  per: 'project',
  about: 'Backups of a dedicated cluster are off, or its newest snapshot is late.',
  fine: 'On time',
  action: 'View backups',
  href: ({ groupId = '' }, found) =>
    found ? routes.backup(groupId, found.key) : routes.clusters(groupId),
  readings: [
    reading({
      source: clusters,
      rows: ({ results }) => results,
      applies: ({ results }) => results.some((one) => !layoutOf(one).isShared),
      find: (one) => {
        if (layoutOf(one).isShared || one.backupEnabled === true) return undefined
        if (one.backupEnabled !== false)
          return { unclear: `Atlas does not say whether ${one.name} has backups.` }
        return {
          key: one.name,
          subject: one.name,
          level: 'bad',
          word: 'Off',
          what: 'has no backups',
        }
      },
    }),
    ...[snapshots, shardedSnapshots].map((source) =>
      reading({
        source,
        rows: ({ results }) => [results],
        find: (all, { now, at }) => late(all, at.clusterName ?? '', now),
      }),
    ),
  ],
})

const restores = atlasSource({
  id: 'restores',
  per: 'project',
  op: listRestoreJobs,
  everyMinutes: 1_440,
  wakes: /^CPS_.*RESTORE/,
  isMoving: ({ results }) => results.some((job) => restoreState(job) === 'running'),
  of: each(clusters, ({ results }) =>
    results.filter((one) => !layoutOf(one).isShared).map(({ name }) => ({ clusterName: name })),
  ),
})

/** Restores that run, or that failed. */
export const restoreJobs = check({
  id: 'restores',
  label: 'Restores',
  words: 'failed restores running in flight',
  noun: 'Cluster',
  group: 'Backup',
  per: 'project',
  about: 'A restore of a cluster is running, or failed in the last days.',
  fine: 'None',
  action: 'View restore',
  href: ({ groupId = '', clusterName = '' }, found) =>
    found ? routes.restoreJob(groupId, clusterName, found.key) : routes.clusters(groupId),
  readings: [
    reading({
      source: restores,
      rows: ({ results }) => results,
      find: (job, { now, at }) => {
        const since = madeAt(job.id)
        const about = { key: job.id, subject: `${at.clusterName}`, since }
        const state = restoreState(job, now)
        if (state === 'running')
          return { ...about, level: 'info', word: 'Running', what: 'is being restored' }
        const isRecent = now - (millis(since) ?? now) < daysOf('restoreDays')
        return state === 'failed' && isRecent
          ? { ...about, level: 'bad', word: 'Failed', what: 'has a failed restore' }
          : undefined
      },
    }),
  ],
})
