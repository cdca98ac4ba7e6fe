import { describe, expect, test } from 'vitest'
import { bytes, failureOf, lagInWords, numberOf, readStats } from './stream-stats'

describe('statistics', () => {
  test.each([undefined, null, {}, [], 'none', { stats: null }, { kafkaPartitions: 'odd' }])(
    'that are %j are calm',
    (stats) => {
      expect(readStats(stats)).toEqual({})
    },
  )

  test('as recorded from Atlas are read, whatever else is in them', () => {
    const recorded = {
      ok: 1,
      name: 'p',
      status: 'running',
      inputMessageCount: 12,
      outputMessageCount: 12,
      dlqMessageCount: 0,
      memoryTrackerBytes: 0.0,
      stateSize: 0.0,
      operatorStats: [{ name: 'LogSinkOperator', maxMemoryUsage: 5 }],
    }
    expect(readStats(recorded)).toEqual({
      deadLetters: 0,
      memory: 0,
      state: 0,
      input: 12,
      output: 12,
    })
    expect(readStats({ stats: recorded })).toMatchObject({ input: 12 })
  })

  test('count the messages behind in Kafka, or the seconds behind a change stream', () => {
    const kafkaPartitions = [
      { partitionOffsetLag: 5 },
      { partitionOffsetLag: '7' },
      { partition: 2 },
      null,
    ]
    expect(readStats({ kafkaPartitions }).lag).toEqual({ value: 12, unit: 'messages' })
    expect(readStats({ changeStreamTimeDifferenceSecs: { $numberLong: '300' } }).lag).toEqual({
      value: 300,
      unit: 's',
    })
  })

  test('sum what the operators used where there is no total', () => {
    expect(
      readStats({ operatorStats: [{ maxMemoryUsage: 1000 }, { maxMemoryUsage: 2500 }, 7] }).memory,
    ).toBe(3500)
  })

  test('may hold numbers in any of Atlas’s notations', () => {
    expect([
      numberOf('9007199254740993'),
      numberOf({ $numberDouble: '1.5' }),
      numberOf('x'),
      numberOf(Number.NaN),
    ]).toEqual([9007199254740992, 1.5, undefined, undefined])
  })
})

describe('a failure', () => {
  test.each([
    { errorMsg: 'broken' },
    { error_msg: 'broken' },
    { errorMessage: ' broken ' },
    { statusMessage: 'broken' },
    { error: 'broken' },
    { error: { code: 1, reason: 'broken' } },
    { stats: { errorMsg: 'broken' } },
    { stats: { stats: { lastError: { message: 'broken' } } } },
  ])('is found in %j', (more) => {
    expect(failureOf({ state: 'FAILED', ...more })).toBe('broken')
  })

  test('exists only for a failed processor for which Atlas gives a reason', () => {
    expect(failureOf({ state: 'STARTED', ...{ errorMsg: 'old' } })).toBeUndefined()
    expect(failureOf({ state: 'FAILED', ...{ errorMsg: '', error: null } })).toBeUndefined()
  })
})

test('sizes and lags in words', () => {
  expect([bytes(0), bytes(999), bytes(1_900_000_000), bytes(62_000_000)]).toEqual([
    '0 B',
    '999 B',
    '1.9 GB',
    '62 MB',
  ])
  expect([
    lagInWords({ value: 1, unit: 'messages' }),
    lagInWords({ value: 184012, unit: 'messages' }),
  ]).toEqual(['1 message', '184,012 messages'])
  expect([lagInWords({ value: 90, unit: 's' }), lagInWords({ value: 760, unit: 's' })]).toEqual([
    '1 min',
    '12 min',
  ])
})
