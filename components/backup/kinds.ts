import type { z } from 'zod'
import {
  getRestoreJob,
  listRestoreJobs,
  listServerlessRestoreJobs,
  listShardedSnapshots,
  listSnapshots,
} from '@/lib/ops/backup'
import { showLinks } from '@/lib/ops/backup-jobs'
import { startRestore } from '@/lib/ops/backup-restore'
import type { Command, Query } from '@/lib/ops/define'
import {
  getFlexRestoreJob,
  listFlexRestoreJobs,
  listFlexSnapshots,
  showFlexLink,
  startFlexRestore,
} from '@/lib/ops/flex-backup'
import { flexJobOf, type Job, jobOf } from './job'
import { flexSnapshotOf, type SnapshotRow, snapshotOf } from './snapshot'

type Row = { id: string }
export type Place = { groupId: string; clusterName: string }

/** How to list restore jobs, and how to show one. */
export type JobsKind = {
  jobs: Query<typeof listRestoreJobs.input, z.ZodType<{ results: Row[] }>>
  toJob(row: Row, now: number): Job
}

/** The backup operations of a kind of cluster, and how to show their answers. */
export type Kind = JobsKind & {
  job: Query<typeof getRestoreJob.input, z.ZodType<Row>>
  snapshots: Query<typeof listSnapshots.input, z.ZodType<{ results: Row[] }>>
  toSnapshot(row: Row): SnapshotRow
  restore: Command
  links: Command<typeof showLinks.input>
  /** About all of its restore jobs. */
  jobsNote?: string
}

const replicaSet: Kind = {
  jobs: listRestoreJobs,
  job: getRestoreJob,
  toJob: jobOf,
  snapshots: listSnapshots,
  toSnapshot: snapshotOf,
  restore: startRestore,
  links: showLinks,
}

const flex: Kind = {
  jobs: listFlexRestoreJobs,
  job: getFlexRestoreJob,
  toJob: flexJobOf,
  snapshots: listFlexSnapshots,
  toSnapshot: flexSnapshotOf,
  restore: startFlexRestore,
  links: showFlexLink,
  jobsNote: 'Atlas keeps restore jobs of flex clusters for six hours.',
}

export const kinds = {
  replicaSet,
  sharded: { ...replicaSet, snapshots: listShardedSnapshots },
  flex,
} satisfies Record<string, Kind>
export type KindName = keyof typeof kinds

/** Flex clusters that were serverless instances. */
export const serverless: JobsKind = { jobs: listServerlessRestoreJobs, toJob: jobOf }
