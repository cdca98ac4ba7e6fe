import { expect, test } from 'vitest'
import { connect } from '@/lib/atlas/connection'
import { paced } from './pace'

/** How many calls each reader sends in a minute of a budget of 600. */
function sentBy(readers: ReadonlyArray<'observer' | 'collector'>) {
  let now = 0
  const connection = connect(
    {
      name: readers.join(),
      baseUrl: 'http://127.0.0.1:1',
      credentials: { kind: 'api-key', publicKey: 'a', privateKey: 'b' },
      requestsPerMinute: 600,
    },
    { now: () => now },
  )
  const sent = { observer: 0, collector: 0 }
  for (now = 0; now <= 60_000; now += 100)
    for (const reader of readers) {
      const pace = paced(connection, reader, () => now)
      for (let free = pace.free(); free > 0; free -= 1) {
        sent[reader] += 1
        void pace.counted
          .call({ op: 'getSystemStatus', version: '2023-01-01', path: {}, requestId: 'x' })
          .catch(() => {})
      }
    }
  return sent
}

test('one background reader alone takes at most half of a budget', () => {
  for (const reader of ['observer', 'collector'] as const) {
    const sent = sentBy([reader])[reader]
    expect(sent).toBeGreaterThan(250)
    expect(sent).toBeLessThanOrEqual(300 + 26)
  }
})

test('two background readers share that half', () => {
  const { observer, collector } = sentBy(['observer', 'collector'])
  expect(observer + collector).toBeLessThanOrEqual(300 + 51)
  expect(Math.min(observer, collector)).toBeGreaterThan(130)
})
