import { inUtc } from '@/lib/format/time'
import { madeAt, type Snapshot } from '@/lib/ops/backup-shapes'
import { sizeSays, snapshotKind } from '@/lib/ops/backup-words'
import type { FlexSnapshot } from '@/lib/ops/flex-backup'

/** A snapshot of any kind of cluster, as pages show it. Times are ISO texts. */
export type SnapshotRow = {
  id: string
  state: string | null
  isComplete: boolean
  taken: string | null
  completed: string | null
  expires: string | null
  type: string | null
  description: string | null
  size: string | null
  /** For sorting by size. */
  bytes: number | null
  version: string | null
  parts: number | null
}

/** From its ID while Atlas gives no time. */
const orMade = (time: string | null | undefined, id: string) => time ?? madeAt(id) ?? null

export const snapshotOf = (s: Snapshot): SnapshotRow => ({
  id: s.id,
  state: s.status ?? null,
  isComplete: s.status === 'completed',
  taken: orMade(s.createdAt, s.id),
  completed: null,
  expires: s.expiresAt ?? null,
  type: snapshotKind(s),
  description: s.description ?? null,
  size: sizeSays(s.storageSizeBytes),
  bytes: Number(s.storageSizeBytes ?? 0) || null,
  version: s.mongodVersion ?? null,
  parts: s.members?.length ?? null,
})

/** The same of a flex cluster. */
export const flexSnapshotOf = (s: FlexSnapshot): SnapshotRow => ({
  id: s.id,
  state: s.status ?? null,
  isComplete: s.status === 'COMPLETED',
  taken: orMade(s.scheduledTime ?? s.startTime, s.id),
  completed: s.finishTime ?? null,
  expires: s.expiration ?? null,
  type: null,
  description: null,
  size: null,
  bytes: null,
  version: s.mongoDBVersion ?? null,
  parts: null,
})

/** `the snapshot of 21 Nov 2026, 16:00 UTC` */
export const nameOf = ({ taken, id }: SnapshotRow): string =>
  `the snapshot of ${taken ? inUtc(taken) : id}`
