import { expect, test } from 'vitest'
import { sql } from '../database'
import { gated, machineAs, machineBindings } from '../testing/clients'
import { startConsole } from '../testing/start'
import { spend } from './budget'
import { Refused } from './refusal'

const world = await startConsole({
  configure: (file) => ({
    ...file,
    bindings: [...(file.bindings as object[]), ...machineBindings('gated', 'deletes')],
  }),
})

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
