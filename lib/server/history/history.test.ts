import { expect, test } from 'vitest'
import type { z } from 'zod'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import { historyOf } from '@/lib/client/history-of'
import { historyOfRow } from '@/lib/client/history-of-row'
import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { listAudit } from '@/lib/ops/audit'
import { findFederation } from '@/lib/ops/federation'
import { HIDDEN_TEXT, listHistory } from '@/lib/ops/history'
import { type PageName, pages } from '@/lib/pages'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { directory } from '../directory'
import { run } from '../run'
import { settleAll, wasSeen } from '../testing/acting'
import { approve, fileFor } from '../testing/requests'
import { startConsole } from '../testing/start'
import { opsOf } from './resources'

const world = await startConsole()
type History = z.output<typeof listHistory.output>
const historyFor = async (persona: string, input: z.input<typeof listHistory.input>) =>
  (await run(listHistory, input, personAs(persona))).data as History

const opened = '203.0.113.0/28'
async function changed() {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const { groupId } = project
  const operator = personAs('operator')
  for (const address of [opened, '198.51.100.7/32'])
    await run(
      allowAddresses,
      { groupId, entries: [{ address, comment: 'For Ines at home' }] },
      operator,
    )
  await run(removeAddress, { groupId, entryValue: opened }, operator)
  return project
}

test('a viewer sees who changed what, merged with Atlas’s events, without what people wrote', async () => {
  const { groupId } = await changed()
  const { results, next } = await historyFor('viewer', { groupId })
  expect(next).toBeNull()
  const own = results.filter(({ by }) => by === 'gatehouse')
  expect(own.map(({ what, outcome, actor }) => [what, outcome, actor])).toEqual([
    [removeAddress.title, 'done', 'Omar Haddad'],
    [allowAddresses.title, 'done', 'Omar Haddad'],
    [allowAddresses.title, 'done', 'Omar Haddad'],
  ])
  expect(own[0]?.events).toContain('NETWORK_PERMISSION_ENTRY_REMOVED')
  expect(results.filter(({ by }) => by === 'unexplained')).toEqual([])
  expect(JSON.stringify(results)).not.toContain('Ines')
  expect(JSON.stringify(own[1]?.after)).toContain(HIDDEN_TEXT)
  expect(own.every(({ seq }) => seq === null)).toBe(true)
})

test('an auditor also sees texts and the rows', async () => {
  const { groupId } = await changed()
  const { results } = await historyFor('auditor', { groupId })
  expect(JSON.stringify(results)).toContain('For Ines at home')
  expect(results.filter(({ by }) => by === 'gatehouse').every(({ seq }) => seq !== null)).toBe(true)
})

test('the history of one thing has only its changes', async () => {
  const { groupId } = await changed()
  const { results } = await historyFor('viewer', {
    groupId,
    resources: ['access'],
    values: [opened],
  })
  expect(results.map(({ what }) => what)).toEqual([removeAddress.title, allowAddresses.title])
  const none = await historyFor('viewer', { groupId, clusterName: 'main' })
  expect(none.results).toEqual([])
  const other = await historyFor('viewer', { groupId, resources: ['search'] })
  expect(other.results).toEqual([])
})

test('the history of one row has the changes that name it in any way', async () => {
  const { groupId } = await changed()
  const about = (anyOf: string[]) =>
    historyFor('viewer', { groupId, resources: ['access'], anyOf }).then(({ results }) =>
      results.map(({ what }) => what),
    )
  expect(await about([opened, 'no-such-id'])).toEqual([removeAddress.title, allowAddresses.title])
  expect(await about(['no-such-id'])).toEqual([])
})

test('a resource that does not exist has no history', async () => {
  const groupId = '62384d9b88f12e6bc977eb45'
  for (const name of ['constructor', '__proto__', 'toString', 'a/b']) {
    const { results } = await historyFor('viewer', { groupId, resources: [name] })
    expect(results).toEqual([])
  }
})

test('what others do in Atlas is marked as outside Gatehouse, and what Atlas does as Atlas’s', async () => {
  const groupId = '62384d9b88f12e6bc977eb45'
  const { results, next } = await historyFor('viewer', { groupId })
  const by = new Set(results.map((one) => one.by))
  expect(by).toContain('outside')
  expect(results.length).toBeGreaterThan(0)
  if (next) {
    const older = await historyFor('viewer', { groupId, until: next })
    expect(older.results.at(-1)!.time <= next).toBe(true)
  }
})

