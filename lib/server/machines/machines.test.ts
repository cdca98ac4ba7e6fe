import { beforeAll, expect, test } from 'vitest'
import { entries } from '@/lib/audit/read'
import {
  createMachine as createMachineOp,
  getMachine,
  listMachines,
  revokeMachine as revokeMachineOp,
  rotateMachine,
  settingsOf as settingsIn,
  updateMachine,
} from '@/lib/ops/machines'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { byOf } from '../actor'
import { sql } from '../database'
import { decideAt } from '../decide'
import { peopleOf } from '../notify/audience'
import type { NotificationRow } from '../notify/channels'
import { eventOf } from '../notify/event'
import { readOutbox } from '../notify/outbox'
import { linkOf } from '../notify/webhook'
import { toldOf } from '../notify/words'
import type { Person } from '../person'
import { run } from '../run'
import { as, audited, refusal, wasSeen } from '../testing/acting'
import { startConsole } from '../testing/start'
import { changeMachine, createMachine, revokeMachine, revokeSecret, rotateSecret } from './manage'
import { oauthAnswer } from './oauth-error'
import { remindOwners } from './remind'
import { basic, called, change, isRefused, madeMachine, post, settingsOf, tokenOf } from './testing'
import { noteUse, storeUse } from './use'

let world: TestConsole
beforeAll(async () => {
  world = await startConsole({
    configure: (file) => ({
      ...file,
      bindings: [
        ...(file.bindings as unknown[]),
        { machine: 'terraform', role: 'operator', scope: { project: 'a'.repeat(24) } },
      ],
    }),
  })
})

test('a machine gets a token for an hour, and is its binding in gatehouse.yaml', async () => {
  const { clientId, secret } = await madeMachine('terraform')
  expect(clientId).toMatch(/^mdb_sa_id_[0-9a-f]{24}$/)
  expect(secret).toMatch(/^mdb_sa_sk_[A-Za-z0-9_]{43,}$/)
  const answer = await post({ grant_type: 'client_credentials' }, basic(clientId, secret))
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
  const body = (await answer.json()) as { access_token: string }
  expect(body).toEqual({
    access_token: expect.any(String),
    token_type: 'Bearer',
    expires_in: 3600,
  })
  const { person, machine } = await called(body.access_token)
  expect(machine).toMatchObject({ name: 'terraform', clientId, carryOut: 'permit' })
  expect(person).toMatchObject({
    kind: 'machine',
    iss: 'gatehouse:machines',
    sub: 'terraform',
    groups: ['machine:terraform'],
    bindings: [{ role: 'operator', scope: { project: 'a'.repeat(24) } }],
  })
  expect(byOf(person)).toMatchObject({ kind: 'machine', client_id: clientId, ua: 'test/1' })
  for (const scheme of ['bearer', 'BEARER'])
    expect((await called(body.access_token, scheme)).person.sub).toBe('terraform')
})

test('two secrets work during a rotation, and the former ends with its tokens', async () => {
  const machine = await madeMachine('rotated')
  const { secret = '' } = await rotateSecret('rotated', 24, change())
  const [old, fresh] = [await tokenOf(machine), await tokenOf({ ...machine, secret })]
  expect((await refusal(rotateSecret('rotated', 24, change()))).kind).toBe('conflict')
  await world.owner`
    update machine_secret set expires_at = clock_timestamp() where expires_at is not null`
  await isRefused(old)
  await expect(tokenOf(machine)).rejects.toThrow('401')
  expect((await called(fresh)).person.sub).toBe('rotated')
  await rotateSecret('rotated', 0, change())
  await isRefused(fresh)
})

test('a token never lives longer than the secret or the machine', async () => {
  const machine = await madeMachine('short', { endsAt: new Date(Date.now() + 600_000) })
  const answer = await post(
    { grant_type: 'client_credentials' },
    basic(machine.clientId, machine.secret),
  )
  expect(((await answer.json()) as { expires_in: number }).expires_in).toBeLessThanOrEqual(600)
  const token = await tokenOf(machine)
  await world.owner`update machine set ends_at = clock_timestamp() where name = 'short'`
  await isRefused(token)
  await expect(tokenOf(machine)).rejects.toThrow('401')
})

test('a form that does not arrive in time is refused', async () => {
  const body = new ReadableStream({ start: (to) => to.enqueue(Buffer.from('grant_type=')) })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const request = new Request('http://localhost/t', {
    ...{ method: 'POST', body, headers, duplex: 'half' },
  } as RequestInit)
  const limits = { max: 100, silenceMs: 20, wholeMs: 1_000 }
  const answer = await oauthAnswer(request, async () => ({}), { limits })
  expect(answer.status).toBe(400)
  expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
})

