import { expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { newId } from '@/lib/format/id'
import { breakGlass } from '@/lib/ops/break-glass'
import { searchClusters } from '@/lib/ops/directory'
import { editRequest } from '@/lib/ops/requests'
import { configuration } from './configuration'
import { sql } from './database'
import type { Person } from './person'
import { run } from './run'
import { audited, refusal, settleAll, wasSeen } from './testing/acting'
import {
  bela,
  breaks,
  fileAsking,
  glassOf,
  liveByGlass,
  memberOf,
  sendGlass,
  stateOf,
} from './testing/break-glass'
import { observe } from './testing/fleet'
import { approve, card, fileAccess, grantCalls, slot, why } from './testing/requests'
import { startConsole } from './testing/start'
import { race, ruleOf, someone } from './testing/votes'
import { withRules } from './testing/with-rules'

const world = await startConsole()
const context = { requestId: 'test' }
const project = (more = {}) => world.project({ clusters: [{ name: 'main' }], ...more })

const rowsOf = async (id: string) => {
  const [n] = await sql()<{ glasses: number; effects: number }[]>`
    select (select count(*)::int from break_glass where request_id = ${id}) as glasses,
      (select count(*)::int from effect where request_id = ${id}) as effects`
  return n
}
const NOTHING = { glasses: 0, effects: 0 }

test('break-glass: whoever can use it can choose a cluster in the form of a request', async () => {
  const { groupId } = await project()
  await observe(groupId)
  const { data } = await run(searchClusters, { text: groupId }, bela())
  expect(searchClusters.output.parse(data).results).toMatchObject([{ whyNot: null }])
})

test('break-glass: the persona sends access at once, and the log says who, why, by which sign-in, and who was skipped', async () => {
  const at = await project({ tags: [{ key: 'data', value: 'cardholder' }] })
  const trace = newId()
  const id = await fileAccess(at, {}, bela())
  const { digest } = (await card(id)).request
  const person = bela({ stepUpFor: digest, acr: 'urn:example:key' })
  await wasSeen(person)
  await run(
    breakGlass,
    { requestId: id, digest, reason: 'Production is down, nobody answers' },
    person,
    { requestId: trace },
  )
  await settleAll()
  expect((await slot(at)).now?.grantType).toBe('CLUSTER_INFRASTRUCTURE')
  expect(await grantCalls(world, at)).toHaveLength(1)
  const [used] = await audited(trace)
  const { effects, request } = await card(id)
  expect(used).toMatchObject({
    type: 'breakglass.used',
    actor: { sub: 'breakglass', role: 'break-glass', acr: 'urn:example:key' },
    request: { id, rev: 1, digest },
    after: {
      effect: effects[0]?.id,
      skipped: [
        { groups: ['platform-leads'], count: 1 },
        { groups: [], count: 1 },
      ],
      review_due: request.breakGlass?.reviewDue,
    },
  })
  expect(used?.actor.auth_time).toBeCloseTo(Date.now() / 1000, -2)
  expect(used?.policy?.[0]).toContain('cardholder')
  expect(await sql()`select 1 from audit where body like '%nobody answers%'`).toHaveLength(0)
  expect(request).toMatchObject({ settledBy: 'Break-glass', breakGlass: { isOverdue: false } })
  expect((await verifyDatabase(sql())).ok).toBe(true)
})

const GROUP = 'gatehouse-breakglass'
test.each([
  ['a requester', [], GROUP, false],
  ['a viewer', ['gatehouse-viewers'], GROUP, false],
  ['an operator', ['gatehouse-operators'], GROUP, false],
  ['an approver', ['gatehouse-approvers', 'platform-leads'], GROUP, false],
  ['an admin', ['gatehouse-admins'], GROUP, false],
  ['a member of the group without the role', [GROUP], 'other', false],
  ['a holder of the role outside the group', ['other'], 'other', false],
  ['a member of the group with the role elsewhere', [GROUP], GROUP, true],
])('break-glass: %s can’t break glass', async (who, groups, group, isElsewhere) => {
  const at = await project()
  const { bindings } = configuration()
  const scope = isElsewhere ? { project: (await project()).groupId } : { all: true as const }
  configuration().bindings = [
    ...bindings.filter((b) => b.role !== 'break-glass'),
    { group, role: 'break-glass', scope },
  ]
  try {
    const person = await memberOf(who, ['gatehouse-requesters', ...groups])
    const id = await fileAccess(at, {}, person)
    expect((await card(id, person)).breakGlassOffer).toBeNull()
    expect(await refusal(breaks(id, person))).toMatchObject({ kind: 'not-allowed' })
    expect(await rowsOf(id)).toEqual(NOTHING)
    await settleAll()
    expect(await grantCalls(world, at)).toHaveLength(0)
  } finally {
    configuration().bindings = bindings
  }
})

test('break-glass: only for one’s own request, not for that of another holder', async () => {
  const id = await fileAccess(await project(), {}, bela())
  const other = await someone('holder', [], {}, 'breakglass')
  expect(await refusal(breaks(id, other))).toMatchObject({ kind: 'not-allowed' })
  expect((await card(id, other)).breakGlassOffer).toBeNull()
  expect(await rowsOf(id)).toEqual(NOTHING)
})

test.each([
  ['a stale sign-in', { authTime: new Date(Date.now() - 301_000) }],
  ['a sign-in from the future', { authTime: new Date(Date.now() + 120_000) }],
  ['no time of a sign-in', { authTime: null }],
  ['a sign-in for another request', { stepUpFor: 'f'.repeat(64) }],
  ['a sign-in for no request', { stepUpFor: '' }],
  ['another way to sign in', { acr: 'urn:example:password' }, { stepUpAcr: ['urn:example:key'] }],
  ['no known way to sign in', {}, { stepUpAcr: ['urn:example:key'] }],
  [
    'a sign-in older than the policy allows',
    { authTime: new Date(Date.now() - 60_000) },
    { stepUpSeconds: 30 },
  ],
] as Array<[string, Partial<Person>, object?]>)(
  'break-glass: %s is refused before anything is written',
  async (_, more, rule = {}) => {
    await withRules(ruleOf(rule), async () => {
      const id = await fileAccess(await project(), {}, bela())
      const failure = await refusal(breaks(id, bela(more)))
      expect(failure.kind).toBe('step-up')
      expect(await rowsOf(id)).toEqual(NOTHING)
      expect(await stateOf(id)).toBe('pending')
    })
  },
)

test('break-glass: a sign-in in time and by an accepted way passes', async () => {
  await withRules(ruleOf({ stepUpAcr: ['urn:example:key'], stepUpSeconds: 60 }), async () => {
    const id = await fileAccess(await project(), {}, bela())
    const person = bela({ acr: 'urn:example:key', authTime: new Date(Date.now() - 50_000) })
    await breaks(id, person)
    expect(await stateOf(id)).toBe('approved')
  })
})

test('break-glass: access is at most as long as the policy allows without approval, and shorter if wanted', async () => {
  const at = await project()
  const id = await fileAccess(at, { minutes: 240 }, bela())
  expect(await refusal(breaks(id))).toMatchObject({
    kind: 'invalid',
    fields: { minutes: expect.stringContaining('1 h') },
  })
  expect(await refusal(breaks(id, bela(), { minutes: 300 }))).toMatchObject({ kind: 'invalid' })
  await breaks(id, bela(), { minutes: 30 })
  await settleAll()
  const { now } = await slot(at)
  const left = Date.parse(now?.expirationTime ?? '') - Date.now()
  expect(Math.round(left / 60_000)).toBe(30)
})

test('break-glass: a stricter policy than at the time of the request counts', async () => {
  const id = await fileAccess(await project(), {}, bela())
  const forbid = ruleOf({ breakGlass: false })
  expect(await refusal(withRules(forbid, () => breaks(id)))).toMatchObject({
    kind: 'not-allowed',
  })
  const shorter = ruleOf(glassOf({ maxMinutes: 15 }))
  expect(await refusal(withRules(shorter, () => breaks(id)))).toMatchObject({ kind: 'invalid' })
  const other = ruleOf(glassOf({ groups: ['sre'] }))
  expect(await refusal(withRules(other, () => breaks(id)))).toMatchObject({ kind: 'not-allowed' })
  expect(await rowsOf(id)).toEqual(NOTHING)
})

test('break-glass: it waits for no window and needs no requesters’ group, but the ticket', async () => {
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
  const closed = [days[(new Date().getUTCDay() + 3) % 7] ?? 'sun']
  const window = { timeZone: 'UTC', days: closed, from: '08:00', to: '09:00' }
  await withRules(ruleOf({ window, requesters: ['gatehouse-requesters'] }), async () => {
    const at = await project()
    await liveByGlass(at)
    expect(await grantCalls(world, at)).toHaveLength(1)
    const noTicket = fileAsking(await project(), { ticket: '' })
    expect(await refusal(noTicket)).toMatchObject({ fields: { ticket: expect.any(String) } })
  })
})

test('break-glass: a request with a later start is refused', async () => {
  const notBefore = new Date(Date.now() + 3_600_000).toISOString()
  const id = await fileAsking(await project(), { notBefore })
  expect(await refusal(breaks(id))).toMatchObject({ kind: 'conflict' })
  expect(await rowsOf(id)).toEqual(NOTHING)
})

test('break-glass: it is for one cluster at a time', async () => {
  const at = await project({ clusters: [{ name: 'main' }, { name: 'other' }] })
  const targets = ['main', 'other'].map((clusterName) => ({ groupId: at.groupId, clusterName }))
  const id = await fileAsking(at, { targets })
  expect((await card(id, bela())).breakGlassOffer).toBeNull()
  expect(await refusal(breaks(id))).toMatchObject({ kind: 'conflict' })
  expect(await rowsOf(id)).toEqual(NOTHING)
})

test('break-glass: an edit needs a new sign-in, and nobody can decide afterward', async () => {
  const person = await memberOf('edits', ['gatehouse-requesters', 'gatehouse-breakglass'])
  const id = await fileAccess(await project(), {}, person)
  const { digest, input } = (await card(id)).request
  const change = { requestId: id, revision: 1, input, ...why, reason: 'A different reason now' }
  await run(editRequest, change, person, context)
  const { digest: now } = (await card(id)).request
  const signedIn = { ...person, stepUpFor: digest }
  expect(await refusal(sendGlass(id, signedIn, now))).toMatchObject({ kind: 'step-up' })
  expect(await refusal(sendGlass(id, { ...person, stepUpFor: now }, digest))).toMatchObject({
    kind: 'conflict',
  })
  await breaks(id, person)
  expect(await refusal(breaks(id, person))).toMatchObject({ kind: 'conflict' })
  expect(await refusal(approve(id))).toMatchObject({ kind: 'conflict' })
})

test('break-glass: of simultaneous tries, and of a try against an approval, one wins and one call is sent', async () => {
  const at = await project()
  const id = await fileAccess(at, {}, bela())
  const { done, refused } = await race([breaks(id), breaks(id), breaks(id)])
  expect([done.length, refused.length]).toEqual([1, 2])
  await settleAll()
  expect(await grantCalls(world, at)).toHaveLength(1)
  const other = await project()
  const next = await fileAccess(other, {}, bela())
  const raced = await race<unknown>([breaks(next), approve(next)])
  expect(raced.done).toHaveLength(1)
  await settleAll()
  expect(await grantCalls(world, other)).toHaveLength(1)
})

test('break-glass: without an audit row nothing changes', async () => {
  const id = await fileAccess(await project(), {}, bela())
  await world.owner`alter table audit_head rename to audit_head_gone`
  const failed = await breaks(id).then(
    () => 'went through',
    () => 'failed',
  )
  await world.owner`alter table audit_head_gone rename to audit_head`
  expect(failed).toBe('failed')
  expect([await rowsOf(id), await stateOf(id)]).toEqual([NOTHING, 'pending'])
})

test('break-glass: live access on the cluster is taken over only by a request that replaces it', async () => {
  const at = await project()
  const first = await fileAccess(at)
  await approve(first)
  await settleAll()
  expect(await refusal(fileAccess(at, {}, bela()))).toMatchObject({ kind: 'conflict' })
  const next = await fileAsking(at, { replaces: first })
  await breaks(next)
  await settleAll()
  expect([await stateOf(first), await stateOf(next)]).toEqual(['replaced', 'approved'])
})
