import { expect, test } from 'vitest'
import { expirePending } from '@/lib/approvals/employee-access/observer'
import { voidWaiting } from '@/lib/approvals/void-approval'
import { verifyDatabase } from '@/lib/audit/verify'
import { fileRequest } from '@/lib/ops/requests'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { sql } from './database'
import { reach } from './reach'
import { run } from './run'
import { wasSeen } from './testing/acting'
import { approve, card, grantCalls, why } from './testing/requests'
import { startConsole } from './testing/start'
import { shared } from './testing/targets'
import { ruleOf, someone } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const project = () => world.project({ clusters: [{ name: 'main' }] })
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

/** Files a request that starts in three days. */
async function fileLater({ groupId }: TestProject) {
  const input = { groupId, clusterName: 'main', ...shared }
  const asked = { op: 'employee.grant', input, ...why, notBefore: inHours(72) }
  const { data } = await run(fileRequest, asked, personAs('requester'))
  return fileRequest.output.parse(data).requestId
}

test('an approver who leaves before the start makes the request wait again, with time to decide before that', async () => {
  const at = await project()
  const [leaves, stays] = [await someone('early-leaver'), await someone('early-stays')]
  await withRules(ruleOf({ decideByMinutes: 60 }), async () => {
    const id = await fileLater(at)
    const before = (await card(id)).request
    await approve(id, leaves)
    expect(await voidWaiting(sql(), reach)).toBe(0)
    await wasSeen({ ...leaves, groups: [] })
    expect(await voidWaiting(sql(), reach)).toBe(1)
    await expirePending(sql())
    const { request, timeline } = await card(id)
    expect(request).toMatchObject({ state: 'pending', revision: 2 })
    expect(request.digest).not.toBe(before.digest)
    expect(timeline.at(-1)?.type).toBe('approvals.voided')
    await approve(id, stays)
    expect((await card(id)).request.startsAt).toBe(before.startsAt)
  })
  expect(await grantCalls(world, at)).toHaveLength(0)
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})