test('revoking a machine or one secret counts at once and for good', async () => {
  const machine = await madeMachine('ended')
  const token = await tokenOf(machine)
  const [row] = await sql()<{ id: string }[]>`
    select s.id from machine_secret s join machine m on m.id = s.machine_id where m.name = 'ended'`
  const { secret = '' } = await rotateSecret('ended', 1, change())
  await revokeSecret('ended', row?.id ?? '', change())
  await isRefused(token)
  const second = await tokenOf({ ...machine, secret })
  await revokeMachine('ended', change())
  await isRefused(second)
  await expect(tokenOf({ ...machine, secret })).rejects.toThrow('401')
  for (const table of ['machine', 'machine_secret'])
    await expect(sql().unsafe(`update ${table} set revoked_at = null`)).rejects.toThrow('revoked')
  expect((await refusal(rotateSecret('ended', 0, change()))).kind).toBe('conflict')
  expect((await refusal(changeMachine('ended', settingsOf(), change()))).kind).toBe('conflict')
  const again = createMachine('ended', settingsOf(), { withSecret: true }, change())
  expect((await refusal(again)).fields).toHaveProperty('name')
})

test('a machine without a binding has a token and no role', async () => {
  const { person } = await called(await tokenOf(await madeMachine('roleless')))
  expect(person.bindings).toEqual([])
  expect(() => decideAt(listMachines, person, undefined)).toThrow('does not exist')
})

test('only hashes are stored, and neither rows, audit log nor answers have a secret', async () => {
  const trace = 'create-whole'
  const answer = await as(
    'admin',
    createMachineOp,
    { name: 'whole', ...typedSettings(), withSecret: true },
    trace,
  )
  const { clientSecret: secret = '' } = answer.data as { clientSecret: string }
  expect(secret).toMatch(/^mdb_sa_sk_/)
  await tokenOf({ clientId: (answer.data as { clientId: string }).clientId, secret })
  await storeUse()
  const everything = await world.owner`
    select (select json_agg(m)::text from machine m) || (select json_agg(s)::text from machine_secret s)
      || (select json_agg(u)::text from machine_use u) || (select json_agg(l)::text from machine_last_use l)
      || (select json_agg(a)::text from audit a) || (select json_agg(t)::text from audit_text t) as all`
  expect(everything[0]?.all).toContain('whole')
  expect(everything[0]?.all).not.toContain(secret)
  expect((await audited(trace)).map(({ type }) => type)).toEqual(['machine.created'])
  const listed = await as('admin', listMachines, {})
  expect(JSON.stringify(listed)).not.toContain(secret)
})

const typedSettings = () => {
  const { owner, endsAt, ...rest } = settingsOf()
  return { ...rest, owner: owner.sub, endsAt: endsAt.toISOString() }
}

test('admins of everything manage machines, owners their own, and others see none', async () => {
  await madeMachine('seen')
  const names = async (person: Person) =>
    listMachines.output
      .parse((await run(listMachines, {}, person)).data)
      .results.map(({ name }) => name)
  const [admin, owner, other] = ['admin', 'operator', 'viewer'].map((who) => personAs(who))
  const some = personAs('admin', {
    bindings: [{ group: 'gatehouse-admins', role: 'admin', scope: { project: 'a'.repeat(24) } }],
  })
  for (const person of [admin, owner, personAs('auditor')])
    expect(await names(person!)).toContain('seen')
  for (const person of [other, some]) expect(await names(person!)).toEqual([])
  const { data } = await run(getMachine, { name: 'seen' }, admin!)
  const opened = settingsIn(getMachine.output.parse(data).machine)
  const input = { name: 'seen', ...typedSettings(), opened }
  const rotate = { name: 'seen', keepHours: 1 }
  const kindOf = async (work: Promise<unknown>) => (await refusal(work)).kind
  expect(await kindOf(run(updateMachine, input, owner!))).toBe('not-allowed')
  expect(
    await kindOf(run(createMachineOp, { ...typedSettings(), name: 'x', withSecret: false }, some)),
  ).toBe('not-allowed')
  expect(await kindOf(run(rotateMachine, rotate, personAs('auditor')))).toBe('not-allowed')
  for (const person of [other!, some])
    expect(await kindOf(run(rotateMachine, rotate, person))).toBe('not-found')
  await run(rotateMachine, rotate, owner!)
  await run(updateMachine, { ...input, callsPerMinute: 5 }, admin!)
  expect(await kindOf(run(updateMachine, { ...input, callsPerMinute: 6 }, admin!))).toBe('conflict')
  await run(revokeMachineOp, { name: 'seen' }, owner!)
})

