import { z } from 'zod'
import { millis } from '@/lib/format/time'
import { command, query } from './define'
import { clusterName, projectId } from './shapes'

/** Smallest first: each step includes the ones before it. */
export const grantTypes = [
  'CLUSTER_DATABASE_LOGS',
  'CLUSTER_INFRASTRUCTURE',
  'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA',
] as const
export const grantType = z.enum(grantTypes, 'Choose what MongoDB employees can see')
export type GrantType = z.output<typeof grantType>

/** Each level: what a MongoDB employee can see with it, and what not. */
export const grantWords: Record<
  GrantType,
  { name: string; short: string; opens: string; closed: string }
> = {
  CLUSTER_DATABASE_LOGS: {
    name: 'Database logs',
    short: 'database log',
    opens:
      'They can download the mongod and mongos logs of this cluster. Logs can contain queries, and queries can contain your data.',
    closed: 'They cannot log in to its machines or read its collections.',
  },
  CLUSTER_INFRASTRUCTURE: {
    name: 'Infrastructure',
    short: 'infrastructure',
    opens:
      'They can log in to the machines that run this cluster and read its logs. The data files are on those machines.',
    closed: 'They cannot read App Services sync data.',
  },
  CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA: {
    name: 'Infrastructure and sync data',
    short: 'infrastructure and sync data',
    opens:
      'They can log in to the machines, read the logs, and read the data that App Services synced through this cluster.',
    closed: 'Nothing on this cluster is off limits.',
  },
}

/** A cluster's only grant. `expirationTime` is null if Atlas gives no usable date. */
export const grant = z.object({ grantType: z.string(), expirationTime: z.string().nullable() })
export type Grant = z.output<typeof grant>

/** The grant type if Atlas gives no readable one. */
export const UNKNOWN_TYPE = 'UNKNOWN'

const usableType = z
  .string()
  .max(100)
  .regex(/^[\x20-\x7e]+$/)
const usableEnd = z
  .string()
  .max(40)
  .regex(/^[1-9]\d{3}-\d{2}-\d{2}/)
  .refine((text) => millis(text) !== undefined)
const odd = z.looseObject({
  grantType: z.unknown().optional(),
  expirationTime: z.unknown().optional(),
})

/** The grant in Atlas's field, whatever its shape. Only null and a missing field mean that there is none. */
export function grantOf(field: unknown): Grant | undefined {
  if (field === undefined || field === null) return undefined
  const { grantType: type, expirationTime } = odd.safeParse(field).data ?? {}
  return {
    grantType: usableType.safeParse(type).data ?? UNKNOWN_TYPE,
    expirationTime: usableEnd.safeParse(expirationTime).data ?? null,
  }
}

/** The grant in a cluster answer; undefined if there is none. */
export const slotOf = (cluster: unknown): Grant | undefined =>
  grantOf(
    z.looseObject({ mongoDBEmployeeAccessGrant: z.unknown().optional() }).safeParse(cluster).data
      ?.mongoDBEmployeeAccessGrant,
  )

const second = (time: string | null) => {
  const at = millis(time)
  return at === undefined ? null : Math.floor(at / 1000)
}

/** When a grant ends; null if there is no grant, or Atlas gives no usable date. */
export const endOf = (grant: Grant | undefined): Date | null => {
  const end = millis(grant?.expirationTime)
  return end === undefined ? null : new Date(end)
}

/** Whether two grants have the same type and the same end to the second. Atlas may add milliseconds. */
export const sameGrant = (a: Grant | undefined, b: Grant | undefined): boolean =>
  a === undefined || b === undefined
    ? a === b
    : a.grantType === b.grantType && second(a.expirationTime) === second(b.expirationTime)

/** Whether a grant may be the expected one. A type or end that Atlas describes oddly cannot rule it out. */
const maybeSame = (now: Grant, expected: Grant): boolean =>
  (now.grantType === UNKNOWN_TYPE || now.grantType === expected.grantType) &&
  (now.expirationTime === null || second(now.expirationTime) === second(expected.expirationTime))

