import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { termsFor } from '@/lib/approvals/policy'
import { loadConfiguration } from './configuration'

const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-policy-')), 'gatehouse.yaml')
const env = {
  GATEHOUSE_CONFIG: path,
  NEXTAUTH_URL: 'https://gatehouse.example',
  NEXTAUTH_SECRET: 'x'.repeat(32),
  ...{ OIDC_CLIENT_ID: 'any', OIDC_CLIENT_SECRET: 'any' },
  ...{ ATLAS_CLIENT_ID: 'any', ATLAS_CLIENT_SECRET: 'any' },
}
const head = `connections: [{ name: a, credentials: { clientIdFrom: ATLAS_CLIENT_ID, clientSecretFrom: ATLAS_CLIENT_SECRET } }]
signIn: { issuer: https://login.example }
contact: us
bindings:
  - { group: leads, role: approver, scope: { all: true } }
  - { group: owners, role: approver, scope: { org: ${'a'.repeat(24)} } }
  - { group: support, role: requester, scope: { all: true } }
policy:
  rules:
`
/** The rules of the file, one per line. The first is on line 10. */
function load(...rules: string[]) {
  writeFileSync(path, `${head}${rules.map((one) => `    - ${one}\n`).join('')}`)
  return loadConfiguration(env)
}

/** The errors, as line and message. */
function problems(...rules: string[]): string[] {
  try {
    load(...rules)
    return []
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
      .split('\n')
      .map((line) => line.replace(/^.*gatehouse\.yaml:/, ''))
  }
}

const [ours, theirs] = ['a'.repeat(24), 'b'.repeat(24)]

test.each<[what: string, line: number, words: string, ...rules: string[]]>([
  ['a key', 10, 'maxMinuets', '{ name: a, maxMinuets: 5 }'],
  [
    'an operation',
    11,
    'no command with this name',
    '{ name: a }',
    '{ name: b, match: { op: [access.allow, acess.allow] } }',
  ],
  [
    'a group that decides',
    10,
    'no binding has the group “laeds”',
    '{ name: a, steps: [{ groups: [laeds] }] }',
  ],
  ['a group that asks', 10, '“suport”', '{ name: a, requesters: [suport] }'],
  ['a group of requesters', 10, '“suport”', '{ name: a, match: { requester: suport } }'],
  ['a group to escalate to', 10, '“boss”', '{ name: a, escalate: [{ groups: [boss] }] }'],
  ['an organization', 10, '24 hexadecimal', '{ name: a, match: { org: acme } }'],
  ['a tag', 10, 'key=value', '{ name: a, match: { tag: payments } }'],
  ['a level', 10, 'grantType', '{ name: a, match: { grantType: LOGS } }'],
  [
    'a field',
    10,
    'access.allow has no input field “entries.ip”',
    '{ name: a, match: { op: access.allow, input: { entries.ip: 0.0.0.0/0 } } }',
  ],
  [
    'a field of any command',
    10,
    'no command has an input field “nonsense”',
    '{ name: a, match: { input: { nonsense: 1 } } }',
  ],
  [
    'a time zone',
    10,
    'time zone',
    '{ name: a, window: { timeZone: Berlin, days: [mon], from: "09:00", to: "17:00" } }',
  ],
])('unknown: %s', (_, line, words, ...rules) => {
  const found = problems(...rules)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(new RegExp(`^${line}: policy\\.rules`))
  expect(found[0]).toContain(words)
})

