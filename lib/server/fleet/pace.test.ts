import { expect, test } from 'vitest'
import { connect } from '@/lib/atlas/connection'
import { paced } from './pace'

test('the collector takes at most half of a budget, and nothing while others use it', () => {
  let now = 0
  const connection = connect(
    {
      name: 'paced',
      baseUrl: 'http://127.0.0.1:1',
      credentials: { kind: 'api-key', publicKey: 'a', privateKey: 'b' },
      requestsPerMinute: 600,
    },
    { now: () => now },
  )
  const pace = paced(connection, () => now)
  let sent = 0
  for (now = 0; now <= 60_000; now += 100)
    for (let free = pace.free(); free > 0; free -= 1) {
      sent += 1
      void pace.counted
        .call({ op: 'getSystemStatus', version: '2023-01-01', path: {}, requestId: 'x' })
        .catch(() => {})
    }
  expect(sent).toBeGreaterThan(250)
  expect(sent).toBeLessThanOrEqual(300 + 26)
})
