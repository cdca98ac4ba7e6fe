import { whyNoPolicy } from './engine'

export type Problem = {
  errorType: string
  invalidPolicies: Array<{ body: string; errors: Array<{ detail: string }> }>
}

const limit = 10_000
const entities = [
  ...['Action', 'CipherConfigMode', 'CipherSuite', 'CloudProvider', 'Cluster', 'ClusterType'],
  ...['Organization', 'Project', 'Region', 'TLSVersion'],
]
const attributes = [
  ...['cluster.cipherConfigMode', 'cluster.cipherSuites', 'cluster.cloudProviders'],
  ...['cluster.clusterType', 'cluster.diskSizeGB', 'cluster.isConvertingToSharded'],
  ...['cluster.maxGeneralClassInstanceSizeValue', 'cluster.maxShardCount'],
  ...['cluster.minGeneralClassInstanceSizeValue', 'cluster.minShardCount'],
  ...['cluster.minTLSVersion', 'cluster.regions', 'project.clustersInProject'],
  ...['project.hasDefinedMaintenanceWindow', 'project.ipAccessList'],
  ...['project.peeringConnections', 'project.privateEndpoints'],
]

/** The rules of a policy in Atlas's order; each gives a sentence for a body that breaks it. */
const rules: ReadonlyArray<[errorType: string, check: (body: string) => string | undefined]> = [
  [
    'POLICY_HAS_BODY_EXCEEDING_MAX_SIZE',
    (body) => (body.length > limit ? `The body has more than ${limit} characters.` : undefined),
  ],
  ['POLICY_PARSING_ERROR', whyNoPolicy],
  [
    'POLICY_HAS_INVALID_PRINCIPAL',
    (body) => (/\(\s*principal\s*,/.test(body) ? undefined : 'principal must have no condition'),
  ],
  [
    'POLICY_HAS_UNEXPECTED_ENTITIES',
    (body) => {
      const found = [...body.matchAll(/([\w:]+)::"/g)].map(([, type = '']) => type)
      const strange = found.find((type) => !entities.some((e) => type === `ResourcePolicy::${e}`))
      return strange && `unexpected entity type ${strange}`
    },
  ],
  [
    'POLICY_HAS_FAILED_VALIDATIONS',
    (body) => {
      if (/^\s*permit/.test(body)) return 'only forbid policies are allowed'
      const found = [...body.matchAll(/context\.(\w+\.\w+)/g)].map(([, name = '']) => name)
      const strange = found.find((name) => !attributes.includes(name))
      return strange && `attribute ${strange} is not in the context`
    },
  ],
]

/** What Atlas finds wrong in policy bodies: the first broken rule, and the bodies that break it. */
export function problemOf(bodies: readonly string[]): Problem | undefined {
  for (const [errorType, check] of rules) {
    const invalidPolicies = bodies.flatMap((body) => {
      const detail = check(body)
      return detail ? [{ body, errors: [{ detail }] }] : []
    })
    if (invalidPolicies.length > 0) return { errorType, invalidPolicies }
  }
  return undefined
}
