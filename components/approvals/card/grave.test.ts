import { describe, expect, test } from 'vitest'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { RAISED } from '@/lib/ops/friction'
import { levelOf } from '@/lib/ops/level'
import { isGrave } from './grave'

const level = (grantType: string) => levelOf(grantEmployeeAccess, { grantType })
const widest = level('CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA')
const smaller = level('CLUSTER_INFRASTRUCTURE')
const approval = (because: string) => ({ level: 'approval' as const, because })

describe('approving asks once more', () => {
  test('for the widest employee access in production, and for no smaller one', () => {
    expect(isGrave({ level: widest, environment: 'production' }, undefined)).toBe(true)
    expect(isGrave({ level: widest, environment: 'other' }, undefined)).toBe(false)
    expect(isGrave({ level: smaller, environment: 'production' }, approval('x'))).toBe(false)
  })

  test('for a change that is dangerous by itself, or not known yet', () => {
    const change = { level: null, environment: 'other' } as const
    expect(isGrave(change, approval('0.0.0.0/0 is the whole internet.'))).toBe(true)
    expect(isGrave(change, { ...approval(RAISED), phrase: 'orders-eu' })).toBe(true)
    expect(isGrave(change, undefined)).toBe(true)
    expect(isGrave(change, approval(RAISED))).toBe(false)
  })
})
