import { beforeAll, expect, test } from 'vitest'
import { findOp } from '@/lib/atlas/find-op'
import { listRestoreJobs } from '@/lib/ops/backup'
import { listClusters } from '@/lib/ops/clusters'
import { findById, findByName } from '@/lib/ops/find'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { roles } from '@/lib/ops/roles'
import { routes } from '@/lib/routes'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { configuration } from './configuration'
import { answers } from './connections'
import { sql } from './database'
import { searchedWords } from './find/by-name'
import { allNoticed, forget, notice, noticed } from './find/notice'
import type { Person } from './person'
import { run } from './run'
import { as } from './testing/acting'
import { withBackups } from './testing/backup'
import { fileAccess } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
let own: TestProject
let foreign: TestProject

beforeAll(async () => {
  own = await world.project({ clusters: [{ name: 'main-own' }] })
  foreign = await world.project({ clusters: [{ name: 'main-foreign' }] })
  for (const { groupId } of [own, foreign]) await as('viewer', listClusters, { groupId })
  await as('viewer', listOrgApiKeys, { orgId: foreign.orgId })
  await allNoticed()
})

const bound = (scope: { project: string } | { org: string } | { tag: string }): Person =>
  personAs('viewer', { bindings: roles.map((role) => ({ group: `g-${role}`, role, scope })) })

const byName = async (text: string, person: Person, here = {}) =>
  findByName.output.parse((await run(findByName, { text, here }, person)).data).results
const byId = async (id: string, person: Person, here = {}) =>
  findById.output.parse((await run(findById, { id, here }, person)).data)

/** Everything that the foreign project has in the index, by any id. */
const foreignIds = async () => {
  const rows = await sql()<Array<{ ids: string[] }>>`
    select ids from thing where group_id = ${foreign.groupId}`
  return [foreign.groupId, ...rows.flatMap(({ ids }) => ids)]
}

test('what a page reads is found by its name and by its ids afterwards', async () => {
  const viewer = personAs('viewer')
  // Other tests read more lists of their projects, which have the same hosts.
  const { groupId } = await world.project({ clusters: [{ name: 'only-listed' }] })
  await as('viewer', listClusters, { groupId })
  await noticed(listClusters, { groupId })
  const [first] = await byName('only-listed', viewer)
  expect(first).toMatchObject({ name: 'only-listed', label: 'Cluster', groupId })
  const [row] = await sql()<Array<{ ids: string[] }>>`
    select ids from thing where group_id = ${groupId} and kind = 'cluster'`
  expect(row?.ids.length).toBeGreaterThan(2)
  for (const id of row?.ids ?? []) {
    if (id === 'only-listed') continue
    const { results } = await byId(id, viewer)
    expect([id, results.map(({ href }) => href)]).toEqual([id, [first?.href]])
  }
})

test('restore jobs to one cluster can be told apart, and a download has a name', async () => {
  const { groupId, place } = await withBackups(world)
  await as('viewer', listRestoreJobs, place)
  await noticed(listRestoreJobs, place)
  const jobs = (await byName('main', personAs('viewer'))).filter(
    (one) => one.groupId === groupId && one.label === 'Restore job',
  )
  const looks = jobs.map(({ name, where }) => `${name} ${where}`)
  expect(looks.length).toBeGreaterThan(4)
  expect(looks).toContainEqual(expect.stringMatching(/^Restore to .* UTC, failed/))
  expect(looks).toContainEqual(expect.stringMatching(/^Download from main .* UTC/))
})

test('a viewer of one project finds nothing of another by name', async () => {
  for (const text of ['main-foreign', 'main', foreign.groupId]) {
    const found = await byName(text, bound({ project: own.groupId }))
    expect(JSON.stringify(found)).not.toMatch(new RegExp(`foreign|${foreign.groupId}`))
  }
})

test('a foreign id of any kind gets the answer of an unknown one, and the same calls to Atlas', async () => {
  const person = bound({ project: own.groupId })
  const outcome = async (id: string) => {
    answers().stale(() => true)
    const before = (await world.calls({})).length
    const answer = await byId(id, person, { groupId: own.groupId })
    const calls = (await world.calls({})).slice(before).map(({ path }) => path)
    return { answer, calls: calls.toSorted() }
  }
  // What these read is known afterwards.
  for (const id of ['c'.repeat(24), 'cluster8.zzzzz.mongodb.net']) await outcome(id)
  const unknown = {
    hex: await outcome('d'.repeat(24)),
    host: await outcome('cluster9.zzzzz.mongodb.net'),
    name: await outcome('no-such-thing'),
  }
  expect(unknown.hex.calls.length).toBeGreaterThan(3)
  expect(unknown.hex.answer).toMatchObject({ is: 'an Atlas ID', results: [], unread: [] })
  for (const id of await foreignIds()) {
    const kind = /^[\da-f]{24}$/.test(id) ? 'hex' : id.includes('.') ? 'host' : 'name'
    expect([id, await outcome(id)]).toEqual([id, unknown[kind]])
  }
})

