import { z } from 'zod'
import { isObject } from '@/lib/format/values'
import { bodyOf } from '../body'
import { reject } from '../reject'
import { setting } from '../setting'
import { projectIdOf } from '../world/projects'

const audit = z.object({
  auditAuthorizationSuccess: z.boolean(),
  auditFilter: z.string(),
  configurationType: z.enum(['NONE', 'FILTER_BUILDER', 'FILTER_JSON']),
  enabled: z.boolean(),
})

/** Authentications, and every change of a user or role. */
const filter = {
  atype: {
    $in: ['authenticate', 'createUser', 'dropUser', 'updateUser', 'grantRolesToUser', 'createRole'],
  },
}

const off = { auditAuthorizationSuccess: false, auditFilter: '{}', enabled: false }

const holdsObject = (text: string) => {
  try {
    return isObject(JSON.parse(text))
  } catch {
    return false
  }
}

export const auditing = setting({
  name: 'auditing',
  path: '/groups/{groupId}/auditLog',
  shape: audit,
  codes: [202, 200],
  event: () => 'AUDIT_LOG_CONFIGURATION_UPDATED',
  initial: (_, groupId) => {
    const named = [projectIdOf('payments-prod'), projectIdOf('legacy-eu')]
    if (!named.includes(groupId)) return { ...off, configurationType: 'NONE' }
    const auditFilter = JSON.stringify(filter)
    return { ...off, auditFilter, configurationType: 'FILTER_JSON', enabled: true }
  },
  check: ({ world, path }) => {
    const clusters = world.clusters(path.groupId)
    if (clusters.length === 0 || clusters.some((c) => c.kind !== 'M0' && c.kind !== 'FLEX')) return
    throw reject(
      400,
      'TENANT_CLUSTER_AUDIT_LOG_NOT_SUPPORTED',
      'Auditing is not available in a group with only free and Flex clusters.',
    )
  },
  update: (_, { body }) => {
    const sent = bodyOf(
      audit
        .omit({ configurationType: true })
        .extend({ auditFilter: z.string().refine(holdsObject, 'must be a JSON object') })
        .partial(),
      body,
    )
    return { ...sent, ...(sent.auditFilter ? { configurationType: 'FILTER_JSON' as const } : {}) }
  },
})
