import { expect, test } from 'vitest'
import { executeNext } from '@/lib/approvals/executor'
import { rulesInWords } from '@/lib/approvals/policy'
import type { EffectRow } from '@/lib/approvals/rows'
import { entries } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import { cancelRequest, denyRequest, fileRequest, requestTerms } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { matches } from './notify/channels'
import { reach } from './reach'
import { run } from './run'
import { as, refusal, settleAll } from './testing/acting'
import { approve, card, fileAccess, grantCalls, why } from './testing/requests'
import { startConsole } from './testing/start'
import { withRules } from './testing/with-rules'

const world = await startConsole()

const project = () => world.project({ clusters: [{ name: 'main' }] })

const harmless = (groupId: string) => ({
  match: {
    project: groupId,
    grantType: 'CLUSTER_DATABASE_LOGS',
    input: { minutes: { atMost: 240 } },
  },
  automatic: true,
})
const logs = { grantType: 'CLUSTER_DATABASE_LOGS', minutes: 240 }

test('what the policy approves automatically is sent at once, and recorded as its decision', async () => {
  const at = await project()
  await withRules([harmless(at.groupId)], async () => {
    const input = { groupId: at.groupId, clusterName: 'main', ...logs }
    const { data } = await run(
      fileRequest,
      { op: 'employee.grant', input, ...why },
      personAs('requester'),
    )
    expect(data).toMatchObject({ state: 'approved' })
    const { requestId } = fileRequest.output.parse(data)
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(1)
    const { request, timeline } = await card(requestId)
    expect(request).toMatchObject({ settledBy: 'Policy', approvals: null })
    expect(timeline.some(({ summary }) => summary.includes('automatically'))).toBe(true)
    const [row] = (await entries(sql(), { limit: 9, requestId })).slice(1)
    expect(row?.body).toMatchObject({
      type: 'request.approved',
      actor: { kind: 'gatehouse' },
      after: { automatic: true, rules: expect.arrayContaining(['rule 0']) },
    })
    expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
    // More than harmless needs a person.
    const other = await project()
    const wider = await fileAccess(other, { ...logs, minutes: 241 })
    expect((await card(wider)).request.state).toBe('pending')
  })
})

test('a channel for one rule gets requests with several', () => {
  const rule = rulesInWords({ rules: ['every request', 'production, EU', 'payments'] })
  const about = {
    ...{ seq: 1, type: 'request.created', request_id: null, state: null, outcome: null },
    ...{
      org_id: null,
      group_id: null,
      cluster_name: null,
      environment: 'other' as const,
      op: null,
      at: new Date(),
      rule,
    },
  }
  const gets = (...rules: string[]) =>
    matches({ id: 'webhook:a', target: '', match: { rules } }, about)
  expect([gets('payments'), gets('production, EU'), gets('every request')]).toEqual([
    true,
    true,
    true,
  ])
  expect([gets('payment'), gets('request'), gets()]).toEqual([false, false, false])
})

test('steps of any other rule win over automatic', async () => {
  const at = await project()
  await withRules([harmless(at.groupId), { steps: [{ count: 1 }] }], async () => {
    expect((await card(await fileAccess(at, logs))).request.state).toBe('pending')
  })
})

test('an approver can deny what the policy approved, until it is sent', async () => {
  const at = await project()
  await withRules([harmless(at.groupId)], async () => {
    const requestId = await fileAccess(at, logs)
    const { digest } = (await card(requestId)).request
    expect((await card(requestId, personAs('approver'))).may.deny).toBeNull()
    const denial = { requestId, digest, comment: 'Not today, please' }
    expect(await refusal(as('requester', denyRequest, denial))).toMatchObject({
      kind: 'not-allowed',
    })
    await as('approver', denyRequest, denial)
    await settleAll()
    expect((await card(requestId)).request.state).toBe('denied')
    expect(await grantCalls(world, at)).toEqual([])
  })
})

test('an automatic approval is not sent if the policy changed before', async () => {
  const at = await project()
  const requestId = await withRules([harmless(at.groupId)], () => fileAccess(at, logs))
  await settleAll()
  expect(await grantCalls(world, at)).toEqual([])
  const { request, effects } = await card(requestId)
  expect(request).toMatchObject({ state: 'closed', how: 'refused' })
  expect(effects[0]?.note).toContain('no longer approves')
})

test('outside its window an approved call waits, and is sent when the window opens', async () => {
  const at = await project()
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
  const later = days.filter((_, i) => i === (new Date().getUTCDay() + 3) % 7)
  const window = { timeZone: 'UTC', days: later, from: '09:00', to: '17:00' }
  const rules = [{ match: { project: at.groupId }, window, executeByMinutes: 30 }]
  const requestId = await withRules(rules, async () => {
    const asked = { op: 'employee.grant', groupId: at.groupId, clusterName: 'main' }
    const { data } = await as('requester', requestTerms, asked)
    expect(requestTerms.output.parse(data).window).toContain('09:00–17:00 (UTC)')
    return fileAccess(at)
  })
  await approve(requestId)
  const [effect] = await sql()<EffectRow[]>`select * from effect where request_id = ${requestId}`
  expect(effect?.next_check_at?.toISOString()).toContain('T09:00:00')
  expect(effect?.execute_by?.toISOString()).toContain('T09:30:00')
  // Also a server whose clock or queue is wrong does not send.
  await world.owner`update effect set next_check_at = clock_timestamp() where request_id = ${requestId}`
  await executeNext(sql(), reach)
  expect((await card(requestId)).effects[0]).toMatchObject({
    state: 'planned',
    note: expect.stringContaining('allows this only'),
  })
  expect(await grantCalls(world, at)).toEqual([])
  await as('requester', cancelRequest, { requestId })
  expect((await card(requestId)).request.state).toBe('cancelled')
})

test('rules that exclude each other are a reason not to file, even when only a place brings them together', async () => {
  const at = await project()
  const rules = [{ match: { project: at.groupId }, minMinutes: 60 }, { maxMinutes: 30 }]
  await withRules(rules, async () => {
    expect(await refusal(fileAccess(at))).toMatchObject({
      message: expect.stringContaining('no duration together'),
    })
  })
})
