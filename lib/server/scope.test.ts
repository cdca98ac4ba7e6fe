import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { listPeople } from '@/lib/ops/delegations'
import { OpError } from '@/lib/ops/failure'
import { inbox } from '@/lib/ops/inbox'
import { ops } from '@/lib/ops/registry'
import { fileRequest, getRequest } from '@/lib/ops/requests'
import { type Role, roles } from '@/lib/ops/roles'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { bindingsOf } from './bindings'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { type About, nothing } from './testing/about'
import { aboutNothing, inputsAbout } from './testing/inputs'
import { startConsole } from './testing/start'

// search-platform of the sandbox's world: nothing below is about it.
const mine = '63628d00e6824f1b7d2db2af'

const elsewhere = { group: 'elsewhere', role: 'approver', scope: { project: 'e'.repeat(24) } }
const somebody = { sub: 'elena', name: 'Elena Elsewhere', groups: [elsewhere.group] }

const world = await startConsole({
  configure: (file) => ({ ...file, bindings: [...Object(file.bindings), elsewhere] }),
})
let theirs: TestProject
let foreign: About
let unknown: About

/** Holds one role, and only in a project of their own. */
const insider = (role: Role): Person =>
  personAs('outsider', { bindings: [{ group: 'inside', role, scope: { project: mine } }] })

beforeAll(async () => {
  theirs = await world.project({ clusters: [{ name: 'main' }], accessList: 2 })
  const { iss, sub, name, groups } = personAs('approver')
  await sql()`insert into person_seen ${sql()({ iss, sub, name, groups })}`
  await sql()`insert into person_seen ${sql()({ iss, ...somebody })}`
  const filing = inputsAbout({ ...theirs, ...nothing })['requests.file']
  const filed = await run(fileRequest, filing, personAs('requester'))
  const { requestId } = fileRequest.output.parse(filed.data)
  const { data } = await run(getRequest, { requestId }, personAs('viewer'))
  const { digest } = getRequest.output.parse(data).request
  foreign = { ...theirs, ...nothing, requestId, digest, sessionId: randomUUID() }
  const nowhere = 'f'.repeat(24)
  unknown = { ...foreign, orgId: nowhere, groupId: nowhere, requestId: newId() }
})

/** How a call ends: the failure without its request id, or what was read. */
async function endOf(id: string, input: unknown, person: Person): Promise<unknown> {
  const op = ops.get(id)
  if (!op) throw new Error(`There is no ${id}`)
  try {
    return { data: (await run(op, input, person)).data }
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    const { requestId: _, ...failure } = error.failure
    return failure
  }
}

/** Operations about the whole console: they need their role everywhere. */
const wholeConsole = new Set([
  'audit.verify',
  'connections.list',
  'notifications.channels',
  'notifications.deliveries',
  'notifications.enable',
  'notifications.replay',
  'notifications.replayAll',
  'notifications.test',
  'sessions.list',
  'sessions.end',
])

test('W2: every operation has a test input', () => {
  expect(Object.keys(inputsAbout(foreign)).toSorted()).toEqual([...ops.keys()].toSorted())
})

test.each(roles)(
  'W2: to a %s of another project, what is there looks like what is not',
  async (role) => {
    const there = inputsAbout(foreign)
    const nowhere = inputsAbout(unknown)
    for (const id of ops.keys()) {
      if (aboutNothing.has(id) || wholeConsole.has(id)) continue
      const found = await endOf(id, there[id], insider(role))
      expect(found, `${id} as ${role}`).toMatchObject({
        kind: expect.stringMatching(/^(not-found|not-allowed)$/),
      })
      expect(found, `${id} as ${role}`).toEqual(await endOf(id, nowhere[id], insider(role)))
    }
  },
)

test.each(roles)(
  'W2: what a %s of another project may read says nothing of this one',
  async (role) => {
    const inputs = inputsAbout(foreign)
    for (const id of aboutNothing) {
      if (wholeConsole.has(id)) continue
      const found = JSON.stringify(await endOf(id, inputs[id], insider(role)))
      for (const secret of [foreign.groupId, foreign.requestId, theirs.name, somebody.name])
        expect(found.includes(secret), `${id} as ${role} names ${secret}`).toBe(false)
    }
  },
)

test('W2: people whose role covers the same places are listed', async () => {
  const named = async (person: Person) =>
    JSON.stringify((await run(listPeople, {}, person)).data).includes(somebody.name)
  expect(await named(personAs('operator'))).toBe(true)
  expect(await named({ ...insider('approver'), bindings: bindingsOf(somebody.groups) })).toBe(true)
})

test.each(roles)('W2: the whole console is not open to a %s of one project', async (role) => {
  const inputs = inputsAbout(foreign)
  for (const id of wholeConsole)
    expect(await endOf(id, inputs[id], insider(role)), `${id} as ${role}`).toMatchObject({
      kind: 'not-allowed',
    })
})

test('W2: none of these calls changed anything', async () => {
  const { data } = await run(inbox, {}, personAs('approver'))
  const waiting = inbox.output.parse(data).forMe.find(({ id }) => id === foreign.requestId)
  expect(waiting).toMatchObject({ state: 'pending', minutes: 60 })
  const calls = await world.calls({ groupId: foreign.groupId })
  expect(calls.filter(({ method }) => method !== 'GET')).toEqual([])
})
