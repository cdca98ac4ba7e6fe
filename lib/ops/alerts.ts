import { z } from 'zod'
import { inUtc, millis } from '@/lib/format/time'
import { callIfFits, command, query } from './define'
import { eventName } from './event-name'
import { page, projectId } from './shapes'

const text = z.string().nullish()
const alert = z.looseObject({
  id: z.string(),
  eventTypeName: z.string(),
  status: z.string(),
  created: text,
  updated: text,
  resolved: text,
  lastNotified: text,
  clusterName: text,
  replicaSetName: text,
  hostnameAndPort: text,
  instanceName: text,
  processorName: text,
  metricName: text,
  currentValue: z
    .looseObject({ number: z.union([z.number(), z.string()]).nullish(), units: text })
    .nullish(),
  acknowledgedUntil: text,
  acknowledgementComment: text,
  acknowledgingUsername: text,
})
export type Alert = z.output<typeof alert>

const alertId = z.string().regex(/^[a-f0-9]{24}$/, 'An alert ID has 24 hexadecimal digits')
const place = { groupId: projectId, alertId }

export const listAlerts = query({
  id: 'alerts.list',
  title: 'List the alerts of a project',
  atlas: { op: 'listGroupAlerts', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({
    groupId: projectId,
    status: z.enum(['OPEN', 'TRACKING', 'CLOSED']).optional(),
  }),
  output: page(alert),
  query: ({ status }) => ({ status }),
  allPages: true,
  refetchInterval: () => 30_000,
})

export const getAlert = query({
  id: 'alerts.get',
  title: 'Read an alert',
  atlas: { op: 'getGroupAlert', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject(place),
  output: alert,
  refetchInterval: () => 30_000,
})

/** Where an alert comes from: a host, a cluster or a stream processor. */
export const sourceOf = (a: Alert): string | undefined =>
  a.hostnameAndPort ??
  a.clusterName ??
  a.replicaSetName ??
  ([a.instanceName, a.processorName].filter(Boolean).join(' / ') || undefined)

/** `Host down on db-0.example:27017` */
export function alertName(a: Alert): string {
  const source = sourceOf(a)
  return `${eventName(a.eventTypeName)}${source ? ` on ${source}` : ''}`
}

const opened = z.strictObject({
  acknowledgedUntil: z.string().max(40),
  acknowledgementComment: z.string().max(1000),
})
type Acknowledgement = z.output<typeof opened>

/** The acknowledgement that holds at `now`, in milliseconds. */
export function acknowledgementOf(
  { acknowledgedUntil, acknowledgementComment }: Alert,
  now = Date.now(),
): Acknowledgement | undefined {
  const until = millis(acknowledgedUntil)
  if (!acknowledgedUntil || until === undefined || until <= now) return undefined
  return { acknowledgedUntil, acknowledgementComment: acknowledgementComment ?? '' }
}

// Atlas answers times with or without milliseconds.
const isSame = (a: Acknowledgement | undefined, b: Acknowledgement | undefined) =>
  a && b
    ? a.acknowledgementComment === b.acknowledgementComment &&
      Math.abs((millis(a.acknowledgedUntil) ?? 0) - (millis(b.acknowledgedUntil) ?? 0)) < 1000
    : a === b

/** Why an alert can't be acknowledged. */
export const whyClosed = ({ status }: Alert): string | undefined =>
  status === 'CLOSED' || status === 'CANCELLED' ? 'The alert is closed.' : undefined

type Place = z.output<z.ZodObject<typeof place>>
const readAlert = ({ groupId, alertId: id }: Place) => ({
  id: 'alerts.get',
  input: { groupId, alertId: id },
})
const nowIn = (answer: unknown) => {
  const found = alert.safeParse(answer).data
  return found && acknowledgementOf(found)
}
const named = (answer: unknown) => {
  const found = alert.safeParse(answer).data
  return found ? alertName(found) : 'This alert'
}
const CHANGED = 'Someone else changed the acknowledgement.'

const acknowledgeInput = z
  .strictObject({
    ...place,
    acknowledgedUntil: z.iso
      .datetime({ offset: true, error: 'Choose a date and time.' })
      .refine((at) => (millis(at) ?? 0) > Date.now(), 'Choose a time in the future.')
      .meta({ label: 'Acknowledge until' }),
    acknowledgementComment: z.string().max(200, 'At most 200 characters.').meta({
      label: 'Comment',
      hint: 'Who is working on it, and the current status.',
      multiline: true,
    }),
    /** The acknowledgement that held before. Missing for none. */
    opened: opened.optional(),
  })
  .refine((i) => !isSame(i, i.opened), 'Nothing has changed')

export const acknowledgeAlert = command({
  id: 'alerts.acknowledge',
  title: 'Acknowledge an alert',
  atlas: { op: 'acknowledgeGroupAlert', version: '2024-05-30' },
  roles: ['operator'],
  input: acknowledgeInput,
  body: ({ acknowledgedUntil, acknowledgementComment }) => ({
    acknowledgedUntil,
    acknowledgementComment,
  }),
  verbs: { do: 'Acknowledge', doing: 'Acknowledging…', done: () => 'Alert acknowledged' },
  summary: (i) => `Acknowledge alert ${i.alertId} until ${inUtc(i.acknowledgedUntil)}`,
  friction: (i, environment) => ({
    level: environment === 'production' ? 'confirm' : 'none',
    because: `Atlas sends no notifications about this alert until ${inUtc(i.acknowledgedUntil)}.`,
  }),
  invalidates: ['alerts.list', 'alerts.get'],
  concurrencyKey: (i) => `alert:${i.groupId}:${i.alertId}`,
  impact: { read: readAlert, sentences: (answer) => [named(answer)] },
  opened: { read: readAlert, now: nowIn },
  precondition: {
    read: readAlert,
    whyNot: (answer, i) => {
      const found = alert.safeParse(answer).data
      if (!found) return 'Atlas no longer has this alert.'
      return whyClosed(found) ?? (isSame(acknowledgementOf(found), i.opened) ? undefined : CHANGED)
    },
  },
  readBack: {
    read: readAlert,
    verdict: (answer, i) => {
      const now = nowIn(answer)
      return isSame(now, i) ? 'done' : isSame(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened: before, ...now }) =>
    before
      ? callIfFits('alerts.acknowledge', acknowledgeInput, {
          ...now,
          ...before,
          opened: acknowledgedBy(now),
        })
      : {
          id: 'alerts.unacknowledge',
          input: { groupId: now.groupId, alertId: now.alertId, opened: acknowledgedBy(now) },
        },
})

const acknowledgedBy = ({ acknowledgedUntil, acknowledgementComment }: Acknowledgement) => ({
  acknowledgedUntil,
  acknowledgementComment,
})

export const unacknowledgeAlert = command({
  id: 'alerts.unacknowledge',
  title: 'Remove the acknowledgement of an alert',
  atlas: { op: 'acknowledgeGroupAlert', version: '2024-05-30' },
  roles: ['operator'],
  input: z.strictObject({ ...place, opened }),
  body: () => ({ unacknowledgeAlert: true }),
  verbs: { do: 'Unacknowledge', doing: 'Removing…', done: () => 'Acknowledgement removed' },
  summary: (i) => `Remove the acknowledgement of alert ${i.alertId}`,
  friction: () => ({ level: 'none', because: 'Atlas sends notifications about this alert again.' }),
  invalidates: ['alerts.list', 'alerts.get'],
  concurrencyKey: (i) => `alert:${i.groupId}:${i.alertId}`,
  opened: { read: readAlert, now: nowIn },
  precondition: {
    read: readAlert,
    whyNot: (answer, i) => (isSame(nowIn(answer), i.opened) ? undefined : CHANGED),
  },
  readBack: {
    read: readAlert,
    verdict: (answer, i) => {
      const now = nowIn(answer)
      return now === undefined ? 'done' : isSame(now, i.opened) ? 'absent' : 'other'
    },
  },
  undo: ({ opened: before, ...one }) =>
    callIfFits('alerts.acknowledge', acknowledgeInput, { ...one, ...before }),
})
