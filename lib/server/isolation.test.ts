import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { json, type ScriptedAtlas, scriptedAtlas } from '@/lib/atlas/testing/scripted-atlas'
import { wholeOf } from '@/lib/ops/connected-org-whole'
import { getConnectedOrg, listConnectedOrgs, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import { findFederation } from '@/lib/ops/federation'
import { listProviders } from '@/lib/ops/identity-providers'
import { getProject, whoAmI } from '@/lib/ops/me'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { closeConnections } from './connections'
import { sql } from './database'
import { failingConnections, refreshDirectory } from './directory'
import { observeDue } from './employee-access/observer'
import type { Person } from './person'
import { run } from './run'
import { ownFederation, refusal } from './testing/federation'

/** The Atlas of a second connection, which fails in whatever way a test says. */
let other: ScriptedAtlas
let world: TestConsole

const orgOfOther = { id: 'a'.repeat(24), name: 'Merger' }
const projectOfOther = { id: 'b'.repeat(24), name: 'Secret merger', orgId: orgOfOther.id }
const TIMEOUT_MS = 4_000

const works: ScriptedAtlas['script'] = (request, response, count) => {
  const rows = request.url.includes('/orgs?')
    ? [orgOfOther]
    : request.url.includes('/groups?')
      ? [projectOfOther]
      : undefined
  const answer = rows ? json(200, { results: rows }) : json(404, { errorCode: 'NOT_FOUND' })
  answer(request, response, count)
}
const faults = {
  hangs: () => {},
  'answers 500': json(500, { errorCode: 'UNEXPECTED_ERROR' }),
  'answers 401': json(401, { errorCode: 'UNAUTHORIZED' }),
  'answers 429': json(429, { errorCode: 'RATE_LIMITED' }, { 'retry-after': '60' }),
  'answers HTML': (_, response) => response.end('<html>maintenance</html>'),
  'closes the connection': (_, response) => response.destroy(),
} satisfies Record<string, ScriptedAtlas['script']>

beforeAll(async () => {
  other = await scriptedAtlas()
  other.script = works
  world = await testConsole({
    requestsPerMinute: 60_000,
    timeoutSeconds: TIMEOUT_MS / 1000,
    configure: (file) => ({
      ...file,
      connections: [
        {
          name: 'merger',
          baseUrl: other.url,
          sandbox: true,
          timeoutSeconds: TIMEOUT_MS / 1000,
          credentials: { clientIdFrom: 'OTHER_ID', clientSecretFrom: 'OTHER_SECRET' },
        },
        ...(Array.isArray(file.connections) ? file.connections : []),
      ],
    }),
  })
  Object.assign(process.env, { OTHER_ID: 'mdb_sa_id_other', OTHER_SECRET: 'other' })
})
afterAll(async () => {
  await world.end()
  await other.close()
})
beforeEach(() => {
  other.script = works
})

/** A console process that has just started: nothing is remembered. */
async function restart(): Promise<void> {
  await closeConnections()
  for (const name of ['Atlas', 'Directory', 'Unknown', 'Federations', 'KeptViews'])
    Reflect.deleteProperty(globalThis, `gatehouse${name}`)
}

/** As if Gatehouse had never seen an organization. */
const forgetKept = () => world.owner`delete from directory_view`

/** Runs work and says how long it took, in milliseconds. */
async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const begun = performance.now()
  const value = await work()
  return { value, ms: performance.now() - begun }
}

/** How long the work takes while everything works, on this machine as loaded as it is. */
let usualMs = 0

/** For a time shorter than the usual one and a wait for the connection that hangs. */
const withoutWaiting = () => TIMEOUT_MS + usualMs / 2

const memberOf = (orgId: string): Person =>
  personAs('outsider', { bindings: [{ group: 'g', role: 'operator', scope: { org: orgId } }] })

const me = async (person: Person) => whoAmI.output.parse((await run(whoAmI, {}, person)).data)

/** What a person does in an organization of the connection that works. */
async function work({ place, federationSettingsId, orgId, changes }: Work): Promise<void> {
  const operator = personAs('operator')
  await run(findFederation, { orgId }, operator)
  await run(listConnectedOrgs, { federationSettingsId }, operator)
  await run(listProviders, { federationSettingsId }, operator)
  const { data } = await run(getConnectedOrg, place, operator)
  const opened = wholeOf(getConnectedOrg.output.parse(data))
  await run(updateConnectedOrg, { ...place, opened, changes }, operator)
  const project = await world.project()
  await run(getProject, { groupId: project.groupId }, operator)
}
type Work = Awaited<ReturnType<typeof ownFederation>> & { changes: Record<string, unknown> }

test.each(Object.keys(faults) as Array<keyof typeof faults>)(
  'a connection that %s costs the pages and commands of another nothing, also after a restart',
  async (name) => {
    const own = await ownFederation(world, { orgs: 2 })
    await restart()
    usualMs = (await timed(() => work({ ...own, changes: { domainAllowList: ['c.example'] } }))).ms
    other.script = faults[name]
    const before = await timed(() => work({ ...own, changes: { domainAllowList: ['a.example'] } }))
    expect(before.ms, 'while it was known to work').toBeLessThan(withoutWaiting())
    await restart()
    const after = await timed(() => work({ ...own, changes: { domainAllowList: ['b.example'] } }))
    expect(after.ms, 'after a restart').toBeLessThan(withoutWaiting())
  },
  30_000,
)