test('people with a role in a project find none of its organization’s keys', async () => {
  const [key] = await sql()<Array<{ id: string; name: string }>>`
    select id, name from thing where org_id = ${foreign.orgId} and kind = 'apiKey' limit 1`
  expect(key).toBeDefined()
  const inProject = await byId(key?.id ?? '', bound({ project: own.groupId }))
  expect(inProject.results).toEqual([])
  const inOrg = await byId(key?.id ?? '', bound({ org: foreign.orgId }))
  expect(inOrg.results).toHaveLength(1)
})

test('an API key is found by its public key, by people of its organization only', async () => {
  const [key] = await sql()<Array<{ id: string; publicKey: string }>>`
    select id, (select i from unnest(ids) i where i ~ '^[a-z]{8}$') as "publicKey"
    from thing where org_id = ${foreign.orgId} and kind = 'apiKey' limit 1`
  const text = key?.publicKey ?? ''
  expect(text).toHaveLength(8)
  const found = await byName(text, bound({ org: foreign.orgId }))
  expect(found.map(({ href }) => href)).toEqual([routes.orgApiKey(foreign.orgId, key?.id ?? '')])
  expect(await byName(text, bound({ project: own.groupId }))).toEqual([])
})

test('a role by tag of a cluster finds that cluster and nothing else of its project', async () => {
  await sql()`insert into slot ${sql()({
    group_id: own.groupId,
    cluster_name: 'main-own',
    org_id: own.orgId,
    kind: 'dedicated',
    seen_at: new Date(),
    tags: sql().json([{ key: 'team', value: 'find' }]),
  })} on conflict (group_id, cluster_name) do update set tags = excluded.tags`
  const found = await byName('main', bound({ tag: 'team=find' }))
  expect(found.map(({ name }) => name)).toEqual(['main-own'])
})

test('a request is found by its ID and ticket, by people of its project only', async () => {
  const requestId = await fileAccess(foreign, { clusterName: 'main-foreign' })
  const mine = bound({ project: foreign.groupId })
  const other = bound({ project: own.groupId })
  const href = routes.request(requestId)
  expect((await byName('case 0123', mine)).map((one) => one.href)).toContain(href)
  expect((await byId(requestId, mine)).results.map((one) => one.href)).toEqual([href])
  expect(await byName('case 0123', other)).toEqual([])
  expect(await byId(requestId, other)).toEqual(await byId('01k8z5v0qkq6m8x2t9b3c4d5e6', other))
})

test('an unknown id is looked up in the lists of the current place', async () => {
  const made = await world.project({ clusters: [{ name: 'fresh' }] })
  const [list] = [await as('viewer', listClusters, { groupId: made.groupId })]
  const id = listClusters.output.parse(list.data).results[0]?.id ?? ''
  await allNoticed()
  await sql()`delete from thing where group_id = ${made.groupId}`
  forget()
  answers().stale(() => true)
  const { results } = await byId(id, personAs('viewer'), { groupId: made.groupId })
  expect(results).toMatchObject([{ name: 'fresh', label: 'Cluster' }])
})

test('a search waits for its own lists only, and a flood of lists does not pile up', async () => {
  const groups = Array.from({ length: 700 }, (_, at) => ({ groupId: `${at}`.padStart(24, 'f') }))
  for (const input of groups) notice(listClusters, input, [{ name: 'flooded' }])
  const stored = async () =>
    (await sql()<{ group_id: string }[]>`select group_id from thing where name = 'flooded'`).map(
      ({ group_id: groupId }) => groupId,
    )
  const [first, last] = [groups[0]!, groups.at(-1)!]
  for (const input of [first, last]) await noticed(listClusters, input)
  expect(await stored()).toContain(last.groupId)
  expect(await stored()).not.toContain(first.groupId)
  expect((await stored()).length, 'the rest still waits').toBeLessThan(300)
  forget()
  await allNoticed()
  await sql()`delete from thing where name = 'flooded'`
})

test('a name that PostgreSQL can’t store, or with wildcards, hides no other', async () => {
  const names = ['nul\0', 'half\ud800', '%_\\', '__proto__', '😀\u202Ertl', 'odd-plain']
  const op = findOp('streams.workspaces')!
  notice(
    op,
    { groupId: own.groupId },
    names.map((name) => ({ name })),
  )
  await noticed(op, { groupId: own.groupId })
  const viewer = personAs('viewer')
  expect(await byName('odd-plain', viewer)).toMatchObject([{ label: 'Stream workspace' }])
  expect((await byName('%_\\', viewer)).map(({ name }) => name)).toEqual(['%_\\'])
  expect((await byName('__proto__', viewer)).map(({ name }) => name)).toEqual(['__proto__'])
})

