import { expect, test } from 'vitest'
import { toCsv } from '@/lib/format/csv'
import {
  chooseNotifications,
  enableChannel,
  listChannels,
  listDeliveries,
  replayAll,
  replayDelivery,
  requestReach,
  testChannel,
} from '@/lib/ops/notifications'
import { fileRequest } from '@/lib/ops/requests'
import { personAs } from '@/scripts/testing/console'
import { configuration } from '../configuration'
import { lineOf } from '../log'
import { run } from '../run'
import { as, audited, refusal } from '../testing/acting'
import { notifyAll, pass, secrets, signedIn, startNotified } from '../testing/notified'
import { fileAccess } from '../testing/requests'
import { GIVE_UP_SECONDS } from './backoff'
import { forgetNotifications } from './delivery'
import type { DeliveryRow } from './delivery-row'

const world = await startNotified()

const newProject = () => world.project({ clusters: [{ name: 'main' }] })
const rows = (requestId: string) =>
  world.owner<DeliveryRow[]>`select * from delivery where request_id = ${requestId} order by id`

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(1)><a href="https://evil.example">Approve</a>',
  '=HYPERLINK("https://evil.example","Approve")',
  '+cmd|calc',
  '@SUM(1)',
  '<!channel> <@U012> <https://evil.example|Approve> *bold* :tada:',
  'Bcc: everyone@example.com',
  '.',
].join('\r\n')

test('W6: text of a requester is inert in mail', async () => {
  const { email } = configuration().notifications
  if (email) email.includeReason = true
  await signedIn()
  const { groupId } = await newProject()
  const requester = personAs('requester', { name: 'Rosa\u202E\r\nBcc: x@example.com <b>Delgado' })
  const input = { groupId, clusterName: 'main', grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }
  const asked = { op: 'employee.grant', input, reason: hostile, ticket: 'CASE-0123' }
  await run(fileRequest, asked, requester, { requestId: 'test' })
  await notifyAll()
  const [mail] = world.inbox.mails
  if (!mail) throw new Error('No mail')
  expect(mail.to).toEqual(['amara.okafor@example.com'])
  expect(mail.headers.map(({ name }) => name.toLowerCase())).not.toContain('bcc')
  expect(mail.html).not.toMatch(/<(script|img|b)\b/)
  expect(
    [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, to]) => new URL(to ?? '').host),
  ).toEqual(['localhost:3000', 'localhost:3000'])
  expect(mail.text).toContain('> Bcc: everyone@example.com')
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain('[U+202E]')
    expect(part).not.toContain('\u202E')
  }
  if (email) email.includeReason = false
})

test('W6: links in mail only open pages', async () => {
  await signedIn()
  const id = await fileAccess(await newProject())
  await notifyAll()
  const links = [...(world.inbox.mails[0]?.text ?? '').matchAll(/https?:\S+/g)].map(([to]) => to)
  expect(links.map((to) => new URL(to).pathname)).toEqual([`/approvals/${id}`, '/notifications'])
  expect(links.map((to) => new URL(to).search)).toEqual(['', ''])
})

