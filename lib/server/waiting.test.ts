import { describe, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { inbox } from '@/lib/ops/inbox'
import { fileRequest } from '@/lib/ops/requests'
import { countWaiting } from '@/lib/ops/waiting'
import { personAs } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { bela, liveByGlass, reviews } from './testing/break-glass'
import { approve, fileAccess, why } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()
const context = { requestId: 'test' }
const project = () => world.project({ clusters: [{ name: 'main' }, { name: 'other' }] })
const counted = async (person: Person) =>
  countWaiting.output.parse((await run(countWaiting, {}, person, context)).data).waiting
const listed = async (person: Person) =>
  inbox.output.parse((await run(inbox, {}, person, context)).data)

describe('the number beside Approvals', () => {
  test('counts what the person can decide, until it is decided', async () => {
    const approver = personAs('approver')
    const [before, others] = [await counted(approver), await counted(personAs('viewer'))]
    const id = await fileAccess(await project())
    expect([await counted(approver), await counted(personAs('viewer'))]).toEqual([
      before + 1,
      others,
    ])
    await approve(id)
    expect(await counted(approver)).toBe(before)
  })

  test('counts requests that were sent together once, as the page lists them', async () => {
    const approver = personAs('approver')
    const before = await counted(approver)
    const { groupId } = await project()
    const plan = newId()
    for (const clusterName of ['main', 'other']) {
      const input = { groupId, clusterName, grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }
      const asked = { op: 'employee.grant', input, ...why, plan }
      await run(fileRequest, asked, personAs('requester'), context)
    }
    expect((await listed(approver)).forMe.filter((r) => r.plan === plan)).toHaveLength(2)
    expect(await counted(approver)).toBe(before + 1)
  })

  test('counts uses of break-glass that the person can review', async () => {
    const approver = personAs('approver')
    const before = await counted(approver)
    const own = await counted(bela())
    const id = await liveByGlass(await project())
    expect([await counted(approver), await counted(bela())]).toEqual([before + 1, own])
    await reviews(id)
    expect(await counted(approver)).toBe(before)
  })
})