test('PostgreSQL searches for some words of a long text, and all of them must fit', async () => {
  expect(searchedWords('a '.repeat(990))).toEqual(['a'])
  const many = Array.from({ length: 400 }, (_, n) => `w${n}`)
  expect(searchedWords(many.join(' ')).length).toBeLessThan(30)
  const long = ['main', 'own', ...Array.from({ length: 40 }, (_, n) => 'main own'.slice(0, n % 4))]
  expect(await byName(long.join(' '), personAs('viewer'))).not.toEqual([])
  expect(await byName([...long, ...many].join(' '), personAs('viewer'))).toEqual([])
})

test('an answer says what could not be read, and why', async () => {
  answers().stale(() => true)
  const match = { operationId: 'listGroupClusters' }
  await world.fault({ match, fault: { kind: 'status', status: 500 }, times: 50 })
  const { results, searched, unread } = await byId('e'.repeat(24), personAs('viewer'), {
    groupId: own.groupId,
  })
  await world.control('DELETE', 'fault')
  expect(results).toEqual([])
  expect(searched.length).toBeGreaterThan(3)
  expect(unread).toContainEqual({
    what: 'clusters',
    why: expect.stringMatching(/HTTP 500/),
  })
})

test('URLs of Gatehouse and of Atlas lead to the place, for people who can see it', async () => {
  const viewer = personAs('viewer')
  const { groupId, orgId } = own
  const { origin } = configuration().url
  const unknown = 'c'.repeat(24)
  const ui = `https://cloud.mongodb.com/v2/${groupId}`
  const hrefOf = async (url: string, person = viewer) =>
    (await byId(url, person)).results.map(({ href }) => href)
  for (const [url, href] of [
    [`${origin}${routes.accessList(groupId)}?q=a#top`, `${routes.accessList(groupId)}?q=a#top`],
    [`${origin}${routes.audit()}`, routes.audit()],
    [`${ui}#/security/network/accessList`, routes.accessList(groupId)],
    [`${ui}#/metrics/replicaSet/${unknown}/explorer`, routes.clusters(groupId)],
    [`/api/atlas/v2/groups/${groupId}/clusters/main-own`, routes.cluster(groupId, 'main-own')],
    [`https://cloud.mongodb.com/v2#/org/${orgId}/settings/general`, routes.orgSettings(orgId)],
  ] as const)
    expect([url, await hrefOf(url)]).toEqual([url, [href]])
  const stranger = bound({ project: foreign.groupId })
  for (const url of [`${origin}${routes.accessList(groupId)}`, `${ui}#/clusters`])
    expect([url, await hrefOf(url, stranger)]).toEqual([url, []])
})

test('what was in a deleted cluster is forgotten', async () => {
  await sql()`insert into thing (source, kind, group_id, cluster_name, id, name, words, ids, at)
    values ('search.list|gone', 'searchIndex', ${own.groupId}, 'deleted', 'i1', 'orphan-index', 'orphan-index', '{}', '{}')`
  expect(await byName('orphan-index', personAs('viewer'))).toHaveLength(1)
  forget()
  answers().stale(() => true)
  await as('viewer', listClusters, { groupId: own.groupId })
  await allNoticed()
  expect(await byName('orphan-index', personAs('viewer'))).toEqual([])
})

test('a name is searched without a call to Atlas, also among twenty thousand things', async () => {
  await sql()`insert into thing (source, kind, group_id, id, name, words, ids, at)
    select 'scale|' || n, 'cluster', ${own.groupId}, 'scale-' || n, 'scale-' || n, 'scale-' || n, array['scale-' || n], '{}'
    from generate_series(1, 20000) n`
  const before = (await world.calls({})).length
  const found = await byName('scale 1999', bound({ project: own.groupId }))
  expect(found[0]?.name).toBe('scale-1999')
  expect((await byName('scale', bound({ project: own.groupId }))).length).toBeLessThan(100)
  expect(await world.calls({})).toHaveLength(before)
  await sql()`delete from thing where source like 'scale|%'`
})

// Last: its calls stay open for a while, and the next search waits for them.
test('Atlas that does not answer is waited for only a moment', async () => {
  answers().stale(() => true)
  await world.fault({ match: {}, fault: { kind: 'latency', ms: 10_000 }, times: 500 })
  const begun = performance.now()
  const { results, searched, unread } = await byId('d'.repeat(24), personAs('viewer'), {
    groupId: own.groupId,
  })
  await world.control('DELETE', 'fault')
  expect(performance.now() - begun).toBeLessThan(8_000)
  expect(results).toEqual([])
  expect(searched.length).toBeGreaterThan(3)
  expect(unread.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['projects', 'organizations', 'clusters']),
  )
})
