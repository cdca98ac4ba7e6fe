import { z } from 'zod'
import { inUtc, millis } from '@/lib/format/time'
import { count } from '@/lib/format/words'
import { madeAt, type Snapshot, snapshot, snapshotId, takenSnapshot } from './backup-shapes'
import {
  isBeingTaken,
  oneOf,
  sharded,
  snapshotRefusals,
  snapshotStales,
  snapshotTarget,
} from './backup-snapshots'
import { snapshotSays } from './backup-words'
import { command, type Verdict } from './define'
import type { Environment } from './environment'
import { type Friction, lossFriction, oneUp } from './friction'
import { clusterName, projectId } from './shapes'

/** Why the retention of a snapshot can't be changed yet; undefined: it can. */
export const whyNotKeep = (s: Pick<Snapshot, 'status'>): string | undefined =>
  isBeingTaken(s)
    ? 'The snapshot is still being taken. Its retention can be changed once it is complete.'
    : undefined

export const retentionUnits = ['DAYS', 'WEEKS', 'MONTHS', 'YEARS'] as const
type Retention = { retentionUnit: (typeof retentionUnits)[number]; retentionValue: number }
const inDays = { DAYS: 1, WEEKS: 7, MONTHS: 30, YEARS: 365 } as const

const keepInput = z
  .strictObject({
    groupId: projectId,
    clusterName,
    snapshotId,
    sharded,
    retentionValue: z
      .int('Enter a whole number.')
      .min(1, 'At least 1.')
      .max(3650, 'At most 3650.')
      .meta({ label: 'Keep for' }),
    retentionUnit: z.enum(retentionUnits, 'Choose a unit.').meta({
      label: 'Unit',
      choices: { DAYS: 'days', WEEKS: 'weeks', MONTHS: 'months', YEARS: 'years' },
    }),
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

/** When a snapshot was taken and expires, as the form starts with. */
export function endsOf(answer: unknown, id: string): Ends {
  const { createdAt, expiresAt } = takenSnapshot.safeParse(answer).data ?? {}
  return { createdAt: createdAt ?? madeAt(id), expiresAt }
}

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

/** Shortening loses data; extending only costs storage. */
function keepFriction(i: KeepInput, environment: Environment): Friction {
  return (endsEarlier(i) ?? true)
    ? lossFriction('confirm', 'The snapshot then expires earlier.', environment, i.clusterName)
    : oneUp({ level: 'none' }, environment, i.clusterName)
}

export const keepSnapshot = command({
  id: 'backup.keepSnapshot',
  title: 'Change the retention of a snapshot',
  atlas: { op: 'updateGroupClusterBackupSnapshot', version: '2023-01-01' },
  roles: ['operator'],
  input: keepInput,
  output: snapshot,
  verbs: { do: 'Save retention', doing: 'Saving…', done: () => 'Retention updated' },
  summary: (i) => `Keep ${snapshotSays(i.snapshotId)} of ${i.clusterName} for ${keepSays(i)}`,
  target: snapshotTarget,
  body: ({ retentionUnit, retentionValue }) => ({ retentionUnit, retentionValue }),
  friction: keepFriction,
  invalidates: snapshotStales,
  concurrencyKey: (i) => `snapshot:${i.groupId}/${i.snapshotId}`,
  opened: { read: (i) => oneOf(i, i.sharded), now: (answer, i) => endsOf(answer, i.snapshotId) },
  precondition: {
    read: (i) => oneOf(i, i.sharded),
    whyNot: (answer, i) => {
      if (answer === undefined) return snapshotRefusals.SNAPSHOT_NOT_FOUND
      const there = takenSnapshot.safeParse(answer).data
      const early = there && whyNotKeep(there)
      if (early) return early
      const now = there?.expiresAt
      // Whether the change is a loss depends on it.
      const taken = endsOf(there, i.snapshotId).createdAt
      if (i.opened.createdAt && millis(taken) !== millis(i.opened.createdAt))
        return 'The time of the snapshot differs from the time in the form. Open the form again.'
      return millis(now) === millis(i.opened.expiresAt)
        ? undefined
        : `The retention was changed since you opened this form. It now expires ${now ? inUtc(now) : 'at an unknown time'}.`
    },
  },
  readBack: {
    read: (i) => oneOf(i, i.sharded),
    verdict: (answer, i) => keptVerdict(millis(takenSnapshot.safeParse(answer).data?.expiresAt), i),
  },
  refusals: snapshotRefusals,
})
