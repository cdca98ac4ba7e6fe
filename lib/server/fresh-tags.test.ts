import { expect, test } from 'vitest'
import { personAs, type TestProject } from '@/scripts/testing/console'
import { refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls } from './testing/requests'
import { startConsole } from './testing/start'
import { noticed } from './testing/targets'
import { crowd, digestOf, ruleOf, vote } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const rules = [
  ...ruleOf({}),
  { name: 'harmless', match: { environment: 'other' }, automatic: true },
  { name: 'strict', match: { environment: 'production' }, steps: [{ count: 2 }] },
]
/** A cluster without tags, as Gatehouse last read it. */
async function plain(): Promise<TestProject> {
  const at = await world.project({ clusters: [{ name: 'main' }], tags: [] })
  await noticed(at)
  return at
}
const makeProduction = ({ groupId }: TestProject) =>
  world.control('POST', 'state', {
    groupId,
    clusterName: 'main',
    tags: [{ key: 'environment', value: 'production' }],
  })

test('a request is judged by the tags that its cluster has in Atlas, not by those last read', async () => {
  await withRules(rules, async () => {
    const at = await plain()
    await makeProduction(at)
    const id = await fileAccess(at)
    expect((await card(id)).request).toMatchObject({ state: 'pending', environment: 'production' })
    const { approvals } = (await card(id)).request
    expect(approvals?.needed).toBe(2)
  })
})

test('a tag that comes after the approval, with stricter rules, stops the call', async () => {
  await withRules(rules, async () => {
    const at = await plain()
    const id = await fileAccess(at)
    expect((await card(id)).request.state).toBe('approved')
    await makeProduction(at)
    await settleAll()
    expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'refused' })
    expect(await grantCalls(world, at)).toHaveLength(0)
  })
})

test('a tag that comes before the approval, with stricter rules, needs a new request', async () => {
  const [one] = await crowd(1, 'tagged')
  await withRules([...ruleOf({}), rules[2]!], async () => {
    const at = await plain()
    const id = await fileAccess(at)
    await makeProduction(at)
    await noticed(at)
    const said = await refusal(vote(id, await digestOf(id), one!))
    expect(said).toMatchObject({ kind: 'conflict', message: expect.stringMatching(/new request/) })
  })
  // A policy that changed since is no reason: what an approval covers stays.
  const at = await plain()
  const id = await fileAccess(at)
  await withRules([...ruleOf({}), { ...rules[2]!, match: {} }], async () => {
    await approve(id, personAs('approver'))
    await settleAll()
  })
  expect(await grantCalls(world, at)).toHaveLength(1)
})
