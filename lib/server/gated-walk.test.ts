import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcile } from '@/lib/approvals/reconciler'
import { type Command, canNeedApproval } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { sql } from './database'
import { findProject } from './directory'
import { observeProject } from './employee-access/observe'
import { reach } from './reach'
import { settleAll } from './testing/acting'
import { alwaysGated } from './testing/examples'
import { approve, card, fileFor } from './testing/requests'
import { exampleOf, triedSlowly, walking } from './testing/walking'

/** Commands that a second person can be asked for. */
const gateable = [...ops.values()].flatMap((op) =>
  op.kind === 'command' && op.atlas && canNeedApproval(op) && op.id !== 'employee.revoke'
    ? [op]
    : [],
)

let world: TestConsole
beforeAll(async () => {
  const friction = Object.fromEntries(gateable.map((op) => [op.id, 'approval']))
  const policy = { rules: [{ name: 'everything' }], friction }
  world = await testConsole({ configure: (file) => ({ ...file, policy }) })
}, 30_000)
afterAll(() => world.end())

const ids = triedSlowly(gateable).map((op) => [op.id, op] as const)

/** A request of an operation's example, approved and sent. */
async function sendApproved(op: Command): Promise<string> {
  const { input } = await exampleOf(world, op)
  for (const groupId of [input.groupId, input.targetGroupId]) {
    const project = typeof groupId === 'string' ? await findProject(groupId) : undefined
    if (project) await observeProject(project)
  }
  const who = personAs(op.internal ? 'requester' : 'operator')
  const requestId = await fileFor(op.id, input, who)
  await approve(requestId)
  await settleAll()
  return requestId
}

/** Its card, after Gatehouse has read Atlas as often as it takes. */
async function settled(requestId: string) {
  const walk = walking(world)
  for (let reads = 0; reads < 5; reads += 1) {
    const shown = await card(requestId)
    if (shown.effects[0]?.state === 'confirmed') return shown
    await walk.later()
    await world.owner`update effect set next_check_at = clock_timestamp() where state in ('planned', 'unknown')`
    await reconcile(sql(), reach)
    await settleAll()
  }
  return card(requestId)
}

test.each(ids)('%s is filed, approved, sent and read back', async (_, op) => {
  const { request, effects } = await settled(await sendApproved(op))
  expect(effects).toMatchObject([{ state: 'confirmed', attempts: 1 }])
  expect(request.state).toBe(op.durationField ? 'approved' : 'closed')
})

const gated = gateable.filter(({ id }) => alwaysGated.has(id))
test.each(triedSlowly(gated).map((op) => [op.id, op] as const))(
  '%s is not sent again when Atlas refuses it, and settled by reading when Atlas is silent',
  async (_, op) => {
    const walk = walking(world)
    await walk.misbehave(op, 'refused')
    const refused = await card(await sendApproved(op))
    expect(refused.effects).toMatchObject([{ state: 'refused', attempts: 1 }])
    expect(refused.request).toMatchObject({ state: 'closed', how: 'refused' })
    await walk.behave()

    await walk.misbehave(op, 'silent')
    const requestId = await sendApproved(op)
    expect((await card(requestId)).effects).toMatchObject([{ state: 'unknown', attempts: 1 }])
    await walk.behave()
    expect((await settled(requestId)).request.how).not.toBe('refused')
  },
)
