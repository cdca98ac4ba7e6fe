import { z } from 'zod'
import { routes } from '@/lib/routes'
import { check, reading } from '../check'
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
      /** Since when Gatehouse knows that it was made outside. */
      driftSince: z.string().nullable(),
    }),
  ),
})

/** MongoDB employees who can reach clusters now. */
export const liveEmployeeAccess = check({
  id: 'employee-access',
  label: 'Employee access',
  group: 'Access',
  per: 'project',
  about:
    'MongoDB employees have access to a cluster, by a request or by a grant made outside Gatehouse.',
  fine: 'None',
  action: 'View access',
  href: ({ groupId = '', clusterName = '' }, found) =>
    found ? routes.cluster(groupId, found.key || clusterName) : routes.clusters(groupId),
  readings: [
    reading({
      source: employeeAccess,
      rows: (clusters) => clusters,
      applies: (clusters) => clusters.length > 0,
      find: ({ clusterName, isRead, grantType, driftSince }) => {
        if (!isRead) return { unclear: `The access of ${clusterName} is not read yet.` }
        if (!grantType) return undefined
        const about = { key: clusterName, subject: clusterName }
        return driftSince
          ? {
              ...about,
              level: 'bad',
              word: 'Outside',
              what: 'has employee access granted outside Gatehouse',
              since: driftSince,
            }
          : { ...about, level: 'info', word: 'Live', what: 'has live employee access' }
      },
    }),
  ],
})