/** The read that decisions about a grant rest on. It needs the cluster's name and grant, nothing else of the answer. */
export const readGrant = query({
  id: 'employee.read',
  title: 'Read the employee access grant of a cluster',
  atlas: { op: 'getGroupCluster', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: z.looseObject({ name: z.string(), mongoDBEmployeeAccessGrant: z.unknown().optional() }),
  internal: true,
  maxAgeSeconds: 0,
})

const readCluster = (i: { groupId: string; clusterName: string }) => ({
  id: readGrant.id,
  input: { groupId: i.groupId, clusterName: i.clusterName },
})

const invalidates = ['clusters.get', 'clusters.list'] as const

/** Minutes in words: `90` → '1 h 30 min', `2880` → '2 d'. */
export function minutesInWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor((minutes % 1440) / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const
  return parts.flatMap(([n, unit]) => (n ? [`${n} ${unit}`] : [])).join(' ') || '0 min'
}

export const grantEmployeeAccess = command({
  id: 'employee.grant',
  title: 'Give MongoDB employees access to a cluster',
  atlas: { op: 'grantGroupClusterMongoDbEmployeeAccess', version: '2024-08-05' },
  roles: ['requester', 'operator'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    grantType,
    minutes: z
      .int('Enter a whole number of minutes')
      .min(1)
      .max(60 * 24 * 7),
  }),
  output: z.unknown(),
  summary: (i) =>
    `Give MongoDB employees ${grantWords[i.grantType].short} access to ${i.clusterName} for ${minutesInWords(i.minutes)}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / employee access`,
  // In whole seconds, as Atlas stores it. The second also distinguishes it from a grant made by hand.
  body: (i, at) => ({
    grantType: i.grantType,
    expirationTime: new Date(Math.floor(at.getTime() / 1000 + i.minutes * 60) * 1000)
      .toISOString()
      .replace('.000Z', 'Z'),
  }),
  friction: () => ({
    level: 'approval',
    because: 'It gives people outside the company access to a cluster.',
  }),
  internal: true,
  undo: (i) => ({
    id: 'employee.revoke',
    input: { groupId: i.groupId, clusterName: i.clusterName },
  }),
  invalidates,
  slot: (i) => `employee:${i.groupId}/${i.clusterName}`,
  concurrencyKey: (i) => `employee:${i.groupId}/${i.clusterName}`,
  durationField: 'minutes',
  readBack: {
    read: readCluster,
    verdict: (answer, _, sent) => {
      const now = slotOf(answer)
      const ours = grantOf(sent)
      return now === undefined ? 'absent' : sameGrant(now, ours) ? 'done' : 'other'
    },
    before: (answer) => {
      const now = slotOf(answer)
      return now === undefined
        ? undefined
        : `The cluster already has a grant that this request did not expect: ${now.grantType}, ${now.expirationTime ? `until ${now.expirationTime}` : 'end not known'}.`
    },
  },
})

export const revokeEmployeeAccess = command({
  id: 'employee.revoke',
  title: 'Revoke MongoDB employee access to a cluster',
  atlas: { op: 'revokeGroupClusterMongoDbEmployeeAccess', version: '2024-08-05' },
  roles: ['operator', 'approver', 'admin'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    /** The grant to end. Atlas's revoke clears any grant, so a different one stops the call. */
    expected: grant,
  }),
  output: z.unknown(),
  summary: (i) => `Revoke MongoDB employee access to ${i.clusterName}`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / employee access`,
  // Atlas takes no body: `expected` is for the read before the call.
  body: () => undefined,
  internal: true,
  invalidates,
  concurrencyKey: (i) => `employee:${i.groupId}/${i.clusterName}`,
  readBack: {
    read: readCluster,
    verdict: (answer, i) => {
      const now = slotOf(answer)
      return now === undefined ? 'done' : maybeSame(now, i.expected) ? 'absent' : 'other'
    },
  },
})
