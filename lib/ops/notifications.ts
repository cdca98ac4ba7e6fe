import { z } from 'zod'
import { command, query } from './define'
import { requestId, time } from './request-shapes'
import { line } from './text'

/** What people can be told about. */
export const topics = ['decide', 'own', 'access', 'incidents', 'emergencies'] as const
export type Topic = (typeof topics)[number]

/** The topics that a person can turn off. Nobody misses an emergency. */
export const optionalTopics = ['decide', 'own', 'access', 'incidents'] as const

/** `webhook:<name>`, `slack:<name>` or `email`, as gatehouse.yaml names them. */
const channelId = line().max(60)
const deliveryStates = ['waiting', 'delivered', 'dead'] as const

const channelView = z.object({
  id: channelId,
  kind: z.enum(['webhook', 'email', 'slack']),
  /** Where it goes, without a secret. */
  target: z.string(),
  waiting: z.number(),
  dead: z.number(),
  deliveredAt: time.nullable(),
  /** Why the latest attempt failed, if it did. */
  problem: z.string().nullable(),
  /** Why it is off. */
  off: z.string().nullable(),
})
export type ChannelView = z.output<typeof channelView>

export const listChannels = query({
  id: 'notifications.channels',
  title: 'List the notification channels',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({ results: z.array(channelView) }),
  maxAgeSeconds: 0,
  refetchInterval: () => 5_000,
})

const deliveryView = z.object({
  id: z.number(),
  channel: z.string(),
  /** The person that an e-mail is for. */
  recipient: z.string().nullable(),
  /** Of the notification: the same in every attempt. */
  notificationId: z.string(),
  type: z.string(),
  requestId: z.string().nullable(),
  state: z.enum(deliveryStates),
  attempts: z.number(),
  at: time,
  nextAt: time.nullable(),
  settledAt: time.nullable(),
  status: z.number().nullable(),
  note: z.string().nullable(),
})
export type DeliveryView = z.output<typeof deliveryView>

export const listDeliveries = query({
  id: 'notifications.deliveries',
  title: 'List deliveries of notifications',
  roles: ['admin'],
  input: z.strictObject({ state: z.enum(deliveryStates) }),
  /** The newest 1,000 of `total`. */
  output: z.object({ results: z.array(deliveryView), total: z.number() }),
  maxAgeSeconds: 0,
  refetchInterval: () => 5_000,
})

const ofChannels = ['notifications.channels', 'notifications.deliveries']

export const replayDelivery = command({
  id: 'notifications.replay',
  title: 'Send a failed notification again',
  roles: ['admin'],
  input: z.strictObject({ deliveryId: z.int().min(1) }),
  output: z.object({ replayed: z.boolean() }),
  verbs: { do: 'Send again', doing: 'Sending…', done: () => 'Queued to be sent again' },
  summary: (i) => `Send delivery ${i.deliveryId} again`,
  target: (i) => `delivery ${i.deliveryId}`,
  invalidates: ofChannels,
})

export const replayAll = command({
  id: 'notifications.replayAll',
  title: 'Send all failed notifications of a channel again',
  roles: ['admin'],
  input: z.strictObject({ channel: channelId }),
  output: z.object({ replayed: z.number() }),
  verbs: { do: 'Send all again', doing: 'Sending…', done: () => 'Queued to be sent again' },
  summary: (i) => `Send all failed notifications of ${i.channel} again`,
  target: (i) => `channel ${i.channel}`,
  friction: () => ({
    level: 'confirm',
    because: 'The receiver gets every notification of this channel that failed.',
  }),
  invalidates: ofChannels,
})

export const testChannel = command({
  id: 'notifications.test',
  title: 'Send a test notification',
  roles: ['admin'],
  input: z.strictObject({ channel: channelId }),
  output: z.object({ delivered: z.literal(true) }),
  verbs: { do: 'Send test', doing: 'Sending…', done: () => 'Test delivered' },
  summary: (i) => `Send a test notification to ${i.channel}`,
  target: (i) => `channel ${i.channel}`,
  invalidates: ofChannels,
})

export const enableChannel = command({
  id: 'notifications.enable',
  title: 'Turn a notification channel on again',
  roles: ['admin'],
  input: z.strictObject({ channel: channelId }),
  output: z.object({ enabled: z.boolean() }),
  verbs: { do: 'Turn on', doing: 'Turning on…', done: () => 'Channel turned on' },
  summary: (i) => `Turn on ${i.channel}`,
  target: (i) => `channel ${i.channel}`,
  invalidates: ofChannels,
})

export const myNotifications = query({
  id: 'notifications.mine',
  title: 'View your notification settings',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    /** Whether each topic is on. */
    topics: z.array(z.object({ topic: z.enum(optionalTopics), on: z.boolean() })),
    email: z.object({
      address: z.string().nullable(),
      /** Why no mail can be sent to it. */
      whyNot: z.string().nullable(),
    }),
    slack: z.object({ account: z.string().nullable(), whyNot: z.string().nullable() }),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const chooseNotifications = command({
  id: 'notifications.choose',
  title: 'Choose your notifications',
  roles: ['viewer'],
  input: z.strictObject({ topic: z.enum(optionalTopics), on: z.boolean() }),
  output: z.object({ on: z.boolean() }),
  scope: () => ({ kind: 'console' }),
  summary: (i) => `Turn ${i.on ? 'on' : 'off'} notifications about ${i.topic}`,
  target: (i) => `notifications about ${i.topic}`,
  invalidates: ['notifications.mine', 'notifications.reach'],
})

/** Sealed by Gatehouse, for one Slack account. */
const linkCode = line().min(1, 'Open the link from Slack again').max(2000)

export const slackCode = query({
  id: 'notifications.slackCode',
  title: 'View the Slack account of a link',
  roles: ['viewer'],
  input: z.strictObject({ code: linkCode }),
  /** Null: the link is too old. */
  output: z.object({ account: z.string().nullable() }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})

export const linkSlack = command({
  id: 'notifications.linkSlack',
  title: 'Link your Slack account',
  roles: ['viewer'],
  input: z.strictObject({ code: linkCode }),
  output: z.object({ account: z.string() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Link account', doing: 'Linking…', done: () => 'Slack account linked' },
  summary: () => 'Act on requests from this Slack account',
  target: () => 'Slack account',
  invalidates: ['notifications.mine', 'notifications.reach', 'notifications.slackCode'],
})

export const unlinkSlack = command({
  id: 'notifications.unlinkSlack',
  title: 'Unlink your Slack account',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({ unlinked: z.boolean() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Unlink account', doing: 'Unlinking…', done: () => 'Slack account unlinked' },
  summary: () => 'Stop acting on requests from Slack',
  target: () => 'Slack account',
  invalidates: ['notifications.mine', 'notifications.reach'],
})

/** Who can decide a request and how they are told. */
export const requestReach = query({
  id: 'notifications.reach',
  title: 'View who is notified of a request',
  roles: ['viewer'],
  input: z.strictObject({ requestId }),
  output: z.object({
    people: z.array(
      z.object({
        name: z.string(),
        by: z.array(z.enum(['email', 'slack'])),
        /** Why no channel reaches them. */
        whyNot: z.string().nullable(),
      }),
    ),
    /** Channels that many people read and that get this request. */
    shared: z.array(z.string()),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
})
