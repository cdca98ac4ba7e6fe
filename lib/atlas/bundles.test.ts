import { expect, test, vi } from 'vitest'
import { AtlasError, outcomeOf, toFailure } from './errors'

// Each of Next's bundles has a copy of the module, and the process has one set of connections.
test('an AtlasError of another bundle is recognized', async () => {
  vi.resetModules()
  const other = await import('./errors')
  const { OpError } = await import('@/lib/ops/failure')
  expect(other.AtlasError).not.toBe(AtlasError)

  const refusal = new other.AtlasError('Atlas asks to slow down.', {
    kind: 'slow-down',
    outcome: 'failed',
    connection: 'sandbox',
    op: 'createGroupAccessListEntry',
    status: 429,
    errorCode: 'RATE_LIMITED',
    retryAfterSeconds: 7,
  })
  expect(outcomeOf(refusal)).toBe('failed')
  expect(toFailure(refusal).failure).toMatchObject({
    kind: 'slow-down',
    retryAfterSeconds: 7,
    atlas: { status: 429, errorCode: 'RATE_LIMITED' },
  })

  const invalid = OpError.of('invalid', 'No such path.')
  expect(outcomeOf(invalid)).toBe('failed')
  expect(toFailure(invalid)).toBe(invalid)
  expect(outcomeOf(new Error('anything else'))).toBe('unknown')
})
