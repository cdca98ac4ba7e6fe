import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordBreakGlass, recordReview } from '@/lib/approvals/break-glass'
import { withdraw } from '@/lib/approvals/delegation'
import { breakGlass } from '@/lib/ops/break-glass'
import { createDelegation } from '@/lib/ops/delegations'
import { createMachine, revokeMachine } from '@/lib/ops/machines'
import { approveRequest, denyRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { bindingsOf } from '../bindings'
import { loadConfiguration } from '../configuration'
import { sql } from '../database'
import { groupsIn } from '../groups'
import type { Person } from '../person'
import { run } from '../run'
import { refusal, runTyped, wasSeen } from '../testing/acting'
import { card, fileAccess } from '../testing/requests'
import { startConsole } from '../testing/start'
import { type MachineRow, personOfMachine, toMachine } from './rows'
import { madeMachine, settingsOf } from './testing'

const world = await startConsole()

/** A machine that has, against all rules, every role. */
async function mighty(): Promise<Person> {
  const name = `mighty-${Math.random().toString(36).slice(2, 8)}`
  await madeMachine(name)
  const [row] = await sql()<MachineRow[]>`select * from machine where name = ${name}`
  const groups = ['approver', 'operator', 'admin', 'breakglass', 'requester'].flatMap(
    (who) => personAs(who).groups,
  )
  const person = {
    ...personOfMachine(toMachine(row!), new Headers()),
    groups,
    bindings: bindingsOf(groups),
    authTime: new Date(),
  }
  await wasSeen(person)
  return person
}

test('a machine never approves, denies, delegates or manages machines, whatever roles it has', async () => {
  const machine = await mighty()
  const requestId = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  const { digest } = (await card(requestId)).request
  const endsAt = new Date(Date.now() + 3_600_000).toISOString()
  const { owner, endsAt: until, ...rest } = settingsOf()
  const typed = { ...rest, owner: owner.sub, endsAt: until.toISOString() }
  await wasSeen(personAs('approver'))
  const attempts = [
    run(approveRequest, { requestId, digest }, machine),
    run(denyRequest, { requestId, digest, comment: 'Not like this' }, machine),
    run(createDelegation, { to: 'approver', endsAt }, machine),
    run(createMachine, { name: 'child', ...typed, withSecret: true }, machine),
    runTyped(revokeMachine, { name: machine.sub }, machine),
  ]
  const refused = await Promise.all(attempts.map(refusal))
  expect(refused.map(({ kind }) => kind)).toEqual(attempts.map(() => 'not-allowed'))
  expect((await card(requestId)).request.state).toBe('pending')
  expect(await sql()`select 1 from decision where request_id = ${requestId}`).toHaveLength(0)
})

test('a machine never breaks glass', async () => {
  const machine = await mighty()
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const requestId = await fileAccess(project, {}, machine)
  const { digest } = (await card(requestId)).request
  const signedIn = { ...machine, stepUpFor: digest }
  const use = { requestId, digest, reason: 'The cluster is down and nobody answers' }
  const failure = await refusal(run(breakGlass, use, signedIn))
  expect(['not-allowed', 'step-up']).toContain(failure.kind)
  const by = byOf(machine)
  const judge = async () => {}
  const recorded = recordBreakGlass(sql(), {
    ...use,
    minutes: null,
    by: { ...by, auth_time: 1 },
    trace: 'test',
    judge,
  })
  const reviewed = recordReview(sql(), {
    ...{ requestId, verdict: 'justified', comment: 'Fine', by, trace: 'test' },
  })
  const all = [recorded, reviewed, withdraw(sql(), 'none', by, 'test')]
  const refused = await Promise.all(all.map(refusal))
  expect(refused.map(({ kind }) => kind)).toEqual(all.map(() => 'not-allowed'))
})

test('the database refuses a decision of a machine too', async () => {
  const requestId = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  await expect(
    sql()`insert into decision (request_id, revision, verdict, digest, iss, sub, name, binding)
      select id, revision, 'approve', digest, 'gatehouse:machines', 'x', 'x', 'x' from request where id = ${requestId}`,
  ).rejects.toThrow('by_people')
  await expect(
    sql()`insert into delegation (id, from_iss, from_sub, from_name, to_iss, to_sub, to_name, starts_at, ends_at)
      values ('x', 'a', 'a', 'a', 'gatehouse:machines', 'x', 'x', now(), now() + interval '1 hour')`,
  ).rejects.toThrow('by_people')
})

test('sign-in drops groups of machines', () => {
  const { groups, ignored } = groupsIn({ groups: ['machine:terraform', 'machines', 'a'] }, 'groups')
  expect([groups, ignored]).toEqual([['machines', 'a'], 1])
})

/** The errors of gatehouse.yaml with this binding on line 2. */
function problems(binding: string, more = ''): string {
  const path = join(mkdtempSync(join(tmpdir(), 'gatehouse-machines-')), 'gatehouse.yaml')
  writeFileSync(path, `bindings:\n  - ${binding}\n${minimal}${more}`)
  try {
    loadConfiguration({ ...process.env, GATEHOUSE_CONFIG: path })
    return ''
  } catch (error) {
    return String(error)
  }
}
const minimal = `connections: [{ name: a, credentials: { clientIdFrom: ATLAS_CLIENT_ID, clientSecretFrom: ATLAS_CLIENT_SECRET } }]
signIn: { issuer: https://login.example }
contact: us
policy: { rules: [{ name: all }] }
`
const binding = '{ machine: ci, role: viewer, scope: { all: true } }'

test.each([
  ['{ machine: ci, role: approver, scope: { all: true } }', 'operator'],
  ['{ machine: ci, role: admin, scope: { all: true } }', 'operator'],
  ['{ machine: ci, role: break-glass, scope: { all: true } }', 'operator'],
  ['{ machine: ci, role: auditor, scope: { all: true } }', 'operator'],
  ['{ group: "machine:ci", role: viewer, scope: { all: true } }', 'machine: NAME'],
  ['{ machine: "Ci Reader", role: viewer, scope: { all: true } }', 'lower-case'],
  ['{ group: a, machine: ci, role: viewer, scope: { all: true } }', 'either'],
  ['{ role: viewer, scope: { all: true } }', 'either'],
])('the binding %s is refused with its line', (text, words) => {
  expect(problems(binding)).toBe('')
  expect(problems(text)).toMatch(/gatehouse\.yaml:2:/)
  expect(problems(text)).toContain(words)
})

const issuer = (more: string) =>
  `workloadIdentity:\n  - { name: ci, issuer: https://ci.example, audience: a, ${more} }\n`
const anyone = 'machines: [{ machine: ci, claims: { sub: x } }]'

test.each([
  [issuer('machines: [{ machine: ci, claims: {} }]'), 'claim'],
  [issuer('machines: [{ machine: ci, claims: { sub: "**" } }]'), 'every value'],
  [issuer('machines: []'), 'machine'],
  [issuer(anyone).replace('https:', 'http:'), 'https'],
  [issuer(anyone).replace('audience: a,', ''), 'audience'],
  [`${issuer(anyone)}${issuer(anyone).split('\n')[1]}\n`, 'another entry'],
])('workload identity %s is refused with its line', (text, words) => {
  expect(problems(binding, issuer(anyone))).toBe('')
  expect(problems(binding, text)).toMatch(/gatehouse\.yaml:[789]:/)
  expect(problems(binding, text)).toContain(words)
})
