import { z } from 'zod'
import { inUtc, millis } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { isMadeSince, type Snapshot, snapshot, snapshotId, takenSnapshot } from './backup-shapes'
import { snapshotSays } from './backup-words'
import { command, type Environment, type Verdict } from './define'
import { type Friction, oneUp } from './friction'
import { clusterName, page, projectId } from './shapes'
import { line } from './text'

const invalidates = [
  'backup.snapshots',
  'backup.shardedSnapshots',
  'backup.snapshot',
  'backup.shardedSnapshot',
] as const

/** Sharded clusters have operations of their own. */
const sharded = z.boolean().default(false)

const COMPLIANCE = 'The project’s backup compliance policy forbids it.'

const refusals = {
  CANNOT_DELETE_SNAPSHOT_WITH_BACKUP_COMPLIANCE_POLICY: COMPLIANCE,
  CANNOT_DECREASE_RETENTION_WITH_BACKUP_COMPLIANCE_POLICY: COMPLIANCE,
  BACKUP_POLICIES_NOT_MEETING_BACKUP_COMPLIANCE_POLICY_REQUIREMENTS: COMPLIANCE,
  SNAPSHOT_NOT_FOUND: 'The snapshot no longer exists.',
  CONCURRENT_SNAPSHOTS_NOT_ALLOWED:
    'A snapshot of this cluster is already being taken. Atlas takes one on demand at a time.',
}

const snapshotsIn = (answer: unknown): Snapshot[] =>
  page(takenSnapshot).safeParse(answer).data?.results ?? []

const listOf = (i: { groupId: string; clusterName: string; sharded: boolean }) => ({
  id: i.sharded ? 'backup.shardedSnapshots' : 'backup.snapshots',
  input: { groupId: i.groupId, clusterName: i.clusterName },
})

type One = { groupId: string; clusterName: string; snapshotId: string }
const oneOf = ({ groupId, clusterName, snapshotId }: One, isSharded: boolean) => ({
  id: isSharded ? 'backup.shardedSnapshot' : 'backup.snapshot',
  input: { groupId, clusterName, snapshotId },
})
const snapshotTarget = (i: One) =>
  `project ${i.groupId} / cluster ${i.clusterName} / snapshot ${i.snapshotId}`

const isBeingTaken = ({ status }: Pick<Snapshot, 'status'>) =>
  status === 'queued' || status === 'inProgress'

/** Why the retention of a snapshot can't be changed yet; undefined: it can. */
export const whyNotKeep = (s: Pick<Snapshot, 'status'>): string | undefined =>
  isBeingTaken(s)
    ? 'The snapshot is still being taken. Its retention can be changed once it is complete.'
    : undefined

/** Why no snapshot can be taken now: Atlas takes one on demand at a time. */
export function whyNotTake(all: readonly Snapshot[]): string | undefined {
  const running = all.find((s) => s.snapshotType === 'onDemand' && isBeingTaken(s))
  return (
    running &&
    `${upperFirst(snapshotSays(running.id))} is still being taken. Atlas takes one on demand at a time.`
  )
}
const upperFirst = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export const takeSnapshot = command({
  id: 'backup.takeSnapshot',
  title: 'Take a snapshot',
  atlas: { op: 'takeGroupClusterBackupSnapshots', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    sharded,
    description: line()
      .min(3, 'Enter a description of at least 3 characters.')
      .max(300, 'At most 300 characters.'),
    retentionInDays: z
      .int('Enter a whole number of days.')
      .min(1, 'At least one day.')
      .max(3650, 'At most 3650 days.'),
  }),
  output: takenSnapshot,
  summary: (i) =>
    `Take a snapshot of ${i.clusterName} and keep it for ${count(i.retentionInDays, 'day')}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / snapshots`,
  body: ({ description, retentionInDays }) => ({ description, retentionInDays }),
  friction: (i, environment) => oneUp({ level: 'none' }, environment, i.clusterName),
  invalidates,
  accepted: true,
  concurrencyKey: (i) => `snapshot:${i.groupId}/${i.clusterName}`,
  precondition: { read: listOf, whyNot: (answer) => whyNotTake(snapshotsIn(answer)) },
  readBack: {
    read: listOf,
    verdict: (answer, i, _sent, sentAt) =>
      snapshotsIn(answer).some(
        (s) => isMadeSince(s.id, sentAt) && (s.description ?? '') === i.description,
      )
        ? 'done'
        : 'absent',
  },
  refusals,
})

