import { expect, test } from 'vitest'
import { endUnreviewed } from '@/lib/approvals/break-glass'
import { optionalTopics } from '@/lib/ops/notifications'
import { denyRequest } from '@/lib/ops/requests'
import type { Mail } from '@/sandbox/inbox/mail'
import { personAs } from '@/scripts/testing/console'
import { report, times } from '@/scripts/testing/full-size'
import { configuration } from '../configuration'
import { sql } from '../database'
import { placesOf } from '../decide'
import { directory } from '../directory'
import { observeProject } from '../employee-access/observe'
import { run } from '../run'
import { settleAll } from '../testing/acting'
import { bela, breaks, letReviewPass, reviews } from '../testing/break-glass'
import { notifyAll, pass, signedIn, startNotified, waitFor } from '../testing/notified'
import { approve, card, fileAccess } from '../testing/requests'
import { GIVE_UP_SECONDS, nextAttempt } from './backoff'
import { claimDelivery, deliver } from './delivery'
import type { DeliveryRow } from './delivery-row'
import { readOutbox } from './outbox'

const world = await startNotified()

const newProject = () => world.project({ clusters: [{ name: 'main' }] })
const context = { requestId: 'test' }

async function deny(requestId: string) {
  const { digest } = (await card(requestId)).request
  const comment = 'Not on a Friday'
  await run(denyRequest, { requestId, digest, comment }, personAs('approver'), context)
}

type Sent = { type: string; data: { requestId: string; state: string; auditSeq: number } }
const sent = () =>
  world.inbox.hooks.map(({ headers, body, answered }) => {
    const { type, data }: Sent = JSON.parse(body)
    return { id: headers['webhook-id'] ?? '', body, answered, type, ...data }
  })
const subjectOf = ({ headers }: Mail) => headers.find((h) => h.name === 'Subject')?.value ?? ''
const deliveries = (requestId: string) =>
  world.owner<DeliveryRow[]>`select * from delivery where request_id = ${requestId} order by id`

test('a request from start to end: signed webhooks with ids and a link, and mail to those concerned', async () => {
  await signedIn()
  await signedIn(personAs('requester'))
  const id = await fileAccess(await newProject())
  await notifyAll()
  await approve(id)
  await settleAll()
  await notifyAll()
  expect(sent().map(({ type, state }) => [type, state])).toEqual([
    ['request.created', 'pending'],
    ['request.approved', 'approved'],
    ['access.granted', 'approved'],
  ])
  for (const hook of world.inbox.hooks) {
    expect(hook.problem).toBeNull()
    expect(hook.body).toContain(`/approvals/${id}`)
    expect(hook.body).not.toContain('slow checkpoints')
  }
  expect(world.inbox.mails.map(({ to }) => to.join()).toSorted()).toEqual([
    'amara.okafor@example.com',
    'amara.okafor@example.com',
    'rosa.delgado@example.com',
    'rosa.delgado@example.com',
  ])
  const thread = world.inbox.mails.map(({ headers }) =>
    headers.find((h) => h.name === 'References'),
  )
  expect(new Set(thread.map((h) => h?.value))).toEqual(new Set([`<request.${id}@localhost>`]))
})

test('a mail about a grant from outside names the project of its cluster', async () => {
  await signedIn()
  const { groupId } = await newProject()
  const expirationTime = new Date(Date.now() + 3_600_000).toISOString()
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime }
  await world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  // A new project is looked up when somebody uses it.
  await placesOf({ kind: 'project', groupId }, personAs('operator'))
  const project = (await directory()).projects.get(groupId)
  if (!project) throw new Error('The directory has no such project.')
  await observeProject(project)
  await notifyAll()
  expect(world.inbox.mails.at(-1)?.text).toMatch(new RegExp(`main[^]+Project: ${project.name}`))
})

