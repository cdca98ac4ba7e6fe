import { expect, test } from 'vitest'
import { voidWaiting } from '@/lib/approvals/void-approval'
import { verifyDatabase } from '@/lib/audit/verify'
import { editRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import type { Person } from './person'
import { reach } from './reach'
import { run } from './run'
import { refusal, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess, grantCalls, why } from './testing/requests'
import { startConsole } from './testing/start'
import { all, fileMany, outcomes, severalIn } from './testing/targets'
import { delegates, digestOf, ruleOf, someone, stateOf, usesEmail, vote } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const project = () => world.project({ clusters: [{ name: 'main' }] })
const refused = { kind: 'not-allowed' }
const votes = async (id: string, person: Person) => vote(id, await digestOf(id), person)
const got = async (id: string) => (await card(id)).steps.map((step) => step.got)

const steps = [
  { groups: ['dba'], count: 2 },
  { groups: ['leads'], count: 1 },
]

test('2 of 3 across steps: someone in both groups counts in one of them, and each step by other people', async () => {
  const both = await someone('both', ['dba', 'leads'])
  const [dba, lead] = [await someone('only-dba', ['dba']), await someone('only-lead', ['leads'])]
  await withRules(ruleOf({ steps }), async () => {
    const id = await fileAccess(await project())
    expect(await refusal(votes(id, lead))).toMatchObject(refused)
    await votes(id, both)
    expect(await refusal(votes(id, both))).toMatchObject(refused)
    await votes(id, dba)
    expect(await got(id)).toEqual([2, 0])
    expect(await refusal(votes(id, both))).toMatchObject(refused)
    expect(await stateOf(id)).toBe('pending')
    await votes(id, lead)
    expect(await stateOf(id)).toBe('approved')
  })
})

test('a right that its holder used, before or after delegating it, is not used again in another step', async () => {
  const [holder, other, delegate, last] = [
    await someone('holder', ['dba', 'leads']),
    await someone('other-dba', ['dba']),
    await someone('delegate'),
    await someone('last-lead', ['leads']),
  ]
  await withRules(ruleOf({ steps }), async () => {
    const id = await fileAccess(await project())
    await votes(id, holder)
    await delegates(holder, delegate)
    expect(await refusal(votes(id, delegate))).toMatchObject(refused)
    await votes(id, other)
    expect(await refusal(votes(id, delegate))).toMatchObject(refused)
    // A second account of the holder is the holder.
    const twin = await someone('holder-twin', ['leads'])
    await usesEmail(twin, 'holder@example.com')
    expect(await refusal(votes(id, twin))).toMatchObject(refused)
    await votes(id, last)
    expect(await stateOf(id)).toBe('approved')
  })
})

test('a delegate of two people gives one approval, and the one whose right it did not use gives their own', async () => {
  const [one, two] = [await someone('from-one', ['dba']), await someone('from-two', ['dba'])]
  const delegate = await someone('of-both')
  await delegates(one, delegate)
  await delegates(two, delegate)
  await withRules(ruleOf({ steps: [{ groups: ['dba'], count: 2 }] }), async () => {
    const id = await fileAccess(await project())
    await votes(id, delegate)
    expect(await refusal(votes(id, delegate))).toMatchObject(refused)
    const [used] = (await card(id)).decisions.map((one) => one.for)
    const [spent, free] = used === one.name ? [one, two] : [two, one]
    expect(await refusal(votes(id, spent))).toMatchObject(refused)
    await votes(id, free)
    expect(await stateOf(id)).toBe('approved')
  })
})

test('an approval counts again once its giver has the role again, and never twice', async () => {
  const [back, other] = [await someone('back', ['dba']), await someone('there', ['dba'])]
  await withRules(ruleOf({ steps: [{ groups: ['dba'], count: 2 }] }), async () => {
    const id = await fileAccess(await project())
    await votes(id, back)
    await wasSeen({ ...back, groups: [] })
    expect(await got(id)).toEqual([0])
    await wasSeen(back)
    expect(await got(id)).toEqual([1])
    expect(await refusal(votes(id, back))).toMatchObject(refused)
    await votes(id, other)
    expect(await stateOf(id)).toBe('approved')
  })
})

test('several targets that start later wait again together when an approver leaves', async () => {
  const several = severalIn(world)
  const at = await several.project()
  const [leaves, stays] = [await someone('leaves-all'), await someone('stays-all')]
  const notBefore = new Date(Date.now() + 40 * 3_600_000).toISOString()
  const id = await fileMany({ targets: all(at), notBefore })
  await approve(id, leaves)
  await wasSeen({ ...leaves, groups: [] })
  expect(await voidWaiting(sql(), reach)).toBeGreaterThan(0)
  expect(await voidWaiting(sql(), reach)).toBe(0)
  expect((await card(id)).request).toMatchObject({ state: 'pending', revision: 2 })
  expect(await outcomes(id)).toEqual(['waiting', 'waiting', 'waiting'])
  const voided = (await card(id)).timeline.filter(({ type }) => type === 'approvals.voided')
  expect(voided).toHaveLength(1)
  await approve(id, stays)
  expect((await card(id)).request.state).toBe('approved')
  expect(await several.clustersOf(at)).toEqual([])
})

test('automatic up to exactly four hours: longer waits, an edit to four hours is sent, and what a policy filed stays', async () => {
  const harmless = {
    name: 'harmless',
    match: { grantType: 'CLUSTER_DATABASE_LOGS', input: { minutes: { atMost: 240 } } },
    automatic: true,
  }
  const logs = { grantType: 'CLUSTER_DATABASE_LOGS' }
  const [before, after] = [await project(), await project()]
  const early = await fileAccess(before, { ...logs, minutes: 240 })
  await withRules([...ruleOf({}), harmless], async () => {
    // The policy of the time it was filed decides, also when it is looser now.
    await settleAll()
    expect(await stateOf(early)).toBe('pending')
    const longer = await fileAccess(after, { ...logs, minutes: 241 })
    expect(await stateOf(longer)).toBe('pending')
    const { input } = (await card(longer)).request
    const edit = { requestId: longer, input: { ...input, minutes: 240 }, ...why, revision: 1 }
    await run(editRequest, edit, personAs('requester'), context)
    expect(await stateOf(longer)).toBe('approved')
    await settleAll()
    expect(await grantCalls(world, after)).toHaveLength(1)
    const infra = await fileAccess(await project(), { minutes: 15 })
    expect(await stateOf(infra)).toBe('pending')
  })
  expect(await grantCalls(world, before)).toHaveLength(0)
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})
