import { z } from 'zod'

/** The whole state of the sandbox, as stored in the data file. Times named `…Date` and `created` are real time; `at` and `activeAt` are milliseconds of the sandbox clock. */

const tag = z.object({ key: z.string(), value: z.string() })

export const clusterStates = ['IDLE', 'CREATING', 'UPDATING', 'DELETING', 'REPAIRING'] as const
export const clusterKinds = ['REPLICASET', 'SHARDED', 'GEOSHARDED', 'M0', 'FLEX'] as const

const region = z.object({
  provider: z.enum(['AWS', 'AZURE', 'GCP']),
  region: z.string(),
  zone: z.string().optional(),
})

const cluster = z.object({
  id: z.string(),
  groupId: z.string(),
  name: z.string(),
  kind: z.enum(clusterKinds),
  /** The first is preferred. */
  regions: z.array(region).min(1),
  tier: z.string(),
  shards: z.number(),
  version: z.string(),
  diskGB: z.number(),
  state: z.enum(clusterStates),
  /** The transition in progress. `GONE` removes the cluster. */
  next: z.object({ state: z.enum([...clusterStates, 'GONE']), at: z.number() }).optional(),
  paused: z.boolean(),
  backup: z.boolean(),
  terminationProtection: z.boolean().optional(),
  tags: z.array(tag),
  createDate: z.string(),
  grant: z.object({ grantType: z.string(), expirationTime: z.string() }).optional(),
})

const accessEntry = z.object({
  /** `cidrBlock` in full for addresses, or the security group. */
  cidrBlock: z.string().optional(),
  awsSecurityGroup: z.string().optional(),
  comment: z.string().optional(),
  deleteAfterDate: z.string().optional(),
  /** When PENDING turns ACTIVE, on the sandbox clock. */
  activeAt: z.number(),
  failed: z.boolean().optional(),
})

const project = z.object({
  id: z.string(),
  orgId: z.string(),
  name: z.string(),
  created: z.string(),
  tags: z.array(tag),
  /** Required for security groups. */
  peering: z.boolean(),
  accessList: z.array(accessEntry),
})

const org = z.object({
  id: z.string(),
  name: z.string(),
  created: z.string(),
  settings: z.object({
    apiAccessListRequired: z.boolean(),
    genAIFeaturesEnabled: z.boolean(),
    maxServiceAccountSecretValidityInHours: z.number(),
    multiFactorAuthRequired: z.boolean(),
    operationsContact: z.string().nullable(),
    restrictEmployeeAccess: z.boolean(),
    securityContact: z.string().nullable(),
    streamsCrossGroupEnabled: z.boolean(),
  }),
})

const event = z.object({
  id: z.string(),
  eventTypeName: z.string(),
  created: z.string(),
  orgId: z.string(),
  groupId: z.string().optional(),
  clusterName: z.string().optional(),
  username: z.string().optional(),
  userId: z.string().optional(),
  publicKey: z.string().optional(),
  targetPublicKey: z.string().optional(),
  isGlobalAdmin: z.boolean().optional(),
  employeeIdentifier: z.string().optional(),
  /** An application that acted for a person. */
  delegatePrincipal: z
    .object({
      id: z.string(),
      name: z.string(),
      onBehalfOf: z.object({ id: z.string(), name: z.string() }),
    })
    .optional(),
  remoteAddress: z.string().optional(),
  resourcePolicyId: z.string().optional(),
  whitelistEntry: z.string().optional(),
})

export const switches = z.object({
  /** Success codes as recorded live, or as documented. */
  codes: z.enum(['live', 'spec']),
  /** The answer to an access-list POST while another one runs in the project. */
  overlap: z.enum(['409', '500', '500-applied']),
  /** Everything that needs a credential answers 403 IP_ADDRESS_NOT_ON_ACCESS_LIST. */
  refuseAddress: z.boolean(),
  /** Operations that Atlas has removed. */
  removedOperations: z.enum(['410', '404']),
  tokenSeconds: z.number().positive(),
  tokensPerMinute: z.number().positive(),
  /** Endpoint set → capacity, where it differs from Atlas. */
  rateLimits: z.record(z.string(), z.number().positive()),
  /** Projects where versions still answer after their sunset. */
  stillAnswers: z.array(z.string()).optional(),
})

export const worldData = z.object({
  format: z.literal(1),
  bornAt: z.string(),
  /** The sandbox clock: `sandbox` was its time at the real time `real`, both in milliseconds. */
  clock: z.object({ real: z.number(), sandbox: z.number(), speed: z.number().positive() }),
  switches,
  revokedTokens: z.array(z.string()),
  orgs: z.array(org),
  projects: z.array(project),
  clusters: z.array(cluster),
  /** Oldest first. */
  events: z.array(event),
  /** The data of each area, by name. */
  areas: z.record(z.string(), z.unknown()).default({}),
})

export type WorldData = z.output<typeof worldData>
export type Org = z.output<typeof org>
export type Project = z.output<typeof project>
export type Cluster = z.output<typeof cluster>
export type AccessEntry = z.output<typeof accessEntry>
export type SandboxEvent = z.output<typeof event>
export type Switches = z.output<typeof switches>
export type Tag = z.output<typeof tag>

export const defaultSwitches: Switches = {
  codes: 'live',
  overlap: '409',
  refuseAddress: false,
  removedOperations: '410',
  tokenSeconds: 3600,
  tokensPerMinute: 50,
  rateLimits: {},
}