test('break-glass: everybody who was skipped and the admins are notified, whatever they turned off', async () => {
  const told = ['approver', 'approver2', 'lead', 'admin', 'operator', 'viewer', 'breakglass']
  for (const who of told) await signedIn(personAs(who))
  const { iss, sub } = personAs('approver')
  const muted = [...optionalTopics]
  await world.owner`insert into notification_choice ${world.owner({ iss, sub, muted })}`
  const id = await fileAccess(await newProject(), {}, bela())
  await notifyAll()
  world.inbox.mails.splice(0)
  await breaks(id)
  await settleAll()
  await notifyAll()
  const loud = world.inbox.mails.filter((mail) => subjectOf(mail).startsWith('Break-glass'))
  expect(loud.map(({ to }) => to.join()).toSorted()).toEqual([
    'adele.fournier@example.com',
    'amara.okafor@example.com',
    'anton.weiss@example.com',
    'lena.fischer@example.com',
    'omar.haddad@example.com',
  ])
  expect(loud[0]?.text).toContain('review due')
  expect(sent().map(({ type }) => type)).toContain('breakglass.used')
  world.inbox.mails.splice(0)
  await letReviewPass(world, id)
  await endUnreviewed(sql())
  await notifyAll()
  const late = world.inbox.mails.filter((mail) => subjectOf(mail).includes('not reviewed'))
  expect(late.map(({ to }) => to.join())).toContain('bela.kovacs@example.com')
  expect(late).toHaveLength(6)
  await reviews(id)
  await notifyAll()
  expect(sent().map(({ type }) => type)).toContain('breakglass.reviewed')
})

test('break-glass in the same moment: nobody hears that the request waits for approval', async () => {
  for (const who of ['approver', 'admin', 'breakglass']) await signedIn(personAs(who))
  const id = await fileAccess(await newProject(), {}, bela())
  await breaks(id)
  await settleAll()
  await notifyAll()
  const types = sent().flatMap(({ type, requestId }) => (requestId === id ? [type] : []))
  expect(types).toContain('breakglass.used')
  expect(types).not.toContain('request.created')
  await reviews(id)
})

test('N1: a receiver that fails, hangs and closes for 24 h gets every event, in order and with the same id', async () => {
  const count = times(3, 90)
  const ids: string[] = []
  while (ids.length < count) ids.push(await fileAccess(await newProject()))
  for (const id of ids) await deny(id)
  let calls = 0
  const failures = ['error', 'hang', 'close'] as const
  waitFor(0.1)
  world.inbox.answer(() => failures[calls++ % 3] ?? 'error')
  for (let age = 0; age < GIVE_UP_SECONDS; ) {
    await notifyAll()
    const [next] = await world.owner<{ seconds: number }[]>`
      select greatest(1, ceil(extract(epoch from min(next_at) - clock_timestamp())))::float8 as seconds
      from delivery where state = 'waiting'`
    // In longer and longer steps: each is an attempt that fails for every request that is due.
    const step = Math.min(Math.max(next?.seconds ?? 60, age / 3), GIVE_UP_SECONDS - age)
    await pass(world, step)
    age += step
  }
  expect(sent().filter(({ answered }) => answered === 'ok')).toEqual([])
  const failed = sent().length
  waitFor(5)
  world.inbox.answer('ok')
  while ((await world.owner`select 1 from delivery where state = 'waiting'`).length > 0) {
    await pass(world, 3 * 3600 * 1.2)
    await notifyAll()
  }
  const arrived = sent().filter(({ answered }) => answered === 'ok')
  for (const id of ids) {
    const own = arrived.filter(({ requestId }) => requestId === id)
    expect(own.map(({ type }) => type)).toEqual(['request.created', 'request.denied'])
  }
  // One id and one body per event, whatever happened to the attempts before.
  for (const { auditSeq, id, body } of arrived)
    for (const other of sent().filter((one) => one.auditSeq === auditSeq))
      expect([other.id, other.body]).toEqual([id, body])
  report('N1 a receiver that fails for 24 h', {
    tried: sent().length,
    failed,
    lost: 2 * ids.length - new Set(arrived.map(({ id }) => id)).size,
    doubled: arrived.length - 2 * ids.length,
  })
}, 600_000)

test('N1: two replicas that read and send at once write and send each event once', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(async () => fileAccess(await newProject())))
  await Promise.all([readOutbox(), readOutbox(), readOutbox()])
  await Promise.all([notifyAll(), notifyAll(), notifyAll()])
  const of = sent().filter(({ requestId }) => ids.includes(requestId))
  expect(of).toHaveLength(ids.length)
})

test('N1: a replica that dies with a delivery leaves it to another one, and can no longer settle it', async () => {
  const id = await fileAccess(await newProject())
  await readOutbox()
  const lost = await claimDelivery()
  if (!lost) throw new Error('Nothing to claim')
  expect(await claimDelivery()).toBeUndefined()
  await pass(world, 61)
  world.inbox.answer('error')
  await notifyAll()
  world.inbox.answer('ok')
  await deliver(lost)
  expect((await deliveries(id)).map(({ state }) => state)).toEqual(['waiting'])
})

