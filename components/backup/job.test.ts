import { expect, test } from 'vitest'
import { flexJobOf, jobOf, momentOf, targetInWords, typeInWords } from './job'
import { jobColumns, rowOf } from './job-columns'

const id = '6920a0b0c0d0e0f001020305'
const now = Date.parse('2026-11-21T16:00:00Z')

test('a download overwrites nothing, and an export leaves its target empty', () => {
  const target = (job: { deliveryType: string; targetClusterName?: string }) => {
    const made = jobOf({ id, ...job }, now)
    const exported = jobColumns.find((c) => c.id === 'target')?.value(rowOf(made, 'g'))
    return [targetInWords(made), exported]
  }
  expect(target({ deliveryType: 'automated', targetClusterName: 'a' })).toEqual(['a', 'a'])
  expect(target({ deliveryType: 'automated' })).toEqual(['Unknown cluster', null])
  expect(target({ deliveryType: 'download' })).toEqual(['Nothing', null])
})

test('the state of a flex job follows from its status, its type and its link', () => {
  const state = (job: object) => flexJobOf({ id, ...job }, now).state
  const done = { status: 'COMPLETED', deliveryType: 'DOWNLOAD', snapshotUrl: 'https://f' }
  expect(state(done)).toBe('ready')
  expect(state({ ...done, expirationDate: '2026-11-21T15:00:00Z' })).toBe('expired')
  expect(state({ status: 'COMPLETED', deliveryType: 'RESTORE' })).toBe('finished')
  expect(state({ status: 'FAILED' })).toBe('failed')
  expect(state({ status: 'RUNNING' })).toBe('RUNNING')
  expect(state({ status: 'WAITING_FOR_MOON' })).toBe('WAITING_FOR_MOON')
  expect(flexJobOf({ id, status: null }, now)).toMatchObject({ state: null, isRunning: false })
})

test('an unknown type is shown unchanged', () => {
  expect(typeInWords('teleport')).toBe('teleport')
  expect(typeInWords(undefined)).toBe('Unknown type')
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
