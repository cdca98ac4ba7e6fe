import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { RequestCard } from '@/lib/ops/requests'
import { type Moving, phaseOf } from '../../ops/phase'
import { Outcome } from './outcome'

const effect = (state: string, note: string | null) => ({ state, note })
const words = (op: string, phase: 'done' | 'begun' | 'stopped', ...effects: object[]) => {
  const input = { groupId: 'g', clusterName: 'main' }
  const request = { op, input, orgId: 'o', settledAt: null }
  const card = { request, decisions: [], effects } as unknown as RequestCard
  return renderToStaticMarkup(<Outcome card={card} phase={phase} />).replace(/<[^>]*>/g, '')
}

test('what came of an approval that was void is not said of the one that was carried out', () => {
  const effects = [effect('refused', 'Olga is no approver any more.'), effect('confirmed', null)]
  expect(words('access.allow', 'done', ...effects)).toContain('reading it back confirmed')
  expect(words('search.update', 'begun', ...effects)).toContain('Atlas accepted the call')
})

test('what was so already is not said to be under way because of the request', () => {
  const said = words('search.update', 'begun', effect('confirmed', 'It was so already.'))
  expect(said).toContain('It was so already.')
  expect(said).not.toContain('accepted the call')
})

test('access that was stopped before anything was sent is not said to have been revoked', () => {
  const begin = { state: 'refused', isEnd: false } as Moving['effect']
  const closed = { state: 'closed', how: 'revoked', endsAt: null } as const
  expect(phaseOf({ ...closed, effect: begin }, 0)).toBe('stopped')
  const said = words('employee.grant', 'stopped', effect('refused', 'Stopped before the call.'))
  expect(said).toContain('Stopped before the call.')
  expect(said).not.toContain('found no grant')
})