test('N1: one channel that hangs takes four attempts at a time, and none of another channel', async () => {
  await Promise.all([1, 2, 3, 4, 5].map(async () => fileAccess(await newProject())))
  await signedIn()
  while (await readOutbox());
  const claimed: DeliveryRow[] = []
  for (let row = await claimDelivery(); row; row = await claimDelivery()) claimed.push(row)
  expect(claimed.filter(({ channel }) => channel === 'webhook:receiver')).toHaveLength(4)
  expect(claimed.some(({ channel }) => channel === 'email')).toBe(true)
})

test('N1: pauses grow from 5 s to 3 h with jitter, and the last attempt comes after 24 h', () => {
  expect([1, 2, 3].map((n) => nextAttempt(n, 0, 0, () => 0.5))).toEqual([5, 15, 45])
  expect(nextAttempt(1, 0, 0, () => 0)).toBeCloseTo(4)
  expect(nextAttempt(1, 0, 0, () => 1)).toBeCloseTo(6)
  expect(nextAttempt(40, 0, 0, () => 1)).toBe(3 * 3600)
  expect(nextAttempt(1, 0, 120)).toBe(120)
  expect(nextAttempt(9, GIVE_UP_SECONDS)).toBeDefined()
  expect(nextAttempt(9, GIVE_UP_SECONDS + 1)).toBeUndefined()
})

test('N3: a decision does not wait for a receiver that hangs', async () => {
  const [first, second] = [
    await fileAccess(await newProject()),
    await fileAccess(await newProject()),
  ]
  await notifyAll()
  await deny(first)
  await readOutbox()
  world.inbox.answer('hang')
  waitFor(30)
  const row = await claimDelivery()
  if (!row) throw new Error('Nothing to claim')
  let isSettled = false
  const hanging = deliver(row).then(() => {
    isSettled = true
  })
  await approve(second)
  expect(isSettled).toBe(false)
  world.inbox.release()
  await hanging
  expect((await card(second)).request.state).toBe('approved')
})

test('N3: locked, full or missing tables of notifications stop no decision, and nothing is lost', async () => {
  const [locked, full] = [
    await fileAccess(await newProject()),
    await fileAccess(await newProject()),
  ]
  await world.owner.begin(async (tx) => {
    await tx`lock table notification, delivery, notification_cursor, channel_off, notification_choice in access exclusive mode`
    await approve(locked)
    await settleAll()
  })
  await world.owner`alter table delivery add constraint no_more check (false) not valid`
  await world.owner`alter table notification add constraint no_more check (false) not valid`
  await deny(full)
  await expect(readOutbox()).rejects.toThrow(/no_more/)
  await world.owner`alter table delivery drop constraint no_more`
  await world.owner`alter table notification drop constraint no_more`
  await notifyAll()
  const types = (id: string) => sent().flatMap((one) => (one.requestId === id ? [one.type] : []))
  expect(types(locked)).toEqual(['request.created', 'request.approved', 'access.granted'])
  expect(types(full)).toEqual(['request.created', 'request.denied'])
})

test('with two steps, the second group hears of it when the first has approved, and once', async () => {
  const { rules } = configuration().policy
  const before = rules.map(({ steps }) => steps)
  const [first, second] = ['gatehouse-approvers', 'gatehouse-leads']
  for (const rule of rules)
    rule.steps = [
      { groups: [first], count: 1 },
      { groups: [second], count: 1 },
    ]
  try {
    const lead = {
      sub: 'lead',
      email: 'lead@example.com',
      groups: [second],
    }
    await signedIn()
    await signedIn(personAs('approver2', lead))
    configuration().bindings.push({ group: second, role: 'approver', scope: { all: true } })
    const id = await fileAccess(await newProject())
    await notifyAll()
    expect(world.inbox.mails.map(({ to }) => to.join())).toEqual(['amara.okafor@example.com'])
    await approve(id)
    await notifyAll()
    expect(world.inbox.mails.map(({ to }) => to.join())).toEqual([
      'amara.okafor@example.com',
      'lead@example.com',
    ])
  } finally {
    rules.forEach((rule, i) => {
      rule.steps = before[i]
    })
    configuration().bindings.pop()
  }
})
