import { expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { whyNone } from './why-none'

test('a place that is not found refuses what could be done there; one that cannot be read does not', () => {
  expect(whyNone({ error: OpError.of('not-found', 'Atlas has none.') }, 'cluster')).toBe(
    'This cluster does not exist.',
  )
  expect(whyNone({ error: OpError.of('atlas-down', 'No answer.') }, 'cluster')).toBeUndefined()
  expect(whyNone({ error: null }, 'cluster')).toBeUndefined()
})
