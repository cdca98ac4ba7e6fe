import { expect, test } from 'vitest'
import type { RequestRow } from '@/lib/approvals/rows'
import { grantEmployeeAccess } from '@/lib/ops/employee'
import { requestTerms } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import type { Binding } from './binding-schema'
import { configuration } from './configuration'
import { sql } from './database'
import { explainDeciders } from './explain-deciders'
import type { Person } from './person'
import { explainCase, explainRequest } from './policy-explain'
import { policySchema } from './policy-schema'
import { underSettings } from './policy-settings'
import { run } from './run'
import type { PlaceOf } from './stored-places'
import { wasSeen } from './testing/acting'
import { card, fileAccess } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()

const bind = (group: string, role: Binding['role'], scope: Binding['scope']): Binding => ({
  group,
  role,
  scope,
})
const one = (sub: string, ...groups: string[]): Person => ({
  ...personAs('viewer'),
  sub,
  name: sub,
  groups,
})
const payments = { key: 'team', value: 'payments' }

/** People of every kind, in a policy of two steps, and a request of one of them. */
async function scene() {
  const { groupId, orgId } = await world.project({ clusters: [{ name: 'main' }], tags: [payments] })
  const bindings: Binding[] = [
    ...configuration().bindings,
    bind('leads', 'approver', { all: true }),
    bind('security', 'approver', { tag: 'team=payments' }),
    bind('owners', 'approver', { project: 'f'.repeat(24) }),
  ]
  const rules = [
    {
      name: 'two steps',
      match: { tag: 'team=payments' },
      steps: [{ groups: ['leads'], count: 2 }, { groups: ['security'] }],
    },
  ]
  const policy = { ...configuration().policy, ...policySchema.parse({ rules }) }
  const people = [
    one('Lea', 'leads'),
    one('Leo', 'leads', 'security'),
    one('Sam', 'security'),
    one('Olga', 'owners'),
    one('Gone', 'leads'),
    one('Nora', 'viewers'),
  ]
  await world.owner`truncate person_seen`
  for (const person of people) await wasSeen(person)
  await sql()`update person_seen set seen_at = clock_timestamp() - interval '45 days' where sub = 'Gone'`
  const placeOf: PlaceOf = (id) =>
    id === groupId ? { orgId, groupId, tags: [payments], environment: 'other' } : undefined
  const under = <T>(work: () => Promise<T>) =>
    underSettings({ ...configuration(), policy, bindings }, work)
  return { groupId, orgId, placeOf, under, people, policy, bindings }
}

test('D10: who can decide, by scope, step, duties and last sign-in, and what is missing', async () => {
  const { groupId, placeOf, under } = await scene()
  const place = placeOf(groupId)!
  const lines = await under(() =>
    explainCase({ op: grantEmployeeAccess, input: undefined, places: [place], groups: [] }),
  )
  const text = lines.join('\n')
  for (const words of [
    'Rules that match: two steps',
    'Step 1: 0 of 2 from leads',
    'can     Lea: leads → approver (all)',
    'can’t   Sam: decides in a later step',
    'can’t   Olga: is an approver only elsewhere: owners → approver (project',
    'can’t   Gone: last signed in 45 d ago',
    'Step 2: 0 of 1 from security',
    'can’t   Lea: is in none of the groups security',
    'can     Sam: security → approver (tag team=payments)',
  ])
    expect(text).toContain(words)
  expect(text).not.toContain('Nora')
  expect(text).not.toContain('!')
})

test('D10: a quorum that the people who signed in cannot reach is flagged', async () => {
  const { groupId, placeOf, under } = await scene()
  await sql()`update person_seen set seen_at = clock_timestamp() - interval '31 days' where sub = 'Leo'`
  const place = placeOf(groupId)!
  const lines = await under(() =>
    explainCase({ op: grantEmployeeAccess, input: undefined, places: [place], groups: [] }),
  )
  expect(lines.find((line) => line.startsWith('  ! '))).toMatch(/2 approvals from leads.*1 person/)
})

