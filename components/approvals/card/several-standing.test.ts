import { expect, test } from 'vitest'
import type { RequestCard } from '@/lib/ops/requests'
import { hasAccess } from './several-standing'

const given = (state: string, ...parts: string[]) => {
  const several = { targets: parts.map((part) => ({ state: part })) }
  return hasAccess({ request: { state }, several } as unknown as RequestCard)
}

test('a request gives access while any of its clusters has it, also when the rest waits again or was denied', () => {
  expect(given('approved', 'approved', 'closed')).toBe(true)
  expect(given('pending', 'approved', 'pending')).toBe(true)
  expect(given('denied', 'approved', 'denied')).toBe(true)
  expect(given('denied', 'closed', 'denied')).toBe(false)
  expect(given('pending', 'pending')).toBe(false)
})