test.each<[what: string, line: number, words: string, ...rules: string[]]>([
  ['within a rule', 10, 'minMinutes is more', '{ name: a, minMinutes: 60, maxMinutes: 30 }'],
  [
    'between rules',
    11,
    'maxMinutes of the rule “a”',
    '{ name: a, maxMinutes: 30 }',
    '{ name: b, minMinutes: 60 }',
  ],
  [
    'between rules, the other way',
    11,
    'minMinutes of the rule “a”',
    '{ name: a, minMinutes: 60 }',
    '{ name: b, maxMinutes: 30 }',
  ],
  ['automatic with steps', 10, 'automatic', '{ name: a, automatic: true, steps: [{}] }'],
  ['two names', 11, 'two rules', '{ name: a }', '{ name: a }'],
  [
    'a window that never opens',
    10,
    'never opens',
    '{ name: a, window: { timeZone: UTC, days: [mon], from: "09:00", to: "09:00" } }',
  ],
  [
    'windows that never meet',
    11,
    'never open together',
    '{ name: a, window: { timeZone: UTC, days: [mon], from: "09:00", to: "12:00" } }',
    '{ name: b, window: { timeZone: UTC, days: [mon], from: "12:00", to: "17:00" } }',
  ],
  [
    'sign-ins that exclude each other',
    11,
    'nothing in common',
    '{ name: a, stepUpAcr: phr }',
    '{ name: b, stepUpAcr: [pwd] }',
  ],
  [
    'approvers of another place',
    10,
    'role approver',
    `{ name: a, match: { org: ${theirs} }, steps: [{ groups: [owners] }] }`,
  ],
  [
    'a group that approves nowhere',
    10,
    'role approver',
    '{ name: a, steps: [{ groups: [support] }] }',
  ],
  [
    'requesters who cannot ask',
    10,
    'role requester',
    '{ name: a, match: { op: employee.grant }, requesters: [leads] }',
  ],
  [
    'an escalation to nobody',
    10,
    'role approver',
    '{ name: a, escalate: [{ groups: [support] }] }',
  ],
  [
    'a value of another type',
    10,
    'never matches',
    '{ name: a, match: { op: employee.grant, input: { minutes: "60" } } }',
  ],
  [
    'a level of a command without levels',
    10,
    'never matches',
    '{ name: a, match: { op: access.allow, grantType: CLUSTER_INFRASTRUCTURE } }',
  ],
  [
    'a range of texts',
    10,
    'never matches',
    '{ name: a, match: { op: employee.grant, input: { clusterName: { atLeast: 5 } } } }',
  ],
  ['a break-glass for nobody', 10, 'role break-glass', '{ name: a, breakGlass: {} }'],
  [
    'approval of what has a secret',
    10,
    'can’t need approval',
    '{ name: a, match: { op: orgApiKeys.create }, friction: approval }',
  ],
])('contradiction: %s', (_, line, words, ...rules) => {
  const found = problems(...rules)
  expect(found).toHaveLength(1)
  expect(found[0]).toMatch(new RegExp(`^${line}: policy\\.rules`))
  expect(found[0]).toContain(words)
})

test('rules that cannot meet do not contradict each other', () => {
  expect(
    problems(
      '{ name: a, match: { environment: production }, maxMinutes: 30 }',
      '{ name: b, match: { environment: other }, minMinutes: 60 }',
    ),
  ).toEqual([])
  const short = '{ name: a, match: { input: { minutes: { atMost: 60 } } }, maxMinutes: 60 }'
  for (const wanted of ['{ atLeast: 61 }', '[90, 120]'])
    expect(
      problems(short, `{ name: b, match: { input: { minutes: ${wanted} } }, minMinutes: 61 }`),
    ).toEqual([])
  expect(problems(`{ name: a, match: { org: ${ours} }, steps: [{ groups: [owners] }] }`)).toEqual(
    [],
  )
  expect(
    problems('{ name: a, match: { op: access.allow, input: { entries.address: [0.0.0.0/0] } } }'),
  ).toEqual([])
})

test('every mistake is named at once', () => {
  expect(
    problems('{ name: a, requesters: [x, y] }', '{ name: b, escalate: [{ groups: [z] }] }'),
  ).toHaveLength(3)
})

test('the digest is of what the rules mean', () => {
  const digest = load(
    '{ name: a, maxMinutes: 30, match: { op: access.allow } } # as always',
  ).policyDigest
  expect(load('{ match: { op: [access.allow] }, name: "a", maxMinutes: 30 }').policyDigest).toBe(
    digest,
  )
  expect(load('{ name: a, maxMinutes: 31, match: { op: access.allow } }').policyDigest).not.toBe(
    digest,
  )
})

test('the example of the documentation means what it says', () => {
  const [, section = ''] = readFileSync('docs/policy.md', 'utf8').split('## `policy.rules`')
  const [, example = ''] = /```yaml\n([\s\S]+?)```/.exec(section) ?? []
  const policy = example
    .replaceAll('service-owners', 'owners')
    .replaceAll('platform-leads', 'leads')
  writeFileSync(path, head.replace(/policy:\n {2}rules:\n$/, policy))
  const { rules } = loadConfiguration(env).policy
  const terms = (
    environment: 'production' | 'other',
    tags: { key: string; value: string }[] = [],
  ) =>
    termsFor(rules, {
      op: 'employee.grant',
      places: [{ orgId: ours, groupId: ours, tags, environment }],
      input: { minutes: 240 },
      level: 'CLUSTER_DATABASE_LOGS',
      groups: [],
    })
  expect(terms('other')).toMatchObject({
    automatic: true,
    ticketPatterns: ['(CASE|CHG)-[0-9]{3,8}'],
  })
  expect(terms('production', [{ key: 'team', value: 'payments' }])).toMatchObject({
    automatic: false,
    maxMinutes: 480,
    steps: [
      { groups: ['owners'], count: 2 },
      { groups: ['leads'], count: 1 },
    ],
    windows: [{ from: '09:00', to: '17:00' }],
  })
})
