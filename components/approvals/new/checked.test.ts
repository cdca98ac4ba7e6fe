import { expect, test } from 'vitest'
import { ticketFits } from '../../form/ticket-field'
import { grantWithin } from '../employee-access/grant-within'
import { fileChecked } from './checked'

const terms = {
  minMinutes: 1,
  maxMinutes: 480,
  ticketPattern: '(CASE|OPS)-[0-9]{3,8}',
  ticketHint: 'A case such as CASE-01234.',
}
const asked = {
  op: 'employee.grant',
  input: {
    groupId: 'a'.repeat(24),
    clusterName: 'payments-main',
    grantType: 'CLUSTER_INFRASTRUCTURE',
    minutes: 60,
  },
  reason: 'Support needs to see the machine.',
  ticket: 'CASE-01234',
}

const sentences = (input: unknown) =>
  fileChecked(terms, grantWithin(terms))
    .input.safeParse(input)
    .error?.issues.map((i) => [i.path.join('.'), i.message])

test('what fits the policy passes as it is', () => {
  expect(sentences(asked)).toBeUndefined()
})

test('a time beyond the policy is named beside the length, with the cap in words', () => {
  expect(sentences({ ...asked, input: { ...asked.input, minutes: 481 } })).toEqual([
    ['input.minutes', 'At most 8 h here'],
  ])
})

test('a ticket of another form is refused, and a missing one is asked for', () => {
  expect(sentences({ ...asked, ticket: 'CASE-1' })).toEqual([
    ['ticket', 'This ticket doesn’t match the policy'],
  ])
})

test('no level is chosen for anybody', () => {
  const { grantType: _, ...rest } = asked.input
  expect(sentences({ ...asked, input: rest })).toEqual([
    ['input.grantType', 'Choose what MongoDB employees can see'],
  ])
})

test('the whole ticket has to match, and a pattern this browser cannot read is left to the server', () => {
  expect(ticketFits('[A-Z]+-1', 'see CASE-1')).toBe(false)
  expect(ticketFits('(', 'anything')).toBe(true)
  expect(ticketFits(null, '')).toBe(true)
})
