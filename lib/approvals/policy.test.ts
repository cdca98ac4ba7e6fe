import { expect, test } from 'vitest'
import {
  merged,
  oneTicketPattern,
  type PolicyRule,
  raisedTo,
  refusedBy,
  stepsInWords,
  termsFor,
} from './policy'
import { type Asked, type Match, matches } from './policy-match'
import { type Terms, termsOf } from './terms'

const step = (group: string, count: number) => ({ groups: [group], count })

const unsaid: Terms = {
  rules: ['a', 'b'],
  steps: [{ groups: [], count: 1 }],
  requesters: [],
  minMinutes: 15,
  maxMinutes: 1440,
  defaultMinutes: 240,
  decideByMinutes: 1440,
  executeByMinutes: 30,
  windows: [],
  ticketPatterns: [],
  ticketHint: null,
  ticketUrl: null,
  stepUpSeconds: null,
  stepUpAcr: null,
  automatic: false,
  escalate: [],
  breakGlass: null,
}
type Said = Omit<PolicyRule, 'name' | 'match'>
const rule = (name: string, said: Said): PolicyRule => ({ name, match: {}, ...said })
const window = (from: string) => ({ timeZone: 'UTC', days: ['mon' as const], from, to: '18:00' })
const glass = (maxMinutes: number, reviewMinutes?: number, ...groups: string[]) => ({
  groups,
  maxMinutes,
  reviewMinutes,
  timeZone: 'UTC',
})

