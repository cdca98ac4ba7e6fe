import { z } from 'zod'
import { revokeSlot } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { check, fixedBy, reading } from '../check'
import { ownSource } from '../source'

/** The grants of a project's clusters, as the observer last saw them; none in a project without clusters. */
const employeeAccess = ownSource({
  id: 'employeeAccess',
  per: 'project',
  everyMinutes: 1,
  answer: z.array(
    z.object({
      clusterName: z.string(),
      /** False: the observer has not told its access yet. */
      isRead: z.boolean(),
      /** Of a grant in Atlas. */
      grantType: z.string().nullable(),
      expirationTime: z.string().nullable().default(null),
      /** Since when Gatehouse knows that it was made outside. */
      driftSince: z.string().nullable(),
    }),
  ),
})

/** MongoDB employees who can reach clusters now. */
export const liveEmployeeAccess = check({
  id: 'employee-access',
  label: 'Employee access',
  words: 'drift live access granted outside who has access',
  noun: 'Cluster',
  group: 'Access',
  per: 'project',
  about:
    'MongoDB employees have access to a cluster, through a request or a grant made outside Gatehouse.',
  fine: 'None',
  action: 'View access',
  href: ({ groupId = '', clusterName = '' }, found) =>
    found ? routes.cluster(groupId, found.key || clusterName) : routes.clusters(groupId),
  // Access by a request is revoked on its request.
  fix: fixedBy(revokeSlot, {
    verb: 'Revoke',
    what: 'outside grants',
    input: ({ groupId = '' }, { key, opened }) =>
      opened
        ? {
            groupId,
            clusterName: key,
            expected: opened as { grantType: string; expirationTime: string | null },
          }
        : undefined,
  }),
  readings: [
    reading({
      source: employeeAccess,
      rows: (clusters) => clusters,
      applies: (clusters) => clusters.length > 0,
      find: ({ clusterName, isRead, grantType, expirationTime, driftSince }) => {
        if (!isRead)
          return { unclear: `Gatehouse has not read the employee access of ${clusterName} yet.` }
        if (!grantType) return undefined
        const about = { key: clusterName, subject: clusterName }
        return driftSince
          ? {
              ...about,
              level: 'bad',
              word: 'Outside',
              what: 'has employee access granted outside Gatehouse',
              since: driftSince,
              opened: { grantType, expirationTime },
            }
          : { ...about, level: 'info', word: 'Live', what: 'has live employee access' }
      },
    }),
  ],
})
