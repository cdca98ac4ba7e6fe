import { z } from 'zod'
import { grantTypes } from '@/lib/ops/grant'
import { type HandlerInput, reply, type SandboxFile } from '../define'
import { iso } from '../ids'
import { invalid, reject } from '../reject'
import type { Cluster } from '../world/shapes'

const wanted = z.object({
  grantType: z.enum(grantTypes, `must be one of ${grantTypes.join(', ')}`),
  expirationTime: z.iso
    .datetime({ offset: true, error: 'must be an ISO 8601 date and time' })
    .refine((at) => Date.parse(at) > Date.now(), 'must be in the future'),
})

/** The cluster of the path when a grant can be changed there. */
function changeable({ world, path }: HandlerInput): Cluster {
  const cluster = world.cluster(path.groupId, path.clusterName)
  if (cluster.state !== 'DELETING') return cluster
  throw reject(
    409,
    'CLUSTER_ALREADY_REQUESTED_DELETION',
    `The cluster ${cluster.name} has already been requested for deletion.`,
    cluster.name,
  )
}

function recordOn({ world, origin }: HandlerInput, cluster: Cluster, eventTypeName: string) {
  const { orgId } = world.project(cluster.groupId)
  const about = { orgId, groupId: cluster.groupId, clusterName: cluster.name }
  world.record({ ...about, eventTypeName }, origin)
}

export const employeeAccess = {
  /** Replaces an active grant. */
  grantGroupClusterMongoDbEmployeeAccess: (input) => {
    const cluster = changeable(input)
    const asked = wanted.safeParse(input.body)
    if (!asked.success)
      throw invalid(
        asked.error.issues.map((i) => ({ field: i.path.join('.'), description: i.message })),
      )
    const { grantType, expirationTime } = asked.data
    cluster.grant = { grantType, expirationTime: iso(expirationTime) }
    recordOn(input, cluster, 'EMPLOYEE_ACCESS_GRANTED')
    return reply(204)
  },
  /** Succeeds without an active grant too. */
  revokeGroupClusterMongoDbEmployeeAccess: (input) => {
    const cluster = changeable(input)
    cluster.grant = undefined
    recordOn(input, cluster, 'EMPLOYEE_ACCESS_REVOKED')
    return reply(204)
  },
} satisfies SandboxFile