test('D10: two accounts of one person, and a right that was delegated, count once', async () => {
  const { groupId, placeOf, under } = await scene()
  const explain = () =>
    under(() =>
      explainCase({
        op: grantEmployeeAccess,
        input: undefined,
        places: [placeOf(groupId)!],
        groups: [],
      }),
    )
  const flagged = async () => (await explain()).filter((line) => line.startsWith('  ! '))
  expect(await flagged()).toEqual([])
  await sql()`insert into account_email (iss, sub, email)
    select iss, sub, 'one@example.com' from person_seen where sub in ('Leo', 'Lea')`
  expect(await flagged()).toEqual([expect.stringMatching(/2 approvals from leads.*1 person/)])
  await world.owner`delete from account_email`
})

test('D10: the form says what is missing before a request is filed', async () => {
  const { groupId, under } = await scene()
  const asked = { op: 'employee.grant', groupId, clusterName: 'main' }
  const missing = async (count: number) => {
    const steps = [{ groups: ['leads'], count }]
    configuration().policy.rules.push({ name: 'steps here', match: { project: [groupId] }, steps })
    try {
      return requestTerms.output.parse((await run(requestTerms, asked, personAs('requester'))).data)
    } finally {
      configuration().policy.rules.pop()
    }
  }
  await under(async () => {
    expect(await missing(2)).toMatchObject({ missing: null, approvers: { groups: ['leads'] } })
    expect((await missing(3)).missing).toMatch(/needs 3 approvals from leads.*2 people/)
  })
})

test('D10: people who are needed in two steps count once', async () => {
  const { groupId, placeOf, under } = await scene()
  await sql()`update person_seen set seen_at = clock_timestamp() - interval '31 days' where sub = 'Sam'`
  const lines = await under(() =>
    explainCase({
      op: grantEmployeeAccess,
      input: undefined,
      places: [placeOf(groupId)!],
      groups: [],
    }),
  )
  expect(lines.filter((line) => line.startsWith('  ! '))).toEqual([
    expect.stringMatching(/need 3 more people.*Only 2/),
  ])
})

test('the requester of a request is named as someone who cannot decide it', async () => {
  const { groupId, placeOf, under } = await scene()
  const requester = { ...personAs('requester'), groups: [...personAs('requester').groups, 'leads'] }
  await wasSeen(requester)
  await under(async () => {
    configuration().policy.rules.push({
      name: 'steps here',
      match: { project: [groupId] },
      steps: [{ groups: ['leads'], count: 1 }],
    })
    try {
      const id = await fileAccess({ groupId, orgId: '', name: '' }, {}, requester)
      const lines = await explainRequest(id, placeOf)
      expect(lines.join('\n')).toContain(`can’t   ${requester.name}: filed this request`)
      const [r] = await sql()<RequestRow[]>`select * from request where id = ${id}`
      const [step] = await explainDeciders(r!, [], [placeOf(groupId)!])
      expect(step?.can.map(({ name }) => name)).toContain('Lea')
      const [shown] = (await card(id)).steps
      expect(shown).toMatchObject({ missing: null })
      expect(shown?.people.map(({ name }) => name)).toContain('Lea')
      expect(shown?.others).toContainEqual({ name: requester.name, why: 'filed this request' })
      // Scopes of other places are not for every reader.
      expect(JSON.stringify(shown)).not.toContain('f'.repeat(24))
    } finally {
      configuration().policy.rules.pop()
    }
  })
  expect(await explainRequest('nothing', placeOf)).toEqual([])
})

test('break-glass: who could send it without approval', async () => {
  const bela = personAs('breakglass')
  await wasSeen(bela)
  const { groupId, orgId } = await world.project({ clusters: [{ name: 'main' }] })
  const place = { orgId, groupId, tags: [], environment: 'other' as const }
  const lines = await explainCase({
    ...{ op: grantEmployeeAccess, input: undefined, groups: [] },
    places: [place],
  })
  const text = lines.join('\n')
  expect(text).toMatch(/Break-glass +up to 1 h.*1 business day \(UTC\)/)
  expect(text).toContain(`Break-glass:\n  can     ${bela.name}`)
})

test('a case that no rule matches is refused, with the rules that do not match', async () => {
  const { groupId, orgId, under } = await scene()
  const place = { orgId, groupId, tags: [], environment: 'other' as const }
  const lines = await under(() =>
    explainCase({ op: grantEmployeeAccess, input: undefined, places: [place], groups: [] }),
  )
  expect(lines.join('\n')).toMatch(/No rule matches[\s\S]*“two steps” does not match: tag/)
})
