import type { FieldValues } from 'react-hook-form'

const orNothing = (value: unknown) => (value === '' || value === null ? undefined : value)

/** Digits as a number; anything else unchanged, so that the operation's own check reports it. */
const asNumber = (value: unknown) =>
  typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : orNothing(value)

/** The value of a datetime-local field as UTC, in seconds; anything else unchanged. */
export function secondsOf(value: unknown): unknown {
  if (typeof value !== 'string' || value === '') return orNothing(value)
  const at = Date.parse(`${value}Z`)
  return Number.isNaN(at) ? value : Math.floor(at / 1000)
}

/** A time for a datetime-local field, in UTC to the second. `at` in ms. */
export const toUtcField = (at: number): string => new Date(at).toISOString().slice(0, 19)

/** The input of a restore: only the fields of the chosen action. */
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
        ? // Empty it is still the chosen way, so its own field reports it.
          { oplogTs: asNumber(oplogTs) ?? '', oplogInc: asNumber(oplogInc) }
        : { pointInTimeUTCSeconds: secondsOf(pointInTimeUTCSeconds) }
      : {}),
  }
}

/** The same for a flex cluster, which has no point in time. */
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