test.each([
  ['500', { kind: 'status', status: 500 }],
  ['401', { kind: 'status', status: 401 }],
  ['429', { kind: 'status', status: 429, retryAfter: 60 }],
  ['nothing', { kind: 'timeout-before' }],
] as const)(
  'an organization that answers %s costs the federation of another nothing',
  async (_, fault) => {
    const [own, failing] = [await ownFederation(world), await ownFederation(world)]
    await restart()
    await world.fault({
      match: { operationId: 'getOrgFederationSettings', pathIncludes: failing.orgId },
      fault,
      times: 50,
    })
    const { ms } = await timed(() => work({ ...own, changes: { domainAllowList: ['a.example'] } }))
    expect(ms).toBeLessThan(withoutWaiting())
    await world.control('DELETE', 'fault')
  },
  30_000,
)

test('a federation that cannot be looked up is unreachable, not unknown', async () => {
  const own = await ownFederation(world)
  await restart()
  await world.fault({
    match: { operationId: 'getOrgFederationSettings', pathIncludes: own.orgId },
    fault: { kind: 'status', status: 500 },
    times: 3,
  })
  const { federationSettingsId } = own
  expect(await refusal(listConnectedOrgs, { federationSettingsId })).toMatchObject({
    kind: 'atlas-down',
    atlas: { status: 500 },
  })
  expect(await refusal(listConnectedOrgs, { federationSettingsId: 'c'.repeat(24) })).toMatchObject({
    kind: 'not-found',
  })
})

test('a project that cannot be looked up is unreachable, not unknown', async () => {
  const { groupId } = await world.project()
  await world.fault({
    match: { operationId: 'getGroup', groupId },
    fault: { kind: 'html-502' },
    times: 3,
  })
  const failure = await refusal(getProject, { groupId })
  expect(failure).toMatchObject({ kind: 'atlas-down' })
  expect(JSON.stringify(failure)).not.toContain('merger')
  await run(getProject, { groupId }, personAs('operator'))
})

test('only people of its organizations see the name of a failing connection', async () => {
  other.script = faults['answers 401']
  await restart()
  await forgetKept()
  const { orgId } = await world.project()
  expect(await me(memberOf(orgId))).toMatchObject({ complete: true, notes: [] })
  expect(await me(personAs('admin'))).toMatchObject({
    complete: false,
    notes: expect.arrayContaining([expect.stringContaining('merger')]),
  })
  const { notes } = await me(personAs('admin'))
  expect(notes.join().split('merger')).toHaveLength(2)
  // Its organizations were never read: who has a role there is told that something is missing.
  const theirs = await me(memberOf(orgOfOther.id))
  expect(theirs.notes).toHaveLength(1)
  expect(theirs.notes[0]).not.toContain('merger')
})

test('a restart while a connection fails still knows its organizations and projects', async () => {
  await restart()
  await vi.waitFor(async () => {
    await me(personAs('viewer'))
    const rows = await world.owner`select 1 from directory_view where connection = 'merger'`
    expect(rows).toHaveLength(1)
  })
  other.script = faults['answers 500']
  await restart()
  const { projects, notes } = await me(memberOf(orgOfOther.id))
  expect(projects.map(({ name }) => name)).toEqual([projectOfOther.name])
  expect(notes.join()).toContain('merger')
})

test('a recovered connection is used without a restart', async () => {
  await me(personAs('viewer'))
  other.script = faults['answers 500']
  await restart()
  await vi.waitFor(() => {
    refreshDirectory()
    expect(failingConnections()).toHaveLength(1)
  }, 10_000)
  other.script = works
  await vi.waitFor(
    async () => {
      const { complete, projects } = await me(memberOf(orgOfOther.id))
      expect(complete).toBe(true)
      expect(projects.map(({ name }) => name)).toEqual([projectOfOther.name])
    },
    { timeout: 20_000, interval: 200 },
  )
}, 30_000)

test('an odd row hides only itself, and an unreadable tag counts as production', async () => {
  const odd = {
    id: 'd'.repeat(24),
    name: null,
    orgId: orgOfOther.id,
    tags: [{ key: 'environment' }],
  }
  other.script = (request, response, count) =>
    request.url.includes('/groups?')
      ? json(200, {
          results: [null, 'x', { id: 7 }, { ...odd, id: 'nul\0' }, odd, projectOfOther],
        })(request, response, count)
      : works(request, response, count)
  await restart()
  const { projects, notes } = await me(memberOf(orgOfOther.id))
  expect(projects.map(({ groupId, environment }) => [groupId, environment]).sort()).toEqual([
    [projectOfOther.id, 'other'],
    [odd.id, 'production'],
  ])
  expect(notes.join()).toContain('4 projects')
})

test('a hanging connection does not delay the observer of another', async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const projects = Array.from({ length: 30 }, (_, i) => ({
    ...projectOfOther,
    id: `${i}`.padStart(24, 'e'),
  }))
  const silent = new Set<string>()
  let isAnyOver = false
  other.script = (request, response, count) => {
    if (request.url.includes('/groups?'))
      return json(200, { results: projects })(request, response, count)
    if (request.url.includes('/orgs?')) return works(request, response, count)
    silent.add(/groups\/(\w+)/.exec(request.url)?.[1] ?? '')
    response.once('close', () => {
      isAnyOver = true
    })
  }
  await restart()
  await me(personAs('viewer'))
  const listed = async () => (await world.calls({ operationId: 'listGroupClusters' })).length
  const before = await listed()
  const observing = observeDue(new AbortController().signal)
  await expect.poll(listed, { timeout: 20_000 }).toBeGreaterThan(before)
  expect(isAnyOver, 'the other connection was waited for').toBe(false)
  await observing
  const rows = await sql()`select 1 from slot where group_id = ${project.groupId}`
  expect(rows).toHaveLength(1)
  // The rest of the projects that hang is left for the next turn.
  expect(silent.size).toBeLessThan(projects.length)
}, 30_000)