export const retentionUnits = ['DAYS', 'WEEKS', 'MONTHS', 'YEARS'] as const
type Retention = { retentionUnit: (typeof retentionUnits)[number]; retentionValue: number }
const inDays = { DAYS: 1, WEEKS: 7, MONTHS: 30, YEARS: 365 } as const

const keepInput = z
  .strictObject({
    groupId: projectId,
    clusterName,
    snapshotId,
    sharded,
    retentionUnit: z.enum(retentionUnits, 'Choose a unit.'),
    retentionValue: z.int('Enter a whole number.').min(1, 'At least 1.').max(3650, 'At most 3650.'),
    /** The snapshot as the form was opened. */
    opened: z.looseObject({
      createdAt: z.string().nullish(),
      expiresAt: z.string().nullish(),
    }),
  })
  .refine((i) => (newEnd(i) ?? Date.now()) >= Date.now(), {
    path: ['retentionValue'],
    message: 'This retention has already passed, so the snapshot would be deleted at once.',
  })
type KeepInput = z.output<typeof keepInput>
type Ends = { createdAt?: string | null | undefined; expiresAt?: string | null | undefined }

/** When the snapshot would expire, in ms: Atlas counts from when it was taken. Months are about 30 days, years 365. */
export function newEnd(
  i: Retention & { opened: { createdAt?: string | null | undefined } },
): number | undefined {
  const taken = millis(i.opened.createdAt)
  return taken && taken + i.retentionValue * inDays[i.retentionUnit] * 86_400_000
}

const DAY_MS = 86_400_000
/** Atlas may count from when the snapshot was complete: a smaller difference is none. */
const SLACK_MS = 3_600_000

/** The current retention in days, rounded up; undefined where Atlas gives no expiry. */
export function keptDays({ createdAt, expiresAt }: Ends): number | undefined {
  const [taken, end] = [millis(createdAt), millis(expiresAt)]
  if (taken === undefined || end === undefined || end <= taken) return undefined
  return Math.max(1, Math.ceil((end - taken - SLACK_MS) / DAY_MS))
}

/** Whether it would expire earlier than now; undefined where that is unknown. */
export function endsEarlier(i: Retention & { opened: Ends }): boolean | undefined {
  const [before, after] = [millis(i.opened.expiresAt), newEnd(i)]
  return before === undefined || after === undefined ? undefined : after < before - SLACK_MS
}

/** What the expiry says about a change; `now` in ms. Somebody else may have changed it meanwhile. */
function keptVerdict(now: number | undefined, i: KeepInput): Verdict {
  const [meant, taken] = [newEnd(i), millis(i.opened.createdAt) ?? 0]
  if (now === undefined) return 'absent'
  const isMoved = now !== millis(i.opened.expiresAt)
  if (meant === undefined) return isMoved ? 'done' : 'absent'
  // Atlas documents no length of its months and years: 30 or 31 days, 365 or 366.
  const slack = i.retentionUnit === 'DAYS' || i.retentionUnit === 'WEEKS' ? 0 : 0.035
  const off = Math.abs(now - meant)
  if (off < DAY_MS / 2 || (isMoved && off < DAY_MS / 2 + (meant - taken) * slack)) return 'done'
  return isMoved ? 'other' : 'absent'
}

const keepSays = (i: Retention) =>
  count(i.retentionValue, i.retentionUnit.toLowerCase().replace(/s$/, ''))

