import { expect, test } from 'vitest'
import { restoreShape, secondsOf } from './restore-values'

const typed = {
  groupId: 'g',
  clusterName: 'c',
  snapshotId: 's',
  targetGroupId: 't',
  targetClusterName: 'other',
  by: 'moment',
  pointInTimeUTCSeconds: '2025-06-15T15:06:40',
  oplogTs: '1750000000',
  oplogInc: '3',
}

test('only what belongs to the chosen kind is sent, whatever was typed before', () => {
  expect(restoreShape({ ...typed, deliveryType: 'download' })).toEqual({
    groupId: 'g',
    clusterName: 'c',
    deliveryType: 'download',
    snapshotId: 's',
  })
  expect(restoreShape({ ...typed, deliveryType: 'pointInTime' })).toEqual({
    groupId: 'g',
    clusterName: 'c',
    deliveryType: 'pointInTime',
    targetGroupId: 't',
    targetClusterName: 'other',
    pointInTimeUTCSeconds: 1_750_000_000,
  })
  expect(restoreShape({ ...typed, by: 'oplog', deliveryType: 'pointInTime' })).toMatchObject({
    oplogTs: 1_750_000_000,
    oplogInc: 3,
  })
})

test('a moment is typed in UTC, and what is none is left to the operation’s own sentence', () => {
  expect(secondsOf('2025-06-15T15:06:40')).toBe(1_750_000_000)
  expect(secondsOf('2025-06-15T15:06')).toBe(1_750_000_000 - 40)
  expect(secondsOf('soon')).toBe('soon')
  expect(secondsOf('')).toBeUndefined()
  expect(secondsOf('2025-06-15T15:06:40.900Z')).toBe(1_750_000_000)
})
