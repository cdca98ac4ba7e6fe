import { z } from 'zod'
import { command, query } from './define'
import { grant } from './employee'
import { comment, drift, stuck, summary, time } from './request-shapes'
import { clusterName, projectId } from './shapes'

const stales = ['requests.inbox', 'requests.get', 'requests.terms']

/** A cluster's slot, read now, with what Gatehouse expects in it. */
export const getSlot = query({
  id: 'slots.get',
  title: 'Read who holds access to a cluster',
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId, clusterName }),
  output: z.object({
    now: grant.nullable(),
    asOf: time,
    /** Why Atlas cannot be read; `now` is then what was last seen. */
    unread: z.string().nullable(),
    /** A grant or a revoke that cannot go on. */
    stuck: stuck.nullable(),
    /** The request that put it there, is asked for, or is under way. */
    request: summary.nullable(),
    drift: drift.nullable(),
    restrictEmployeeAccess: z.boolean().nullable(),
    /** Past requests on this cluster, newest first, at most ten. */
    past: z.array(summary),
    mayFile: z.string().nullable(),
    mayRevoke: z.string().nullable(),
  }),
  freshSeconds: 0,
  live: (d) => (d.now || d.request ? 4_000 : 15_000),
})

/** What a list of clusters has to say beside Atlas's own answer, from what the observer last saw. */
export const listSlots = query({
  id: 'slots.list',
  title: 'Read the incidents of a project',
  needs: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: z.object({
    /** null: not known. */
    restrictEmployeeAccess: z.boolean().nullable(),
    /** Names of clusters whose access was granted outside Gatehouse. */
    drift: z.array(z.string()),
    /** Names of clusters where a grant or a revoke cannot go on. */
    stuck: z.array(z.string()),
  }),
  freshSeconds: 0,
  live: () => 15_000,
})

/** Ends a grant that no request of Gatehouse put there. */
export const revokeSlot = command({
  id: 'slots.revoke',
  title: 'Revoke a grant made outside Gatehouse',
  needs: ['operator', 'approver', 'admin'],
  input: z.strictObject({
    groupId: projectId,
    clusterName,
    /** The grant that was shown: anything else in the slot stops the call. */
    expected: z.looseObject({
      grantType: z.string().max(100),
      expirationTime: z.string().max(40).nullable(),
    }),
    reason: comment.default(''),
  }),
  output: z.object({ effectId: z.string() }),
  says: (i) => `End the grant on ${i.clusterName} that was made outside Gatehouse`,
  target: (i) => `project ${i.groupId} / cluster ${i.clusterName} / employee access`,
  stales: [...stales, 'slots.get', 'clusters.get', 'clusters.list'],
})