test('uses are counted by day and operation, with the last address and client', async () => {
  const { clientId, secret } = await madeMachine('used')
  const { machine } = await called(await tokenOf({ clientId, secret }))
  const from = { ip: '203.0.113.9', userAgent: 'curl/8' }
  for (const isRefused of [false, true, false])
    noteUse(machine ?? { id: '' }, 'List clusters', from, { isRefused })
  await storeUse()
  noteUse(machine ?? { id: '' }, 'List clusters', from)
  await storeUse()
  const rows = await sql()`
    select operation, calls::int, refusals::int from machine_use u join machine m on m.id = u.machine_id
    where m.name = 'used' order by operation`
  expect(rows).toEqual([
    { operation: 'Access token', calls: 1, refusals: 0 },
    { operation: 'List clusters', calls: 4, refusals: 1 },
  ])
  const { results } = (await as('admin', listMachines, {})).data as {
    results: { name: string; lastUse: unknown }[]
  }
  expect(results.find(({ name }) => name === 'used')?.lastUse).toMatchObject({
    address: '203.0.113.9',
    userAgent: 'curl/8',
  })
})

test('a wrong secret of anyone is a refusal, and not the last use of the machine', async () => {
  const { clientId } = await madeMachine('unused')
  const wrong = { ...basic(clientId, 'wrong'), 'user-agent': 'someone/1' }
  expect((await post({ grant_type: 'client_credentials' }, wrong)).status).toBe(401)
  await storeUse()
  const { results } = (await as('admin', listMachines, {})).data as {
    results: { name: string; refusals: number; lastUse: unknown }[]
  }
  const found = results.find(({ name }) => name === 'unused')
  expect([found?.refusals, found?.lastUse]).toEqual([1, null])
})

test('each change of a machine is in the audit log', async () => {
  await madeMachine('logged')
  const logged = { by: byOf(personAs('admin')), trace: 'made-logged' }
  await changeMachine('logged', settingsOf({ callsPerMinute: 7 }), logged)
  await rotateSecret('logged', 1, logged)
  await revokeMachine('logged', logged)
  const rows = await audited('made-logged')
  expect(rows.map(({ type }) => type)).toEqual([
    'machine.created',
    'machine.changed',
    'machine.rotated',
    'machine.revoked',
  ])
  expect(rows[1]).toMatchObject({
    target: 'machine logged',
    before: { calls_per_minute: 600 },
    after: { calls_per_minute: 7 },
  })
})

test('the owner and admins of everything hear once of each end of a machine, before it and at it', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
  await wasSeen(personAs('admin'))
  await madeMachine('soon', { endsAt: inDays(30) })
  const end = (days: number) =>
    world.owner`update machine set created_at = now() - interval '1 year', ends_at = ${inDays(days)} where name = 'soon'`
  const told = async () => {
    for (let i = 0; i < 2; i += 1) await remindOwners()
    const rows = await entries(sql(), { limit: 500 })
    return rows.filter(
      ({ body }) => /^machine\.end/.test(body.type) && body.target === 'machine soon',
    )
  }
  const types = async () => (await told()).map(({ body }) => body.type)
  expect(await types()).toEqual([])
  await end(15)
  expect(await types()).toEqual([])
  await end(13)
  expect(await types()).toEqual(['machine.ending'])
  await end(12)
  await end(-1)
  const [near, over] = await told()
  expect(await types()).toEqual(['machine.ending', 'machine.ended'])
  const people = await peopleOf('keepers', undefined, { orgId: '', tags: [] }, over?.body.after)
  expect(people.map(({ sub }) => sub)).toEqual(expect.arrayContaining(['admin', 'operator']))
  expect(people.map(({ sub }) => sub)).not.toContain('viewer')
  expect(near && eventOf(near.body)?.type).toBe('machine.ending')
  await world.owner`update notification_cursor set seq = ${(over?.seq ?? 1) - 1}`
  await readOutbox()
  const [row] = await sql()<
    [NotificationRow]
  >`select * from notification where seq = ${over?.seq ?? 0}`
  expect(await toldOf(row, false)).toMatchObject({
    headline: 'Machine ended',
    about: 'machine soon',
    facts: [['Ends', expect.any(String)]],
  })
  expect(linkOf(row)).toContain('/machines')
})
