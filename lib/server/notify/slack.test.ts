import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { linkSlack, requestReach } from '@/lib/ops/notifications'
import { fileRequest } from '@/lib/ops/requests'
import { slackUsers } from '@/sandbox/inbox/slack'
import { personAs } from '@/scripts/testing/console'
import { run } from '../run'
import { startSession } from '../session'
import { as, refusal } from '../testing/acting'
import { bela, breaks } from '../testing/break-glass'
import {
  type NotifiedConsole,
  notifiedConsole,
  notifyAll,
  pass,
  signedIn,
} from '../testing/notified'
import { approve, card, fileAccess } from '../testing/requests'
import { linkCode } from './slack-accounts'
import { press } from './slack-blocks'
import { listenToSlack } from './slack-socket'

let world: NotifiedConsole
const stop = new AbortController()
let listening: Promise<void>
beforeAll(async () => {
  Object.assign(process.env, { SLACK_APP: 'xapp-test', SLACK_BOT: 'xoxb-test' })
  world = await notifiedConsole((inbox) => ({
    webhooks: [],
    slack: {
      appTokenFrom: 'SLACK_APP',
      botTokenFrom: 'SLACK_BOT',
      apiUrl: inbox.slackUrl,
      channels: [{ name: 'approvals', id: 'C0GATEHOUSE', includeReason: true }],
    },
  }))
  listening = listenToSlack(stop.signal)
  await vi.waitFor(() => expect(world.inbox.slack.listeners()).toBe(1), { timeout: 10_000 })
}, 30_000)
afterAll(async () => {
  stop.abort()
  await listening
  await world.end()
})
beforeEach(async () => {
  await world.owner`truncate person_seen, slack_account`
  await notifyAll()
  for (const list of ['messages', 'ephemerals', 'views'] as const) world.inbox.slack[list].splice(0)
})

const [amara, , rosa] = slackUsers
const slack = () => world.inbox.slack
const newRequest = async () => {
  const id = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }))
  await notifyAll()
  return id
}
const shown = () =>
  slack().messages.map(({ blocks, edits }) => ({ head: blocks[0]?.text?.text, edits }))
const buttons = () =>
  slack()
    .messages.at(-1)
    ?.blocks.flatMap(({ elements = [] }) => elements.map((e) => e.action_id))

async function link(user: string, persona: string) {
  const person = personAs(persona)
  const { iss, sub, name, groups, email = null } = person
  const unknown = { auth_time: null, acr: null, id_token: null, ip: null, ua: null }
  await startSession({ iss, sub, name, groups, email, ...unknown })
  const code = linkCode({ team: 'T0SANDBOX', user, name: persona })
  await run(linkSlack, { code }, person, { requestId: `link-${user}-${persona}` })
}

test('one message per request, edited as it moves, with buttons only while it waits', async () => {
  const id = await newRequest()
  expect(shown()).toEqual([{ head: 'Waiting for approval', edits: 0 }])
  expect(buttons()).toEqual([press.open, press.onIt, press.deny])
  await approve(id)
  await notifyAll()
  expect(shown()).toEqual([{ head: 'Approved', edits: 1 }])
  expect(buttons()).toEqual([press.open])
})

test('break-glass: it is a message of its own, because Slack alerts nobody of an edit', async () => {
  const id = await fileAccess(await world.project({ clusters: [{ name: 'main' }] }), {}, bela())
  await notifyAll()
  await breaks(id)
  await notifyAll()
  const head = 'Break-glass: sent without approval'
  expect(shown()).toEqual([
    { head, edits: 1 },
    { head, edits: 0 },
  ])
  expect(JSON.stringify(slack().messages[1]?.blocks)).toContain('review due')
})

test('a message whose answer was lost is not posted twice, and a deleted one is posted again', async () => {
  slack().fail('chat.postMessage', 'lost')
  const id = await newRequest()
  await pass(world, 10)
  await notifyAll()
  expect(slack().messages).toHaveLength(1)
  slack().messages.splice(0)
  await approve(id)
  await notifyAll()
  expect(shown()).toEqual([{ head: 'Approved', edits: 0 }])
})

test('Slack’s own error is shown to admins, and the message is tried again', async () => {
  slack().fail('chat.postMessage', 'not_in_channel')
  const id = await newRequest()
  const rows = () => world.owner`select state, note from delivery where request_id = ${id}`
  expect(await rows()).toMatchObject(
    [{ state: 'waiting', note: /not_in_channel/ }].map((one) => ({
      ...one,
      note: expect.stringMatching(one.note),
    })),
  )
  await pass(world, 10)
  await notifyAll()
  expect(await rows()).toMatchObject([{ state: 'delivered' }])
})

test('an account that is not linked gets a link and decides nothing', async () => {
  const id = await newRequest()
  const ts = slack().messages[0]?.ts ?? ''
  await signedIn()
  await slack().press(amara, ts, press.deny)
  await expect.poll(() => slack().ephemerals).toHaveLength(1)
  expect(slack().ephemerals[0]).toMatchObject({
    user: amara,
    text: expect.stringContaining('/notifications?slack='),
  })
  expect(slack().views).toEqual([])
  expect((await card(id)).request.state).toBe('pending')
})

