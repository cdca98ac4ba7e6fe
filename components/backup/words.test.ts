import { expect, test } from 'vitest'
import { bytesSay, kindSays, momentOf, snapshotKind, targetSays } from './words'

test('bytes are shown in a fitting unit, also as digits of a number too large', () => {
  expect(bytesSay(0)).toBeNull()
  expect(bytesSay(null)).toBeNull()
  expect(bytesSay(512)).toBe('512 B')
  expect(bytesSay(1.5 * 1024 ** 3)).toBe('1.5 GB')
  expect(bytesSay(99 * 1024 ** 3)).toBe('99 GB')
  expect(bytesSay('9007199254740993000')).toBe('8000 PB')
})

test('unknown types are shown unchanged', () => {
  expect(kindSays('teleport')).toBe('teleport')
  expect(kindSays(undefined)).toBe('Unknown type')
  expect(snapshotKind({ id: 'x', snapshotType: 'scheduled', frequencyType: 'fortnightly' })).toBe(
    'fortnightly',
  )
  expect(snapshotKind({ id: 'x', snapshotType: 'onDemand', frequencyType: 'ondemand' })).toBe(
    'On demand',
  )
  expect(snapshotKind({ id: 'x', snapshotType: 'fallback', frequencyType: 'daily' })).toBe(
    'Fallback (daily)',
  )
})

test('the time of a job comes from Atlas, and last from the ID of its snapshot', () => {
  const nulls = { increment: null, date: null, time: null }
  expect(momentOf({ id: 'x', pointInTimeUTCSeconds: 1_750_000_000, timestamp: 'no' })).toBe(
    '2025-06-15T15:06:40.000Z',
  )
  expect(momentOf({ id: 'x', desiredTimestamp: nulls, timestamp: '2026-01-01T00:00:00Z' })).toBe(
    '2026-01-01T00:00:00Z',
  )
  expect(momentOf({ id: 'x', snapshotId: '684ef4b00011223344556677' })).toBe(
    '2025-06-15T16:28:32.000Z',
  )
})

test('a download overwrites nothing', () => {
  expect(targetSays({ deliveryType: 'download' })).toBe('Nothing')
  expect(targetSays({ deliveryType: 'automated', targetClusterName: 'a' })).toBe('a')
  expect(targetSays({ deliveryType: 'automated' })).toBe('Unknown cluster')
})
