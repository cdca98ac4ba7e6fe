import type { FieldValues } from 'react-hook-form'

/** The fields of the restore form: text as it is typed. */
export type RestoreStart = {
  groupId: string
  clusterName: string
  deliveryType?: string
  snapshotId?: string
}

const orNothing = (value: unknown) => (value === '' || value === null ? undefined : value)

/** Digits as a number; everything else as it is, so that the operation's own sentence is said. */
const asNumber = (value: unknown) =>
  typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : orNothing(value)

/** The value of a datetime-local field, taken as UTC, in seconds; what is no moment stays as it is. */
export function secondsOf(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return orNothing(value)
  const at = Date.parse(`${value}Z`)
  return Number.isNaN(at) ? value : Math.floor(at / 1000)
}

/** A moment as a datetime-local field wants it, in UTC to the second. `at` in ms. */
export const toUtcField = (at: number): string => new Date(at).toISOString().slice(0, 19)

/** What is typed, as the input of a restore: only what belongs to the kind that is chosen. */
export function restoreShape({
  groupId,
  clusterName,
  deliveryType,
  snapshotId,
  targetGroupId,
  targetClusterName,
  by,
  pointInTimeUTCSeconds,
  oplogTs,
  oplogInc,
}: FieldValues): FieldValues {
  const isMoment = deliveryType === 'pointInTime'
  return {
    groupId,
    clusterName,
    deliveryType: orNothing(deliveryType),
    ...(isMoment ? {} : { snapshotId: orNothing(snapshotId) }),
    ...(deliveryType === 'download'
      ? {}
      : {
          targetGroupId: orNothing(targetGroupId),
          targetClusterName: orNothing(targetClusterName),
        }),
    ...(isMoment
      ? by === 'oplog'
        ? // Left empty it is still what was chosen: the field says so, not the one for a moment.
          { oplogTs: asNumber(oplogTs) ?? '', oplogInc: asNumber(oplogInc) }
        : { pointInTimeUTCSeconds: secondsOf(pointInTimeUTCSeconds) }
      : {}),
  }
}

/** The same for a flex cluster, which knows no point in time. */
export const flexRestoreShape = ({
  groupId,
  clusterName,
  snapshotId,
  targetGroupId,
  targetClusterName,
}: FieldValues): FieldValues => ({
  groupId,
  clusterName,
  snapshotId: orNothing(snapshotId),
  targetGroupId: orNothing(targetGroupId),
  targetClusterName: orNothing(targetClusterName),
})
