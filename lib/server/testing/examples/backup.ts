import { getRestoreJob, getSnapshot } from '@/lib/ops/backup'
import type { TestConsole } from '@/scripts/testing/console'
import { withBackups } from '../backup'
import { answer, type Examples } from './made'

type Type = 'REPLICASET' | 'SHARDED' | 'FLEX'

const place = (type?: Type) => async (world: TestConsole) =>
  (await withBackups(world, type ? { type } : {})).place

const snapshot =
  (state: string, type: Type = 'REPLICASET') =>
  async (world: TestConsole) => {
    const made = await withBackups(world, { type })
    return { ...made.place, snapshotId: made.snapshot(state) }
  }

const job =
  (state: string, type: Type = 'REPLICASET') =>
  async (world: TestConsole) => {
    const made = await withBackups(world, { type })
    return { ...made.place, restoreJobId: made.job(state) }
  }

const onto = ({ groupId }: { groupId: string }) => ({
  targetGroupId: groupId,
  targetClusterName: 'other',
})

/** A cluster with a legacy snapshot that expires. */
const legacy = async (world: TestConsole) => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const cluster = { groupId, clusterName: 'main' }
  const id = '6'.repeat(24)
  const expires = new Date(Date.now() + 7 * 86_400_000).toISOString()
  await world.control('POST', 'collection', {
    collection: 'legacySnapshots',
    place: cluster,
    add: [{ id, doNotDelete: false, expires }],
  })
  return { ...cluster, snapshotId: id, expires }
}

/** Snapshots, restores and their links, of dedicated and flex clusters. */
export const backupExamples: Examples = {
  'backup.collectionRestores': place(),
  'backup.schedule': place(),
  'backup.restoreJobs': place(),
  'backup.restoreJob': job('ready'),
  'backup.snapshots': place(),
  'backup.snapshot': snapshot('onDemand'),
  'backup.shardedSnapshots': place('SHARDED'),
  'backup.shardedSnapshot': snapshot('onDemand', 'SHARDED'),
  'backup.serverlessRestoreJobs': place(),
  'backup.restore': async (world) => {
    const one = await snapshot('onDemand')(world)
    return { ...one, deliveryType: 'automated', ...onto(one) }
  },
  'backup.cancelRestore': async (world) => {
    const running = await job('running')(world)
    const { targetGroupId = null, targetClusterName = null } = await answer(getRestoreJob, running)
    return { ...running, targetGroupId, targetClusterName }
  },
  'backup.showLinks': job('ready'),
  'backup.takeSnapshot': async (world) => {
    const made = await withBackups(world, { each: false })
    return { ...made.place, description: 'Before the release', retentionInDays: 3 }
  },
  'backup.keepSnapshot': async (world) => {
    const one = await snapshot('onDemand')(world)
    const { createdAt, expiresAt } = await answer(getSnapshot, one)
    return { ...one, retentionUnit: 'YEARS', retentionValue: 5, opened: { createdAt, expiresAt } }
  },
  'backup.deleteSnapshot': snapshot('onDemand'),
  'backup.deleteShardedSnapshot': snapshot('onDemand', 'SHARDED'),
  'legacyBackup.snapshots': async (world) => {
    const { groupId, clusterName } = await legacy(world)
    return { groupId, clusterName }
  },
  'legacyBackup.snapshot': legacy,
  'legacyBackup.setExpiry': async (world) => {
    const { expires, ...one } = await legacy(world)
    return { ...one, doNotDelete: true, opened: { doNotDelete: false, expires } }
  },
  'flexBackup.restoreJobs': place('FLEX'),
  'flexBackup.restoreJob': job('download', 'FLEX'),
  'flexBackup.snapshots': place('FLEX'),
  'flexBackup.restore': async (world) => {
    const one = await snapshot('completed', 'FLEX')(world)
    return { ...one, ...onto(one) }
  },
  'flexBackup.download': snapshot('completed', 'FLEX'),
  'flexBackup.showLink': job('download', 'FLEX'),
}
