import { expect, test } from 'vitest'
import { claim } from '@/lib/approvals/effects'
import { execute } from '@/lib/approvals/executor'
import { verifyDatabase } from '@/lib/audit/verify'
import { newId } from '@/lib/format/id'
import { inbox } from '@/lib/ops/inbox'
import { cancelRequest, editRequest, revokeRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { settleAll, wasSeen } from './testing/acting'
import { approve, card, why } from './testing/requests'
import { startConsole } from './testing/start'
import {
  all,
  fileMany,
  names,
  outcomes,
  request,
  severalIn,
  shared,
  targets,
} from './testing/targets'
import { deny, digestOf, someone } from './testing/votes'

const world = await startConsole()
const context = { requestId: 'test' }
const { clustersOf, project } = severalIn(world)

test('targets: an approver who lost the role voids the approval of everything that was not sent', async () => {
  const at = await project()
  const [gone, other] = [await someone('leaves'), await someone('stays')]
  const id = await fileMany({ targets: all(at) })
  await approve(id, gone)
  await execute(sql(), reach, (await claim(sql()))!)
  await wasSeen({ ...gone, groups: [] })
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'waiting', 'waiting'])
  expect(await request(id)).toMatchObject({ state: 'pending', revision: 2 })
  await approve(id, other)
  await settleAll()
  expect(await outcomes(id)).toEqual(['granted', 'granted', 'granted'])
  expect(await clustersOf(at)).toEqual(names(3))
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})

test.each([
  ['canceled', (id: string) => run(cancelRequest, { requestId: id }, personAs('requester'))],
  ['denied', async (id: string) => deny(id, await digestOf(id), personAs('approver'))],
])(
  'targets: access that is active stays listed and revocable at once, also after the rest is %s',
  async (_, stop) => {
    const at = await project()
    const gone = await someone(newId())
    const id = await fileMany({ targets: all(at) })
    await approve(id, gone)
    await execute(sql(), reach, (await claim(sql()))!)
    await wasSeen({ ...gone, groups: [] })
    await settleAll()
    const operator = personAs('operator', {
      bindings: [{ group: 'team', role: 'operator', scope: { project: at.groupId } }],
    })
    const isShown = async () => {
      const { live } = inbox.output.parse((await run(inbox, {}, operator, context)).data)
      return live.some((one) => one.id === id) && (await card(id, operator)).may.revoke === null
    }
    expect(await isShown()).toBe(true)
    await wasSeen()
    await stop(id)
    expect(await isShown()).toBe(true)
    await run(revokeRequest, { requestId: id, reason: '' }, operator, context)
    await settleAll()
    expect(await isShown()).toBe(false)
    expect((await targets(id)).map(({ how }) => how)).toEqual(['revoked', null, null])
  },
)

test('targets: an edit keeps the clusters, changes each of them, and voids earlier votes', async () => {
  const at = await project()
  const id = await fileMany({ targets: all(at) })
  const before = await request(id)
  const edit = { requestId: id, revision: 1, ...why, input: { ...shared, minutes: 30 } }
  await run(editRequest, edit, personAs('requester'), context)
  expect((await request(id)).digest).not.toBe(before.digest)
  await approve(id)
  await settleAll()
  const bodies = await sql()<{ minutes: number }[]>`
    select (input::jsonb ->> 'minutes')::int as minutes from effect
    where request_id in (select id from request where part_of = ${id})`
  expect(bodies.map(({ minutes }) => minutes)).toEqual([30, 30, 30])
})

test('targets: 50 clusters take one decision', async () => {
  const at = await project(50)
  const id = await fileMany({ targets: all(at, 50), onFailure: 'continue' })
  await approve(id)
  await Promise.all([settleAll(), settleAll(), settleAll(), settleAll()])
  await settleAll()
  expect(await clustersOf(at)).toEqual(names(50))
  expect((await request(id)).targets?.says).toBe('50 of 50 granted')
  const [votes] = await sql()<{ n: number }[]>`
    select count(*)::int as n from decision where request_id = ${id}`
  expect(votes?.n).toBe(1)
})
