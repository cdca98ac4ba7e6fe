import { z } from 'zod'

/** The state of Atlas Stream Processing. `at` and `…At` are milliseconds of the sandbox clock. */

const region = z.object({ cloudProvider: z.string(), region: z.string() })

export const workspaceShape = z.object({
  id: z.string(),
  groupId: z.string(),
  name: z.string(),
  region,
  failoverRegions: z.array(region),
  tier: z.string(),
  maxTierSize: z.string().optional(),
  solar: z.boolean(),
})

export const connectionShape = z.object({
  id: z.string(),
  groupId: z.string(),
  workspace: z.string(),
  name: z.string(),
  type: z.string(),
  /** Missing when Atlas sends none, as for connections from before it introduced states. */
  state: z.string().optional(),
  /** The fields of its type without secrets, which Atlas never returns. */
  fields: z.record(z.string(), z.unknown()),
})

const processor = z.object({
  id: z.string(),
  groupId: z.string(),
  workspace: z.string(),
  name: z.string(),
  pipeline: z.array(z.record(z.string(), z.unknown())),
  dlq: z.object({ connectionName: z.string(), db: z.string(), coll: z.string() }).optional(),
  tier: z.string().optional(),
  failoverEnabled: z.boolean(),
  state: z.string(),
  /** Its next state changes, in order. */
  next: z.array(z.object({ state: z.string(), at: z.number(), message: z.string().optional() })),
  message: z.string().optional(),
  /** How its statistics move. */
  manner: z.enum(['steady', 'lagging', 'dead-letters']),
  startedAt: z.number().optional(),
  /** Seconds it has run before. */
  ranBefore: z.number(),
  checkpoint: z.boolean(),
})

const peering = z.object({
  id: z.string(),
  groupId: z.string(),
  name: z.string(),
  requesterAccountId: z.string(),
  requesterVpcId: z.string(),
  requesterCidr: z.string(),
  accepterAccountId: z.string(),
  accepterVpcId: z.string(),
  accepterCidr: z.string(),
  cloudStatus: z.string(),
  localStatus: z.string(),
  statusMessage: z.string().optional(),
  expirationTime: z.string().optional(),
  /** GONE removes it. */
  next: z.array(
    z.object({
      at: z.number(),
      localStatus: z.string().optional(),
      cloudStatus: z.string().optional(),
    }),
  ),
})

export const privateLinkShape = z.object({
  id: z.string(),
  groupId: z.string(),
  state: z.string(),
  fields: z.record(z.string(), z.unknown()),
})

export const streamsState = z.object({
  processors: z.array(processor),
  peerings: z.array(peering),
})

export type StreamsState = z.output<typeof streamsState>
export type Workspace = z.output<typeof workspaceShape>
export type Connection = z.output<typeof connectionShape>
export type Processor = z.output<typeof processor>
export type Peering = z.output<typeof peering>
export type PrivateLink = z.output<typeof privateLinkShape>

/** Seconds of the sandbox clock. */
export const takes = { init: 2, create: 4, start: 5, stop: 12, slowStop: 120 }

export const tiers = ['SP2', 'SP5', 'SP10', 'SP30', 'SP50'] as const
export const localStatuses = [
  'NONE',
  'SCAN_FAILED',
  'UPDATE_FAILED',
  'REQUEST_ACCEPT',
  'ACCEPT_REQUESTED',
  'REQUEST_REJECT',
  'REJECT_REQUESTED',
  'REQUEST_DELETE',
  'DELETE_REQUESTED',
  'ACTIVE',
] as const
