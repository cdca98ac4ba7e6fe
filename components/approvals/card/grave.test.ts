import { describe, expect, test } from 'vitest'
import { RAISED } from '@/lib/ops/friction'
import { isGrave } from './grave'

const widest = 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA'
const approval = (because: string) => ({ level: 'approval' as const, because })

describe('approving asks once more', () => {
  test('for the widest employee access in production, and for no smaller one', () => {
    expect(isGrave({ grantType: widest, environment: 'production' }, undefined)).toBe(true)
    expect(isGrave({ grantType: widest, environment: 'other' }, undefined)).toBe(false)
    expect(
      isGrave({ grantType: 'CLUSTER_INFRASTRUCTURE', environment: 'production' }, approval('x')),
    ).toBe(false)
  })

  test('for a change that is dangerous by itself, or not known yet', () => {
    const change = { grantType: null, environment: 'other' } as const
    expect(isGrave(change, approval('0.0.0.0/0 is the whole internet.'))).toBe(true)
    expect(isGrave(change, { ...approval(RAISED), phrase: 'orders-eu' })).toBe(true)
    expect(isGrave(change, undefined)).toBe(true)
    expect(isGrave(change, approval(RAISED))).toBe(false)
  })
})
