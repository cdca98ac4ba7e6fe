import { expect, test, vi } from 'vitest'
import { getCluster, listClusters } from '@/lib/ops/clusters'
import { sql } from '../database'
import { storeUse } from '../machines/use'
import { gated, machineAs, machineBindings } from '../testing/clients'
import { spend } from './budget'
import { MOST_OPEN } from './open-calls'
import { Refused } from './refusal'
import { jsonOf, startGateway } from './testing'

const staging = '6238513e765aeb25ee8e1956'
const northwind = '622f06e0f21affc0c09d52e1'
const gateway = await startGateway([
  ...machineBindings('gated', 'deletes'),
  { machine: 'busy', role: 'viewer', scope: { org: northwind } },
  { machine: 'reads', role: 'viewer', scope: { org: northwind } },
])
const { world, as, atlasAnswers } = gateway
const v2 = '/api/atlas/v2'
const clusters = `${v2}/groups/${staging}/clusters`

const path = (groupId: string) => `/api/atlas/v2/groups/${groupId}/peers`

test('a machine’s new requests per hour are limited, and its repeats are not', async () => {
  const { groupId } = await world.project()
  const caller = await machineAs('gated', { gated_per_hour: 3 })
  const call = (at: number) =>
    gated(caller, { method: 'POST', path: path(groupId), body: `{"vpcId":"vpc-${at}"}` })
  const all = await Promise.all(Array.from({ length: 8 }, (_, at) => call(at)))
  expect(all.filter(({ code }) => code === 'GATEHOUSE_APPROVAL_REQUIRED')).toHaveLength(3)
  const [refused] = all.filter(({ code }) => code === 'GATEHOUSE_BUDGET')
  expect(refused?.detail).toMatch(/3 requests per hour.*\d{4}-\d\d-\d\dT\d\d:00:00Z/)
  const filed = all.findIndex(({ code }) => code === 'GATEHOUSE_APPROVAL_REQUIRED')
  expect((await call(filed)).code).toBe('GATEHOUSE_APPROVAL_REQUIRED')
})

test('deletions per day are limited', async () => {
  const { groupId } = await world.project()
  const caller = await machineAs('deletes', { deletions_per_day: 0 })
  const one = await gated(caller, { method: 'DELETE', path: `${path(groupId)}/${'a'.repeat(24)}` })
  expect(one).toMatchObject({ status: 403, code: 'GATEHOUSE_BUDGET' })
})

test('of many calls at once in a minute, exactly the budget passes', async () => {
  const { machine } = await machineAs('calls', { calls_per_minute: 45 })
  const answers = await Promise.allSettled(
    Array.from({ length: 60 }, () => spend(machine, 'calls')),
  )
  const rows =
    await sql()`select used::int from machine_budget where machine_id = ${machine.id} and budget = 'calls'`
  const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  // In two minutes, the second has enough for all.
  expect(refused).toHaveLength(rows.length === 1 ? 15 : 0)
  for (const one of refused) {
    expect(one).toBeInstanceOf(Refused)
    expect(String(one)).toContain('45 calls per minute')
  }
})

test('a read is refused while the caller has too many calls open, and only then', async () => {
  const start = Promise.withResolvers<void>()
  let calls = 0
  atlasAnswers((path) =>
    path.startsWith(clusters)
      ? async (_, response) => {
          calls += 1
          await start.promise
          response.end('{}')
        }
      : undefined,
  )
  const read = (i: number) => as('reads', 'GET', `${clusters}?itemsPerPage=${i}`)
  const open = Array.from({ length: MOST_OPEN }, (_, i) => read(i + 1))
  await vi.waitFor(() => expect(calls).toBe(MOST_OPEN), 20_000)
  expect(await read(0)).toMatchObject({ status: 429 })
  start.resolve()
  for (const { status } of await Promise.all(open)) expect(status).toBe(200)
  expect((await read(0)).status).toBe(200)
})

test('a read over the budget of the machine is a 429, because clients take a 403 for “there is none”', async () => {
  await gateway.token('busy')
  await world.owner`update machine set calls_per_minute = 1 where name = 'busy'`
  const path = `${v2}/orgs/${northwind}`
  // A call right before the next minute waits for it.
  await vi.waitFor(async () => {
    const over = await as('busy', 'GET', path)
    expect(jsonOf(over)).toMatchObject({ error: 429, errorCode: 'GATEHOUSE_BUDGET' })
    expect(over.headers.get('retry-after')).toMatch(/^\d+$/)
  })
})

test('what a machine did is counted by operation: refusals of Gatehouse, and not Atlas’s 404', async () => {
  const before = await uses()
  await as('reads', 'GET', `${v2}/groups/${staging}/clusters/none`)
  await as('reads', 'GET', `${v2}/groups/${'9'.repeat(24)}/clusters`)
  await as('reads', 'GET', `${v2}/no/such/path`)
  const after = await uses()
  const more = (operation: string) => [
    (after.get(operation)?.calls ?? 0) - (before.get(operation)?.calls ?? 0),
    (after.get(operation)?.refusals ?? 0) - (before.get(operation)?.refusals ?? 0),
  ]
  expect(more('Unknown operation')).toEqual([1, 1])
  expect(more(getCluster.title)).toEqual([1, 0])
  expect(more(listClusters.title)).toEqual([1, 1])
})

async function uses() {
  await storeUse()
  const found = await world.owner<{ operation: string; calls: number; refusals: number }[]>`
    select operation, calls::int, refusals::int from machine_use u join machine m on m.id = u.machine_id where m.name = 'reads'`
  return new Map(found.map((one) => [one.operation, one]))
}