/** What two rules say, and how their terms differ from the defaults. */
const merges: [string, Said, Said, Partial<Terms>][] = [
  ['a rule that says nothing changes nothing', {}, {}, {}],
  ['null says nothing', { ticketPattern: null }, { stepUpSeconds: null }, {}],
  ['minMinutes: the most', { minMinutes: 5 }, { minMinutes: 30 }, { minMinutes: 30 }],
  ['minMinutes: below the default', { minMinutes: 5 }, {}, { minMinutes: 5 }],
  ['maxMinutes: the least', { maxMinutes: 480 }, { maxMinutes: 1440 }, { maxMinutes: 480 }],
  ['maxMinutes: above the default', { maxMinutes: 2880 }, {}, { maxMinutes: 2880 }],
  [
    'maxMinutes: shortens the other defaults',
    { maxMinutes: 10 },
    {},
    { minMinutes: 10, maxMinutes: 10, defaultMinutes: 10 },
  ],
  [
    'defaultMinutes: the least, within the limits',
    { defaultMinutes: 60 },
    { defaultMinutes: 20, minMinutes: 30 },
    { defaultMinutes: 30, minMinutes: 30 },
  ],
  [
    'decideByMinutes: the least',
    { decideByMinutes: 9 },
    { decideByMinutes: 5 },
    { decideByMinutes: 5 },
  ],
  [
    'executeByMinutes: the least',
    { executeByMinutes: 99 },
    { executeByMinutes: 60 },
    { executeByMinutes: 60 },
  ],
  [
    'ticketPattern: all of them',
    { ticketPattern: 'A.*', ticketHint: 'Starts with A.' },
    { ticketPattern: '.*Z', ticketHint: 'Ends with Z.' },
    { ticketPatterns: ['A.*', '.*Z'], ticketHint: 'Starts with A. Ends with Z.' },
  ],
  [
    'ticketPattern: each once',
    { ticketPattern: 'A' },
    { ticketPattern: 'A' },
    { ticketPatterns: ['A'] },
  ],
  [
    'ticketUrl: the first',
    { ticketUrl: 'https://a' },
    { ticketUrl: 'https://b' },
    { ticketUrl: 'https://a' },
  ],
  [
    'stepUpSeconds: the least',
    { stepUpSeconds: 600 },
    { stepUpSeconds: 60 },
    { stepUpSeconds: 60 },
  ],
  [
    'stepUpAcr: what all accept, within 300 s unless said otherwise',
    { stepUpAcr: ['phr', 'phrh'] },
    { stepUpAcr: ['phrh'] },
    { stepUpAcr: ['phrh'], stepUpSeconds: 300 },
  ],
  [
    'steps: all of them, in order',
    { steps: [{ groups: ['leads'], count: 1 }] },
    { steps: [{ groups: ['security'], count: 2 }] },
    {
      steps: [
        { groups: ['leads'], count: 1 },
        { groups: ['security'], count: 2 },
      ],
    },
  ],
  [
    'steps: of the same groups, the one with the most approvals',
    { steps: [{ groups: ['x', 'y'], count: 1 }] },
    { steps: [{ groups: ['y', 'x'], count: 2 }] },
    { steps: [{ groups: ['x', 'y'], count: 2 }] },
  ],
  [
    'steps: those of one rule with the same groups need all their approvals',
    { steps: [step('x', 1), step('y', 1), step('x', 1)] },
    {},
    { steps: [step('x', 2), step('y', 1)] },
  ],
  [
    'requesters: in a group of each',
    { requesters: ['support', 'dba'] },
    { requesters: ['employees'] },
    { requesters: [['support', 'dba'], ['employees']] },
  ],
  [
    'window: while all are open',
    { window: window('08:00') },
    { window: window('10:00') },
    { windows: [window('08:00'), window('10:00')] },
  ],
  ['automatic: if no rule wants a person', { automatic: true }, {}, { automatic: true, steps: [] }],
  ['automatic: false wins', { automatic: true }, { automatic: false }, {}],
  [
    'automatic: steps win',
    { automatic: true },
    { steps: [{ groups: [], count: 2 }] },
    { steps: [{ groups: [], count: 2 }] },
  ],
  [
    'escalate: everyone, level by level',
    { escalate: [{ groups: ['a'] }] },
    { escalate: [{ groups: ['b', 'a'] }, { groups: ['c'] }] },
    { escalate: [{ groups: ['a', 'b'] }, { groups: ['c'] }] },
  ],
  [
    'breakGlass: as said',
    { breakGlass: glass(60, 1440) },
    {},
    { breakGlass: { groups: [], maxMinutes: 60, reviewMinutes: 1440, businessDayIn: [] } },
  ],
  [
    'breakGlass: the shortest, in a group of each',
    { breakGlass: glass(60, 1440, 'sre') },
    { breakGlass: glass(90, 600, 'oncall', 'leads') },
    {
      breakGlass: {
        groups: [['sre'], ['oncall', 'leads']],
        maxMinutes: 60,
        reviewMinutes: 600,
        businessDayIn: [],
      },
    },
  ],
  [
    'breakGlass: one business day in each time zone, besides the minutes',
    { breakGlass: { ...glass(60), timeZone: 'Europe/Berlin' } },
    { breakGlass: glass(60, 600) },
    {
      breakGlass: {
        groups: [],
        maxMinutes: 60,
        reviewMinutes: 600,
        businessDayIn: ['Europe/Berlin'],
      },
    },
  ],
  ['breakGlass: false wins', { breakGlass: glass(60, 1440) }, { breakGlass: false }, {}],
]

test.each(merges)('merging %s', (_, a, b, differs) => {
  expect(merged([rule('a', a), rule('b', b)])).toEqual({ ...unsaid, ...differs })
  // Strictness does not depend on the order of rules; only lists follow it.
  const { maxMinutes, minMinutes, stepUpSeconds, automatic } = merged([rule('b', b), rule('a', a)])
  expect({ ...unsaid, ...differs }).toMatchObject({
    maxMinutes,
    minMinutes,
    stepUpSeconds,
    automatic,
  })
})

const asked: Asked = {
  op: 'access.allow',
  places: [
    {
      orgId: 'org',
      groupId: 'project',
      tags: [{ key: 'team', value: 'payments' }],
      environment: 'production',
    },
    { orgId: 'org2', groupId: 'project2', tags: [], environment: 'other' },
  ],
  input: { entries: [{ address: '10.0.0.1' }, { address: '0.0.0.0/0' }], minutes: 60 },
  level: 'LOGS',
  groups: ['support'],
}

