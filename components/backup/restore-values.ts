import type { FieldValues } from 'react-hook-form'
import { millis } from '@/lib/format/time'

const orNothing = (value: unknown) => (value === '' || value === null ? undefined : value)

/** Digits as a number; anything else unchanged, so that the operation's own check reports it. */
const asNumber = (value: unknown) =>
  typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : orNothing(value)

/** An ISO time in seconds, rounded down; anything else unchanged. */
export function secondsOf(value: unknown): unknown {
  const at = typeof value === 'string' ? millis(value) : undefined
  return at === undefined ? orNothing(value) : Math.floor(at / 1000)
}

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
