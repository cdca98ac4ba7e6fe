import { describe, expect, test } from 'vitest'
import {
  type EffectView,
  effectStates,
  type RequestSummary,
  requestStates,
  shownHows,
} from '@/lib/ops/request-shapes'
import { isOver, phaseOf } from './phase'

type Moving = Pick<RequestSummary, 'state' | 'how' | 'effect' | 'endsAt'>

const now = Date.parse('2026-11-21T12:00:00Z')
const effect = (op: string, state: EffectView['state']): EffectView => ({
  id: 'e',
  op,
  isEnd: op === 'employee.revoke',
  state,
  attempts: 1,
  expirationTime: null,
  sentAt: null,
  confirmedAt: null,
  nextCheckAt: null,
  note: null,
  stuckSince: null,
  heldSince: null,
  awaitsCaller: false,
})
const approved = (over: Partial<Moving> = {}): Moving => ({
  state: 'approved',
  how: null,
  effect: null,
  endsAt: null,
  ...over,
})

describe('the phase of a request', () => {
  test('a request that nobody decided is pending, whatever happened to an earlier revision', () => {
    const refused = effect('employee.grant', 'refused')
    expect(phaseOf(approved({ state: 'pending', effect: refused }), now)).toBe('pending')
  })

  test('a closed request says how it closed', () => {
    for (const how of shownHows) expect(phaseOf(approved({ state: 'closed', how }), now)).toBe(how)
  })

  test('an approved request goes through its call to Atlas', () => {
    const seen = effectStates.map((state) =>
      phaseOf(approved({ effect: effect('employee.grant', state) }), now),
    )
    expect(seen).toEqual([
      'planned',
      'planned',
      'sending',
      'live',
      'refused',
      'checking',
      'planned',
      'conflict',
    ])
  })

  test('a grant past its end is not over before Atlas was read', () => {
    const confirmed = effect('employee.grant', 'confirmed')
    const at = (endsAt: string) => phaseOf(approved({ effect: confirmed, endsAt }), now)
    expect(at('2026-11-21T12:00:01Z')).toBe('live')
    expect(at('2026-11-21T12:00:00Z')).toBe('ending')
    expect(isOver('ending')).toBe(false)
  })

  test('a revoke of unknown outcome is called so', () => {
    const revoke = (state: EffectView['state']) =>
      phaseOf(approved({ effect: effect('employee.revoke', state) }), now)
    expect(revoke('sending')).toBe('revoking')
    expect(revoke('unknown')).toBe('revoke-checking')
  })

  test('a call that can’t be sent now is not called so: it may take long', () => {
    const stuck = (op: string) =>
      phaseOf(
        approved({ effect: { ...effect(op, 'planned'), stuckSince: '2026-11-21T11:59:00Z' } }),
        now,
      )
    expect(stuck('employee.grant')).toBe('unsent')
    expect(stuck('employee.revoke')).toBe('revoke-checking')
  })

  test('every state but waiting and approved is over', () => {
    for (const state of requestStates)
      expect(
        isOver(phaseOf(approved({ state, how: state === 'closed' ? 'ended' : null }), now)),
      ).toBe(state !== 'pending' && state !== 'approved')
  })
})