test.each<[Match, boolean]>([
  [{}, true],
  [{ op: ['access.remove', 'access.allow'] }, true],
  [{ op: ['access.remove'] }, false],
  [{ org: ['org'], project: ['project'], environment: 'production' }, true],
  [{ org: ['org'], project: ['other'] }, false],
  [{ environment: 'other' }, true],
  [{ project: ['project2'], environment: 'production' }, false],
  [{ org: ['org'], project: ['project2'] }, false],
  [{ tag: ['team=payments'] }, true],
  [{ tag: ['team=search'] }, false],
  [{ grantType: ['LOGS'] }, true],
  [{ grantType: ['INFRASTRUCTURE'] }, false],
  [{ requester: ['support', 'dba'] }, true],
  [{ requester: ['dba'] }, false],
  [{ input: { 'entries.address': ['0.0.0.0/0'] } }, true],
  [{ input: { 'entries.address': ['::/0'] } }, false],
  [{ input: { 'entries.comment': [null] } }, false],
  [{ input: { minutes: { atMost: 60 } } }, true],
  [{ input: { minutes: { atLeast: 61 } } }, false],
  [{ input: { minutes: ['60'] } }, false],
])('%j matches: %s', (match, expected) => {
  expect(matches(match, asked)).toBe(expected)
})

test('a request that no rule matches has no terms', () => {
  expect(termsFor([{ name: 'other', match: { org: ['other'] } }], asked)).toBeUndefined()
})

test('all rules that match are merged, the others are not', () => {
  const rules: PolicyRule[] = [
    rule('everything', { maxMinutes: 480 }),
    { name: 'payments', match: { tag: ['team=payments'] }, maxMinutes: 60 },
    { name: 'elsewhere', match: { org: ['other'] }, maxMinutes: 15 },
  ]
  expect(termsFor(rules, asked)).toMatchObject({
    rules: ['everything', 'payments'],
    maxMinutes: 60,
  })
})

test.each<[Terms['steps'], string | null]>([
  [[{ groups: [], count: 1 }], null],
  [[{ groups: [], count: 2 }], '2 approvals from any approver'],
  [
    [
      { groups: ['leads'], count: 1 },
      { groups: ['dba', 'security'], count: 2 },
    ],
    '1 approval from leads, then 2 from dba or security',
  ],
])('steps %j in words: %s', (steps, words) => {
  expect(stepsInWords({ steps })).toBe(words)
})

test.each<[Said & { match?: Match }, 'confirm' | 'approval' | undefined]>([
  [{}, undefined],
  [{ steps: [{ groups: [], count: 2 }] }, undefined],
  [{ match: { op: ['access.allow'] }, steps: [{ groups: [], count: 2 }] }, 'approval'],
  [{ match: { op: ['access.remove'] }, steps: [{ groups: [], count: 2 }] }, undefined],
  [{ match: { tag: ['team=payments'] }, friction: 'approval' }, 'approval'],
  [{ match: { tag: ['team=search'] }, friction: 'approval' }, undefined],
  [{ friction: 'confirm' }, 'confirm'],
])('a rule %j raises the command to %s', (said, level) => {
  expect(raisedTo([rule('a', said)], asked)).toBe(level)
  expect(raisedTo([rule('c', { friction: 'confirm' }), rule('a', said)], asked)).toBe(
    level ?? 'confirm',
  )
})

test('a ticket must match every pattern', () => {
  const terms = merged([rule('a', { ticketPattern: 'A.*|B' }), rule('b', { ticketPattern: '.*Z' })])
  const whyNot = (ticket: string) => refusedBy(terms, { minutes: undefined, ticket }).ticket
  expect(['A', 'B', 'XZ', 'AZ'].filter((ticket) => whyNot(ticket) === undefined)).toEqual(['AZ'])
  const one = new RegExp(`^(?:${oneTicketPattern(terms)})$`, 'u')
  expect(['A', 'B', 'XZ', 'AZ'].filter((ticket) => one.test(ticket))).toEqual(['AZ'])
})

test('a request filed before terms were stored needs one approver', () => {
  const before = { terms: null, rule: 'production', max_minutes: 480, execute_minutes: 30 }
  expect(termsOf(before)).toEqual({ ...unsaid, rules: ['production'], maxMinutes: 480 })
})
