import { expect, test } from 'vitest'
import { fact } from '@/lib/atlas/facts'
import { append } from '@/lib/audit/append'
import { printJson } from '@/lib/format/json'
import { bodyOf } from '@/lib/ops/body'
import type { Command, Op } from '@/lib/ops/define'
import { listMachineAbilities, listMachineDeeds } from '@/lib/ops/machines'
import { personAs } from '@/scripts/testing/console'
import { atlasCall } from '../call-atlas'
import { sql } from '../database'
import { jsonOf, startGateway } from '../gateway/testing'
import { run } from '../run'
import { withExample } from '../testing/examples'
import { exampleOf, triedSlowly } from '../testing/walking'
import { abilitiesOf } from './abilities'
import { groupOf } from './name'
import { madeMachine } from './testing'

/** Each has a daily limit of deletions and an hourly one of requests. */
const machines = Array.from({ length: 20 }, (_, i) => `changes-${i}`)
const gateway = await startGateway([
  { machine: 'bound', role: 'operator', scope: { project: 'a'.repeat(24) } },
  ...machines.map((machine) => ({ machine, role: 'operator', scope: { all: true } })),
])

const isCommand = (op: Op): op is Command => op.kind === 'command' && !op.internal

/** What the gateway answers to the call that a command makes: Atlas's code, or Gatehouse's. */
async function codeFor(op: Command, machine: string): Promise<string | undefined> {
  const { parsed } = await exampleOf(gateway.world, op)
  const { method, path } = fact(op.atlas?.op ?? '')
  const value = bodyOf(op, parsed, new Date(), { method, path })
  const call = atlasCall(op, parsed, value === undefined ? undefined : printJson(value), 'test')
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(call.path[name] ?? ''))
  const query = new URLSearchParams(
    Object.entries(call.query ?? {}).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]])),
  )
  const type = `application/vnd.atlas.${call.version}+json`
  const answer = await gateway.as(machine, method, `${filled}?${query}`, {
    headers: { accept: type, ...(call.body === undefined ? {} : { 'content-type': type }) },
    ...(call.body === undefined ? {} : { body: call.body }),
  })
  return answer.text.startsWith('{') ? jsonOf(answer).errorCode : undefined
}

test('the gateway asks for approval where the page of a machine says so, and nowhere else', async () => {
  const all = abilitiesOf([{ role: 'operator', where: '', scope: { all: true } }], groupOf('any'))
  const odd: string[] = []
  for (const [i, op] of triedSlowly(withExample.filter(isCommand)).entries()) {
    const said = all.find(({ operationId }) => operationId === op.atlas?.op)?.approval ?? 'refused'
    const code = await codeFor(op, machines[i % machines.length] ?? '')
    const isAsked = code === 'GATEHOUSE_APPROVAL_REQUIRED'
    if ((said === 'always') !== isAsked && said !== 'depends')
      odd.push(`${op.id}: ${said}, ${code}`)
  }
  expect(odd).toEqual([])
}, 180_000)

test('a page of a machine says what it can read and change, what needs approval, and what it did', async () => {
  const abilities = async (name: string) =>
    listMachineAbilities.output.parse(
      (await run(listMachineAbilities, { name }, personAs('admin'))).data,
    ).results
  await madeMachine('bound')
  const all = await abilities('bound')
  const one = (operationId: string) => all.find((found) => found.operationId === operationId)
  expect(one('listGroupClusters')).toMatchObject({ isRead: true, approval: 'never' })
  expect(one('createGroupAccessListEntry')).toMatchObject({ isRead: false, approval: 'depends' })
  expect(one('createGroupDatabaseUser')).toMatchObject({ isRead: false, approval: 'always' })
  expect(one('deleteGroupDatabaseUser')).toMatchObject({ isRead: false, approval: 'never' })
  expect(one('grantGroupClusterMongoDbEmployeeAccess')).toBeUndefined()
  expect(all.filter(({ path }) => path.includes('{orgId}') && path.includes('teams'))).toEqual([])
  expect(one('createGroup')).toBeUndefined()
  expect(one('listGroupClusters')?.where).toEqual([`in the project ${'a'.repeat(24)}`])
  await madeMachine('bound-nowhere')
  expect(await abilities('bound-nowhere')).toEqual([])

  const deeds = async (persona: string) =>
    listMachineDeeds.output.parse(
      (await run(listMachineDeeds, { name: 'bound' }, personAs(persona))).data,
    ).results
  const sent = { kind: 'machine' as const, iss: 'gatehouse:machines', sub: 'bound' }
  await sql().begin((tx) =>
    append(tx, { type: 'command.done', actor: sent, op: 'access.allow', outcome: 'done' }),
  )
  const [last] = await deeds('auditor')
  expect(last).toMatchObject({
    event: 'Command done',
    operation: 'Allow addresses',
    outcome: 'done',
  })
  expect(last?.seq).not.toBeNull()
  expect((await deeds('admin'))[0]).toMatchObject({ event: 'Command done', seq: null })
})
