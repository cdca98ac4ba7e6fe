import { expect, test } from 'vitest'
import { eventName } from './event-name'
import { type AtlasEvent, actorOf, delegateOf, subjectOf } from './events'

const event = (more: Partial<AtlasEvent>): AtlasEvent => ({
  id: 'f'.repeat(24),
  created: '2026-11-29T00:00:00Z',
  eventTypeName: 'HOST_DOWN',
  ...more,
})

test('an actor is a person, a key, an employee of MongoDB, or Atlas', () => {
  expect(actorOf(event({ username: 'ines@example.com' }))).toBe('ines@example.com')
  expect(actorOf(event({ publicKey: 'abcdefgh' }))).toBe('API key abcdefgh')
  expect(actorOf(event({ username: 'x@mongodb.com', isGlobalAdmin: true }))).toMatch(
    /^MongoDB employee x@/,
  )
  expect(actorOf(event({ employeeIdentifier: 'E-7' }))).toBe('MongoDB employee E-7')
  expect(actorOf(event({ isGlobalAdmin: true }))).toBe('MongoDB employee')
  expect(actorOf(event({ username: null, publicKey: null }))).toBe('Atlas')
})

test('a delegate is named with whom it acts for', () => {
  const onBehalfOf = { id: '1', name: 'ines@example.com' }
  const delegatePrincipal = { id: '2', name: 'MCP Server', onBehalfOf }
  expect(delegateOf(event({ delegatePrincipal }))).toBe('MCP Server for ines@example.com')
  expect(delegateOf(event({ delegatePrincipal: { id: '2', name: null } }))).toBe('2')
  expect(delegateOf(event({ delegatePrincipal: { onBehalfOf } }))).toContain('ines@example.com')
  expect(delegateOf(event({ delegatePrincipal: null }))).toBeUndefined()
})

test('event types and subjects are readable', () => {
  expect(eventName('API_KEY_CREATED')).toBe('API key created')
  expect(eventName('ALERT_ACKNOWLEDGED_AUDIT')).toBe('Alert acknowledged')
  expect(subjectOf(event({ instanceName: 'orders', processorName: 'sum' }))).toBe('orders / sum')
  expect(subjectOf(event({}))).toBeUndefined()
})