test('without Atlas, the changes of Gatehouse are there, and the gap is named with Atlas’s code', async () => {
  const { groupId } = await changed()
  await world.fault({
    match: { operationId: 'listGroupEvents', groupId },
    times: 3,
    fault: { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' },
  })
  const { results, problem } = await historyFor('viewer', { groupId })
  expect(results).toHaveLength(3)
  expect(problem?.atlas?.errorCode).toBe('UNEXPECTED_ERROR')
  expect(problem?.requestId).toBeTruthy()
  for (const { target } of results) expect(target).not.toContain(groupId)
})

test('a person in another project sees nothing of it, and exactly one place must be given', async () => {
  const { groupId, orgId } = await changed()
  const { groupId: other } = await world.project()
  const stranger = personAs('viewer', {
    bindings: [{ group: 'g', role: 'viewer', scope: { project: other } }],
  })
  await expect(run(listHistory, { groupId }, stranger)).rejects.toMatchObject({ kind: 'not-found' })
  await expect(run(listHistory, { orgId }, stranger)).rejects.toMatchObject({ kind: 'not-found' })
  for (const input of [{}, { groupId, orgId }])
    await expect(run(listHistory, input, stranger)).rejects.toMatchObject({ kind: 'invalid' })
})

test('an auditor of one cluster reads no texts about the rest of the project', async () => {
  const { groupId, orgId } = await world.project({ clusters: [{ name: 'main' }] })
  const tags = sql().json([{ key: 'audit', value: 'history' }])
  const kind = { kind: 'dedicated', seen_at: new Date() }
  await sql()`
    insert into slot ${sql()({ group_id: groupId, cluster_name: 'main', org_id: orgId, ...kind, tags })}
    on conflict (group_id, cluster_name) do update set tags = excluded.tags`
  const logged = (scope: object) =>
    sql().begin((tx) =>
      append(tx, {
        ...{ type: 'command.intent', actor: gatehouse, op: 'access.allow', trace: groupId },
        scope: { groupId, ...scope },
        after: { input: { name: 'main', note: personal('For Ines at home') } },
      }),
    )
  await logged({ kind: 'project' })
  await logged({ kind: 'cluster', clusterName: 'main' })
  const auditor = personAs('viewer', {
    bindings: [
      { group: 'g', role: 'viewer', scope: { project: groupId } },
      { group: 'a', role: 'auditor', scope: { tag: 'audit=history' } },
    ],
  })
  const { data } = await run(listHistory, { groupId, clusterName: 'main' }, auditor)
  const rows = (data as History).results.filter(({ by }) => by === 'gatehouse')
  expect(rows.map(({ seq, after }) => [seq !== null, JSON.stringify(after)])).toEqual([
    [true, expect.stringContaining('Ines')],
    [false, expect.stringContaining(HIDDEN_TEXT)],
  ])
})

test('an auditor finds what a person and the machines of the person did', async () => {
  const { groupId } = await changed()
  const input = { groupId, person: 'operator', machines: true }
  const { rows } = (await run(listAudit, input, personAs('auditor'))).data as z.output<
    typeof listAudit.output
  >
  expect(rows.length).toBeGreaterThan(0)
})

test('the history of an organization has the changes of its federation', async () => {
  const { orgs } = await directory()
  const found = await Promise.all(
    [...orgs.values()].map(async ({ orgId }) => {
      const { data } = await run(findFederation, { orgId }, personAs('viewer'))
      return { orgId, id: findFederation.output.parse(data).id }
    }),
  )
  const member = found.find(({ id }) => id)!
  await sql().begin((tx) =>
    append(tx, {
      type: 'command.intent',
      actor: gatehouse,
      op: 'identityProviders.update',
      scope: { kind: 'federation', federationSettingsId: member.id! },
      trace: 'federation-change',
    }),
  )
  const { results } = await historyFor('viewer', { orgId: member.orgId })
  expect(results.filter(({ by }) => by === 'gatehouse')).toHaveLength(1)
})

test('every page of a place has a history of something that can change there', () => {
  expect(historyOf('cluster', { groupId: 'g', clusterName: 'c' })).toEqual({
    groupId: 'g',
    clusterName: 'c',
  })
  expect(historyOf('searchIndex', { groupId: 'g', clusterName: 'c', indexId: 'i' })).toEqual({
    groupId: 'g',
    clusterName: 'c',
    values: ['i'],
  })
  expect(historyOf('accessList', { groupId: 'g' })).toEqual({
    groupId: 'g',
    resources: ['accessList', 'access'],
  })
  expect(historyOf('approvals', {})).toBeUndefined()
  const withoutCommands = (Object.keys(pages) as PageName[]).filter((name) => {
    const place = Object.fromEntries(
      [...pages[name].at.matchAll(/\[(\w+)\]/g)].map(([, one = '']) => [one, 'x']),
    )
    const { resources } = historyOf(name, place) ?? {}
    return resources !== undefined && opsOf(resources).length === 0
  })
  // Atlas changes these by itself.
  expect(withoutCommands).toEqual([])
})

test('the history of a row names its ID and what its commands name, and not its place', () => {
  const place = { groupId: 'g', databaseName: 'admin' }
  const about = (row: unknown, names: string[], inputs: Array<Record<string, unknown>> = []) =>
    historyOfRow({ ops: ['access.list', 'access.remove'], place, row, names, inputs })
  expect(
    about({ cidrBlock: '10.0.0.0/8' }, ['10/8'], [{ ...place, entryValue: '10.0.0.0/8' }]),
  ).toEqual({
    groupId: 'g',
    resources: ['access'],
    anyOf: ['10/8', '10.0.0.0/8'],
  })
  expect(about({ _id: 'i', name: 'a\nb', id: 7 }, ['i', ''])?.anyOf).toEqual(['i'])
  expect(about(null, ['x'], [{ one: 'a', two: 'b' }])?.anyOf).toEqual(['x'])
})

test('a resource has the operations that clients send with Atlas’s own paths', () => {
  expect(opsOf(['access'])).toEqual(
    expect.arrayContaining(['access.allow', 'access.remove', 'atlas.createGroupAccessListEntry']),
  )
})

test('a call of a request names what was asked for, not only its project', async () => {
  await wasSeen()
  const { groupId } = await world.project()
  const input = { groupId, body: '{"providerName":"AWS","vpcId":"vpc-1"}' }
  const id = await fileFor('atlas.createGroupPeer', input, personAs('operator'))
  await approve(id)
  await settleAll()
  const { results } = await historyFor('viewer', { groupId })
  const call = results.find(({ type }) => type === 'effect.confirmed')
  expect(call?.target).toMatch(/^Create a network peering connection: /)
})