test('W6: text of a requester is inert in CSV and in logs', () => {
  for (const line of hostile.split('\r\n').slice(1, 4))
    expect(toCsv(['Reason'], [[line]])).toMatch(/\r\n"?'[=+@]/)
  const logged = lineOf(new Date(0), 'info', 'x', { reason: `${hostile}\u001b[31m\u202E` })
  expect(logged.split(/\r|\n/)).toHaveLength(1)
  for (const sign of ['\u001b', '\u202E']) expect(logged).not.toContain(sign)
})

test('N2: a redirect is not followed', async () => {
  world.inbox.answer('redirect')
  const id = await fileAccess(await newProject())
  await notifyAll()
  expect(world.inbox.hooks).toHaveLength(1)
  expect(await rows(id)).toMatchObject([{ state: 'waiting', status: 302 }])
  expect((await rows(id))[0]?.note).toMatch(/Redirect/)
})

test('N2: an address that is not allowed gets nothing', async () => {
  const { notifications } = configuration()
  notifications.allowAddresses = []
  const id = await fileAccess(await newProject())
  await notifyAll()
  notifications.allowAddresses = ['127.0.0.1']
  expect(world.inbox.hooks).toEqual([])
  expect((await rows(id))[0]?.note).toMatch(/allowAddresses/)
})

test('a receiver that answers 410 is turned off until an admin turns it on', async () => {
  world.inbox.answer('gone')
  const first = await fileAccess(await newProject())
  await notifyAll()
  expect(await rows(first)).toMatchObject([{ state: 'dead', status: 410 }])
  world.inbox.answer('ok')
  const second = await fileAccess(await newProject())
  await notifyAll()
  expect(await rows(second)).toEqual([])
  await world.owner`delete from channel_off`
  const third = await fileAccess(await newProject())
  await notifyAll()
  expect(await rows(third)).toMatchObject([{ state: 'delivered', status: 204 }])
})

test.each(['slow-down', 'slow-down-until'] as const)(
  'a receiver can ask for a pause (%s)',
  async (how) => {
    world.inbox.answer(how)
    const id = await fileAccess(await newProject())
    await notifyAll()
    await pass(world, 100)
    await notifyAll()
    expect(world.inbox.hooks).toHaveLength(1)
    await pass(world, 21)
    world.inbox.answer('ok')
    await notifyAll()
    expect(await rows(id)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  },
)

test('a mail that the server refuses for good is a dead letter at once, another refusal is tried again', async () => {
  await signedIn()
  world.inbox.refuse(550)
  const first = await fileAccess(await newProject())
  await notifyAll()
  const mail = async (id: string) => (await rows(id)).find(({ channel }) => channel === 'email')
  expect(await mail(first)).toMatchObject({ state: 'dead', status: 550 })
  world.inbox.refuse(450)
  const second = await fileAccess(await newProject())
  await notifyAll()
  expect(await mail(second)).toMatchObject({ state: 'waiting', status: 450 })
})

test('a mail server that can’t be used is named by its cause', async () => {
  const { email } = configuration().notifications
  if (!email) throw new Error('Mail is set up in these tests.')
  const { server } = email
  await signedIn()
  for (const [other, word] of [
    [server.replace('smtp:', 'smtps:'), 'TLS'],
    ['smtp://nobody.invalid:25', 'no address'],
  ] as const) {
    email.server = other
    const id = await fileAccess(await newProject())
    await notifyAll()
    const mail = (await rows(id)).find(({ channel }) => channel === 'email')
    expect(mail?.state).toBe('waiting')
    expect(mail?.note).toContain(word)
  }
  email.server = server
})

test('only a verified address gets mail, unless gatehouse.yaml trusts the provider', async () => {
  const { email } = configuration().notifications
  await signedIn(personAs('approver'), { email_verified: false })
  await fileAccess(await newProject())
  await notifyAll()
  expect(world.inbox.mails).toEqual([])
  if (email) email.trustUnverified = true
  await fileAccess(await newProject())
  await notifyAll()
  expect(world.inbox.mails).toHaveLength(1)
  if (email) email.trustUnverified = false
})

const listed = async (state: 'dead' | 'waiting' | 'delivered') =>
  listDeliveries.output.parse((await as('admin', listDeliveries, { state })).data).results
const channel = async (id: string) =>
  listChannels.output
    .parse((await as('admin', listChannels, {})).data)
    .results.find((one) => one.id === id)

test('an admin sees failed notifications, sends one or all of them again, and both are recorded', async () => {
  world.inbox.answer('error')
  const ids = [await fileAccess(await newProject()), await fileAccess(await newProject())]
  await signedIn()
  await notifyAll()
  await pass(world, GIVE_UP_SECONDS + 60)
  await notifyAll()
  const dead = (await listed('dead')).filter(({ requestId }) => ids.includes(requestId ?? ''))
  expect(dead).toMatchObject([
    { type: 'request.created', status: 500, note: expect.stringMatching(/500/) },
    { type: 'request.created', channel: 'webhook:receiver' },
  ])
  world.inbox.answer('ok')
  const deliveryId = dead[0]?.id ?? 0
  await as('admin', replayDelivery, { deliveryId }, 'replay-one')
  expect(await refusal(as('admin', replayDelivery, { deliveryId }))).toMatchObject({
    kind: 'conflict',
  })
  await as('admin', replayAll, { channel: 'webhook:receiver' }, 'replay-all')
  await notifyAll()
  for (const id of ids)
    expect((await rows(id)).filter(({ channel }) => channel !== 'email')).toMatchObject([
      { state: 'delivered' },
    ])
  const kept = [...(await audited('replay-one')), ...(await audited('replay-all'))]
  expect(kept.map(({ type, actor }) => [type, actor.sub])).toEqual([
    ['notification.replayed', 'admin'],
    ['notification.replayed', 'admin'],
  ])
})

test('a channel can be tested: the answer says why it failed, and a failed test is not repeated', async () => {
  await signedIn(personAs('admin'))
  for (const id of ['webhook:receiver', 'email'])
    expect((await as('admin', testChannel, { channel: id })).data).toEqual({ delivered: true })
  expect(world.inbox.mails.map(({ to }) => to)).toEqual([['adele.fournier@example.com']])
  expect(world.inbox.hooks[0]?.problem).toBeNull()
  world.inbox.answer('error')
  const failure = await refusal(as('admin', testChannel, { channel: 'webhook:receiver' }))
  expect(failure).toMatchObject({ kind: 'unavailable', message: expect.stringMatching(/500/) })
  await pass(world, 100)
  await notifyAll()
  expect(world.inbox.hooks).toHaveLength(2)
  const unknown = as('admin', testChannel, { channel: 'webhook:none' })
  expect(await refusal(unknown)).toMatchObject({ kind: 'not-found' })
})

test('a channel that is off is turned on by an admin', async () => {
  world.inbox.answer('gone')
  await fileAccess(await newProject())
  await notifyAll()
  expect(await channel('webhook:receiver')).toMatchObject({ off: expect.stringMatching(/410/) })
  await as('admin', enableChannel, { channel: 'webhook:receiver' })
  expect(await channel('webhook:receiver')).toMatchObject({ off: null })
  expect(await refusal(as('admin', enableChannel, { channel: 'webhook:gone' }))).toMatchObject({
    kind: 'not-found',
  })
})

test('mail goes to people for the topics they have on', async () => {
  await signedIn()
  await as('approver', chooseNotifications, { topic: 'decide', on: false })
  const id = await fileAccess(await newProject())
  await notifyAll()
  expect(world.inbox.mails).toEqual([])
  const { data } = await as('requester', requestReach, { requestId: id })
  expect(data).toMatchObject({ people: [{ whyNot: expect.stringMatching(/off/) }] })
  await as('approver', chooseNotifications, { topic: 'decide', on: true })
  await as('approver', chooseNotifications, { topic: 'decide', on: true })
  await fileAccess(await newProject())
  await notifyAll()
  expect(world.inbox.mails).toHaveLength(1)
})

test('notifications older than gatehouse.yaml keeps are removed', async () => {
  const id = await fileAccess(await newProject())
  await notifyAll()
  await world.owner`update notification set at = at - interval '91 days' where request_id = ${id}`
  await forgetNotifications()
  expect(await rows(id)).toEqual([])
})

test('no secret is in what admins see or in the log of deliveries', async () => {
  const seen = JSON.stringify(await world.owner`select * from delivery, notification`)
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([])
})
