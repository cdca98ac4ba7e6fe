import { z } from 'zod'
import { minutesInWords } from '@/lib/format/duration'
import { command, query } from './define'
import {
  endOf,
  type Grant,
  grant,
  grantOf,
  grantType,
  grantWords,
  rawGrant,
  sameGrant,
  second,
  slotOf,
  UNKNOWN_TYPE,
} from './grant'
import { clusterName, projectId } from './shapes'

/** Whether a grant may be the expected one. A type or end that Atlas describes oddly can't rule it out. */
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
  maxAgeSeconds: 3,
  cachedAs: 'clusters.get',
})

export const FLEX_REASON =
  'Flex clusters have no employee access to grant. MongoDB runs them as a shared service.'

const readCluster = (i: { groupId: string; clusterName: string }) => ({
  id: readGrant.id,
  input: { groupId: i.groupId, clusterName: i.clusterName },
})

const invalidates = ['clusters.get', 'clusters.list'] as const

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
  several: ({ grantType: level, minutes }, clusters) => {
    const short = grantType.safeParse(level).data
    return `Give MongoDB employees ${short ? `${grantWords[short].short} ` : ''}access to ${clusters} for ${minutesInWords(Number(minutes))}`
  },
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
  access: {
    levelField: 'grantType',
    givenTo: 'MongoDB employees',
    events: [
      'EMPLOYEE_ACCESS_GRANTED',
      'EMPLOYEE_ACCESS_REVOKED',
      'EMPLOYEE_DOWNLOADED_CLUSTER_LOGS',
    ],
    levels: grantWords,
    endsAt: (sent) => endOf(grantOf(sent)),
    endedBy: 'employee.revoke',
    endInput: ({ groupId, clusterName }, sent) => ({
      groupId,
      clusterName,
      ...(sent === undefined ? {} : { expected: sent }),
    }),
    whyNotOn: (kind) => (kind === 'flex' ? FLEX_REASON : undefined),
  },
  readBack: {
    read: readCluster,
    verdict: (answer, _, sent) => {
      const now = slotOf(answer)
      const ours = grantOf(sent)
      return now === undefined ? 'absent' : sameGrant(now, ours) ? 'done' : 'other'
    },
    observed: rawGrant,
    shows: (answer, sent) => sent !== undefined && sameGrant(slotOf(answer), grantOf(sent)),
    before: (answer) => {
      const now = slotOf(answer)
      return now === undefined
        ? undefined
        : `The cluster already has a grant that this request did not expect: ${now.grantType}, ${now.expirationTime ? `until ${now.expirationTime}` : 'unknown expiry'}.`
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
    isExact: (answer, { expected }) => sameGrant(slotOf(answer), grantOf(expected)),
    observed: rawGrant,
  },
})