test('a linked approver denies with a reason, as the person of the identity provider', async () => {
  await link(amara, 'approver')
  const id = await newRequest()
  await slack().press(amara, slack().messages[0]?.ts ?? '', press.deny)
  await expect.poll(() => slack().views).toHaveLength(1)
  const [dialog] = slack().views
  expect(await slack().submit(amara, 'No')).toMatchObject({ response_action: 'errors' })
  if (dialog) slack().views.push(dialog)
  await slack().submit(amara, 'Not on a Friday')
  const after = await card(id)
  expect(after.request.state).toBe('denied')
  expect(after.decisions[0]).toMatchObject({
    by: { name: 'Amara Okafor' },
    comment: 'Not on a Friday',
  })
  await notifyAll()
  expect(shown()).toEqual([{ head: 'Denied', edits: 1 }])
})

test.each([
  ['signed out', `ended_at = clock_timestamp(), ended_by = 'sign-out'`],
  ['was signed out by the provider', `ended_at = clock_timestamp(), ended_by = 'provider'`],
  ['signed in too long ago', `started_at = started_at - interval '1 day'`],
])('a linked approver who %s decides nothing in Slack', async (_, change) => {
  await link(amara, 'approver')
  await world.owner.unsafe(`update session set ${change}`)
  const id = await newRequest()
  await slack().press(amara, slack().messages[0]?.ts ?? '', press.deny)
  await expect.poll(() => slack().ephemerals).toHaveLength(1)
  expect(slack().views).toEqual([])
  expect((await card(id)).request.state).toBe('pending')
})

test('who may not decide in Gatehouse may not in Slack', async () => {
  await link(rosa, 'requester')
  const id = await newRequest()
  const ts = slack().messages[0]?.ts ?? ''
  for (const action of [press.deny, press.onIt]) await slack().press(rosa, ts, action)
  await expect.poll(() => slack().ephemerals).toHaveLength(2)
  expect(slack().views).toEqual([])
  expect((await card(id)).request.state).toBe('pending')
})

test('“I’m on it” shows who, decides nothing, and is in the timeline', async () => {
  await link(amara, 'approver')
  const id = await newRequest()
  const ts = slack().messages[0]?.ts ?? ''
  await slack().press(amara, ts, press.onIt)
  await slack().press(amara, ts, press.onIt)
  const attended = async () =>
    (await card(id)).timeline.filter(({ type }) => type === 'request.attended')
  await expect.poll(attended).toHaveLength(1)
  // Also a sentence after “You”.
  expect((await attended())[0]?.summary).toMatch(/^said/)
  await notifyAll()
  expect(JSON.stringify(slack().messages[0]?.blocks)).toContain('On it: Amara Okafor')
  expect((await card(id)).request.state).toBe('pending')
})

test('nothing in Slack approves', async () => {
  await newRequest()
  const elements = slack().messages[0]?.blocks.flatMap((one) => one.elements ?? []) ?? []
  const approving = elements.filter(({ text }) => /approve/i.test(JSON.stringify(text)))
  expect(approving.map(({ url, value }) => [Boolean(url), value])).toEqual([[true, undefined]])
})

test('a link works for its own account, for ten minutes, and only unchanged', async () => {
  await signedIn()
  const account = { team: 'T0SANDBOX', user: amara, name: 'amara' }
  const old = linkCode(account, Date.now() - 11 * 60_000)
  const code = linkCode(account)
  for (const wrong of [old, `${code.slice(0, -4)}AAAA`, 'x'])
    expect(await refusal(as('approver', linkSlack, { code: wrong }))).toMatchObject({
      kind: 'conflict',
    })
  expect((await as('approver', linkSlack, { code })).data).toEqual({ account: 'amara' })
})

test('N3: the requester sees which approver no channel reaches', async () => {
  await signedIn(personAs('approver'), { email: null })
  await signedIn(personAs('approver2'))
  const id = await newRequest()
  const reach = async () => {
    const { data } = await as('requester', requestReach, { requestId: id })
    const { people } = requestReach.output.parse(data)
    return people.toSorted((a, b) => a.name.localeCompare(b.name))
  }
  expect(await reach()).toMatchObject([
    { name: 'Amara Okafor', by: [], whyNot: expect.stringMatching(/no e-mail/) },
    { name: 'Anton Weiss', by: ['email'], whyNot: null },
  ])
  await link(amara, 'approver')
  await world.owner`update person_seen set email = null where sub = 'approver'`
  expect(await reach()).toMatchObject([{ by: ['slack'], whyNot: null }, { by: ['email'] }])
})

test('W6: text of a requester is inert in Slack', async () => {
  const reason = '<!channel> <@U012> <https://evil.example|Approve> *bold* :tada: & more'
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const requester = personAs('requester', { name: '<!here> Rosa\u202E' })
  const input = {
    groupId: project.groupId,
    clusterName: 'main',
    grantType: 'CLUSTER_INFRASTRUCTURE',
    minutes: 60,
  }
  await run(fileRequest, { op: 'employee.grant', input, reason, ticket: 'CASE-1234' }, requester)
  await notifyAll()
  const message = slack().messages[0]
  const texts = message?.blocks.flatMap(({ text, fields = [], elements = [] }) => [
    ...(text ? [text] : []),
    ...fields,
    ...elements.flatMap(({ text }) => (typeof text === 'object' ? [text] : [])),
  ])
  expect(texts?.length).toBeGreaterThan(5)
  for (const one of texts ?? []) expect(one).toMatchObject({ type: 'plain_text', emoji: false })
  expect(message?.text).not.toMatch(/[<>]/)
  expect(JSON.stringify(message?.blocks)).toContain('[U+202E]')
  expect(message?.raw).toMatchObject({
    unfurl_links: 'false',
    unfurl_media: 'false',
    parse: 'none',
  })
})