/** A deleted production backup can't be made again, so losing one needs a second person. */
const lossFriction = (
  level: 'confirm' | 'type',
  because: string,
  environment: Environment,
  phrase: string,
): Friction => {
  if (environment === 'production')
    return { level: 'approval', phrase, because: `This is a production backup. ${because}` }
  return level === 'type' ? { level, phrase, because } : { level, because }
}

/** Shortening loses data; extending only costs storage. */
function keepFriction(i: KeepInput, environment: Environment): Friction {
  return (endsEarlier(i) ?? true)
    ? lossFriction('confirm', 'The snapshot expires earlier than now.', environment, i.clusterName)
    : oneUp({ level: 'none' }, environment, i.clusterName)
}

export const keepSnapshot = command({
  id: 'backup.keepSnapshot',
  title: 'Change the retention of a snapshot',
  atlas: { op: 'updateGroupClusterBackupSnapshot', version: '2023-01-01' },
  roles: ['operator'],
  input: keepInput,
  output: snapshot,
  summary: (i) => `Keep ${snapshotSays(i.snapshotId)} of ${i.clusterName} for ${keepSays(i)}`,
  target: snapshotTarget,
  body: ({ retentionUnit, retentionValue }) => ({ retentionUnit, retentionValue }),
  friction: keepFriction,
  invalidates,
  concurrencyKey: (i) => `snapshot:${i.groupId}/${i.snapshotId}`,
  precondition: {
    read: (i) => oneOf(i, i.sharded),
    whyNot: (answer, i) => {
      if (answer === undefined) return refusals.SNAPSHOT_NOT_FOUND
      const there = takenSnapshot.safeParse(answer).data
      const early = there && whyNotKeep(there)
      if (early) return early
      const now = there?.expiresAt
      return millis(now) === millis(i.opened.expiresAt)
        ? undefined
        : `The retention was changed since you opened this form. It now expires ${now ? inUtc(now) : 'at an unknown time'}.`
    },
  },
  readBack: {
    read: (i) => oneOf(i, i.sharded),
    verdict: (answer, i) => keptVerdict(millis(takenSnapshot.safeParse(answer).data?.expiresAt), i),
  },
  refusals,
})

const deleteInput = z.strictObject({ groupId: projectId, clusterName, snapshotId })

/** What both kinds share: they differ in Atlas's operation only. */
const deletion = (isSharded: boolean) => ({
  roles: ['operator'] as const,
  input: deleteInput,
  output: z.unknown(),
  summary: (i: One) => `Delete ${snapshotSays(i.snapshotId)} of ${i.clusterName}`,
  target: snapshotTarget,
  friction: (i: One, environment: Environment): Friction =>
    lossFriction(
      'type',
      `${upperFirst(snapshotSays(i.snapshotId))} of ${i.clusterName} is deleted for good.`,
      environment,
      i.clusterName,
    ),
  invalidates,
  precondition: {
    read: (i: One) => oneOf(i, isSharded),
    whyNot: (answer: unknown) => (answer === undefined ? refusals.SNAPSHOT_NOT_FOUND : undefined),
  },
  readBack: {
    read: (i: One) => oneOf(i, isSharded),
    verdict: (answer: unknown): Verdict => (answer === undefined ? 'done' : 'absent'),
  },
  refusals,
})

export const deleteSnapshot = command({
  id: 'backup.deleteSnapshot',
  title: 'Delete a snapshot',
  atlas: { op: 'deleteGroupClusterBackupSnapshot', version: '2023-01-01' },
  ...deletion(false),
})

export const deleteShardedSnapshot = command({
  id: 'backup.deleteShardedSnapshot',
  title: 'Delete a snapshot of a sharded cluster',
  atlas: { op: 'deleteGroupClusterBackupSnapshotShardedCluster', version: '2023-01-01' },
  ...deletion(true),
})
