import { z } from 'zod'
import { breakGlassUse } from './break-glass-shapes'
import { grant } from './grant'
import { shownLevel } from './level'

/** States of a request. `closed` comes with how. */
export const requestStates = [
  'pending',
  'approved',
  'denied',
  'cancelled',
  'expired',
  'closed',
] as const
export const closedHows = [
  'done',
  'ended',
  'revoked',
  'refused',
  'missed',
  'conflict',
  'replaced',
  'skipped',
  'mixed',
] as const
/** How a closed request is shown. A command that `accepted` something is not done when Atlas accepts it. */
export const shownHows = [...closedHows, 'begun'] as const
export const effectStates = [
  'planned',
  'claimed',
  'sending',
  'confirmed',
  'refused',
  'unknown',
  'absent',
  'conflict',
] as const

export const requestId = z.string().regex(/^[0-9a-z]{10,40}$/, 'This request does not exist')
export const time = z.string()

export const actor = z.object({
  name: z.string(),
  kind: z.enum(['human', 'machine', 'gatehouse']),
  /** The role that allowed the action. */
  role: z.string().nullable(),
  isMe: z.boolean(),
  /** Another account with the reader's name or e-mail address. */
  isTwin: z.boolean().optional(),
})

export const effect = z.object({
  id: z.string(),
  op: z.string(),
  /** It ends what the request gave. */
  isEnd: z.boolean(),
  state: z.enum(effectStates),
  attempts: z.number(),
  /** The expiry that was sent, fixed at execution. */
  expirationTime: time.nullable(),
  sentAt: time.nullable(),
  confirmedAt: time.nullable(),
  nextCheckAt: time.nullable(),
  /** Why it was refused, is unknown, met a conflict or can't go on. */
  note: z.string().nullable(),
  /** Since when it can't go on. */
  stuckSince: time.nullable(),
  /** Since when it waits for a person, because the database was restored from a backup. */
  heldSince: time.nullable(),
  /** A permit: only the client's repeat of the call carries it out. */
  awaitsCaller: z.boolean(),
})
export type EffectView = z.output<typeof effect>

/** A row of the inbox. */
export const summary = z.object({
  id: z.string(),
  op: z.string(),
  summary: z.string(),
  state: z.enum(requestStates),
  how: z.enum(shownHows).nullable(),
  environment: z.enum(['production', 'other']),
  orgName: z.string(),
  /** Null for a request about an organization. `groupName` is then the organization's name. */
  groupId: z.string().nullable(),
  groupName: z.string(),
  clusterName: z.string().nullable(),
  /** For several clusters: how many, and what came of them (`3 of 5 granted, 1 failed`). Null: for one target. */
  targets: z.object({ total: z.number(), says: z.string(), isOdd: z.boolean() }).nullable(),
  /** For access: its level. */
  level: shownLevel.nullable(),
  minutes: z.number().nullable(),
  requester: actor,
  reason: z.string(),
  ticket: z.string().nullable(),
  /** For the call of a client: the owner of its machine, if it has one. */
  client: z.object({ owner: z.string().nullable() }).nullable(),
  /** Requests that were sent together have the same. */
  plan: z.string().nullable(),
  createdAt: time,
  decideBy: time,
  settledAt: time.nullable(),
  settledBy: z.string().nullable(),
  /** The expiry, once the grant is sent. */
  endsAt: time.nullable(),
  /** The newest effect, of the grant or the revoke. */
  effect: effect.nullable(),
  /** null: may; a sentence: why not. */
  mayApprove: z.string().nullable(),
  /** null: it needs no approval. `waitsFor`: who can give the next one. */
  approvals: z
    .object({ got: z.number(), needed: z.number(), waitsFor: z.string().nullable() })
    .nullable(),
  mayRevoke: z.string().nullable(),
  /** Null: it waits for approval, or was approved. */
  breakGlass: breakGlassUse.nullable(),
})
export type RequestSummary = z.output<typeof summary>

/** A grant in Atlas that Gatehouse did not make, or that differs from the approved one. */
export const drift = z.object({
  groupId: z.string(),
  groupName: z.string(),
  orgName: z.string(),
  clusterName: z.string(),
  environment: z.enum(['production', 'other']),
  /** The approved grant. Null: there should be none. */
  expected: grant.nullable(),
  /** The grant in Atlas. Null: it is missing. */
  observed: grant.nullable(),
  firstSeenAt: time,
  observedAt: time,
  mayRevoke: z.string().nullable(),
})
export type Drift = z.output<typeof drift>

/** A grant or a revoke that can't go on: shown until it does. */
export const stuck = z.object({
  effectId: z.string(),
  /** null: a revoke of a grant made outside Gatehouse. */
  requestId: z.string().nullable(),
  isRevoke: z.boolean(),
  summary: z.string(),
  groupId: z.string().nullable(),
  groupName: z.string(),
  orgName: z.string(),
  clusterName: z.string().nullable(),
  since: time,
  why: z.string(),
  /** It waits for a person to release it. */
  isHeld: z.boolean(),
  /** null: the reader may release it. */
  mayRelease: z.string().nullable(),
})
export type Stuck = z.output<typeof stuck>

export const step = z.object({
  seq: z.number(),
  /** The first 12 hex digits of the row's hash. */
  hash: z.string(),
  time,
  type: z.string(),
  /** One sentence. */
  summary: z.string(),
  actor,
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Atlas's status and error code, if it was called. */
  atlas: z.string().nullable(),
  tone: z.enum(['neutral', 'good', 'warn', 'bad']),
})
export type TimelineStep = z.output<typeof step>

/** An event of Atlas about the access of a request, or about what people did with it. */
export const accessEvent = z.object({
  id: z.string(),
  time,
  type: z.string(),
  actor: z.string(),
  groupId: z.string(),
  clusterName: z.string().nullable(),
  address: z.string().nullable(),
})
export type AccessEvent = z.output<typeof accessEvent>

/** An optional comment. */
export const comment = z.string().max(1000, 'At most 1,000 characters')

/** A request in what its requester filed before. */
export const pastRequest = z.object({
  id: z.string(),
  summary: z.string(),
  state: z.enum(requestStates),
  how: z.enum(shownHows).nullable(),
  createdAt: time,
  sameCluster: z.boolean(),
})

/** A target of a request for several whose access a revoke did not end, and why. Null: out of the person's scope. */
export const keptAccess = z.object({ clusterName: z.string().nullable(), why: z.string() })
