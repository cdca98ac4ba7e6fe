import { z } from 'zod'
import { command, query } from './define'
import { grant } from './grant'
import { comment, drift, stuck, summary, time } from './request-shapes'
import { clusterName, projectId } from './shapes'
import { requestReads } from './waiting'

const invalidates = [...requestReads, 'requests.terms']

/** The access MongoDB employees have to a cluster, and what Gatehouse knows about it. */
export const getSlot = query({
  id: 'slots.get',
  title: 'Read MongoDB employee access to a cluster',
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: z.object({
    now: grant.nullable(),
    asOf: time,
    /** Why the cluster can't be read; `now` is then the last known state. */
    unread: z.string().nullable(),
    /** A grant or revoke that can't continue. */
    stuck: stuck.nullable(),
    /** The pending or approved request for this cluster. */
    request: summary.nullable(),
    drift: drift.nullable(),
    restrictEmployeeAccess: z.boolean().nullable(),
    /** Earlier requests for this cluster, newest first, at most ten. */
    past: z.array(summary),
    mayFile: z.string().nullable(),
    mayRevoke: z.string().nullable(),
  }),
  maxAgeSeconds: 0,
  refetchInterval: (d) => (d.now || d.request ? 4_000 : 15_000),
})

/** What a list of clusters shows beside Atlas's answer, from the observer's last reading. */
export const listSlots = query({
  id: 'slots.list',
  title: 'List incidents of a project',
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.object({
    /** null: not known. */
    restrictEmployeeAccess: z.boolean().nullable(),
    /** Names of clusters whose access was granted outside Gatehouse. */
    drift: z.array(z.string()),
    /** Names of clusters where a grant or revoke can't continue. */
    stuck: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 15_000,
})

/** Revokes a grant that no request made. */
export const revokeSlot = command({
  id: 'slots.revoke',
  title: 'Revoke a grant made outside Gatehouse',
  roles: ['operator', 'approver', 'admin'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    /** The grant that was shown. A different one stops the call. */
    expected: z.looseObject({
      grantType: z.string().max(100),
      expirationTime: z.string().max(40).nullable(),
    }),
    reason: comment.default(''),
  }),
  output: z.object({ effectId: z.string() }),
  verbs: {
    do: 'Revoke grant',
    doing: 'Revoking…',
    done: (i) => `Revoking the grant on ${i.clusterName}`,
  },
  summary: (i) => `Revoke the grant on ${i.clusterName} that was made outside Gatehouse`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / employee access`,
  invalidates: [...invalidates, 'slots.get', 'clusters.get', 'clusters.list'],
})
