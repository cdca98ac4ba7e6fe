import type postgres from 'postgres'
import type { closedHows, effectStates, requestStates } from '@/lib/ops/request-shapes'

export type Sql = postgres.Sql
export type Tx = postgres.TransactionSql

export type RequestState = (typeof requestStates)[number]
export type EffectState = (typeof effectStates)[number]
export type ClosedHow = (typeof closedHows)[number]

/** A row of `request` (migrations/0002_requests.sql). */
export type RequestRow = {
  id: string
  op: string
  org_id: string
  /** null: about the organization. */
  group_id: string | null
  cluster_name: string | null
  environment: 'production' | 'other'
  slot: string | null
  revision: number
  /** Canonical JSON. */
  input: string
  digest: string
  says: string
  reason: string
  ticket: string | null
  requester_iss: string
  requester_sub: string
  requester_name: string
  rule: string
  policy_digest: string
  /** Canonical JSON of its `Terms` (terms.ts). Null: filed before they were stored. */
  terms: string | null
  max_minutes: number | null
  minutes: number | null
  decide_by: Date
  execute_minutes: number
  execute_by: Date | null
  /** How many groups it was escalated to. */
  escalated: number
  /** Nothing is sent earlier. */
  not_before: Date | null
  /** The request whose access it takes over on the same slot. */
  replaces: string | null
  /** Of one target of a request for several: that request, and the place in its list. */
  part_of: string | null
  part_at: number | null
  /** Canonical JSON of the targets (targets.ts). Null: it has one. */
  targets: string | null
  on_failure: 'stop' | 'continue' | null
  /** For whom it was filed, if not for the requester. */
  beneficiary_iss: string | null
  beneficiary_sub: string | null
  beneficiary_name: string | null
  /** Canonical JSON of the call that a client sent (client-call.ts). Null: a person filed it in Gatehouse. */
  call: string | null
  /** The same for identical calls of one sender. */
  call_key: string | null
  /** The exact body, if Gatehouse sends the call itself. */
  call_body: string | null
  /** Calls of one sender that came soon after each other have the same. */
  plan: string | null
  state: RequestState
  how: ClosedHow | null
  created_at: Date
  changed_at: Date
}

export type DecisionRow = {
  id: number
  request_id: string
  revision: number
  verdict: 'approve' | 'deny'
  digest: string
  iss: string
  sub: string
  name: string
  binding: string
  /** The step that it counts for, from 0. */
  step: number
  minutes: number | null
  /** A smaller level of access than requested. */
  level: string | null
  /** The parts that it left, as a JSON list of ids. Null: all. */
  targets: string | null
  /** Whose right it was, for a delegate. */
  for_iss: string | null
  for_sub: string | null
  for_name: string | null
  delegation_id: string | null
  comment: string | null
  at: Date
}

/** A row of `break_glass` (migrations/0150_break_glass.sql). */
export type BreakGlassRow = {
  request_id: string
  revision: number
  digest: string
  effect_id: string
  iss: string
  sub: string
  reason: string
  minutes: number | null
  used_at: Date
  review_due: Date
  overdue_at: Date | null
  verdict: 'justified' | 'not-justified' | null
  reviewer_iss: string | null
  reviewer_sub: string | null
  reviewer_name: string | null
  comment: string | null
  reviewed_at: Date | null
}

export type EffectRow = {
  id: string
  request_id: string | null
  kind: 'begin' | 'end'
  op: string
  org_id: string
  /** null: about the organization. */
  group_id: string | null
  cluster_name: string | null
  input: string
  actor_name: string
  reason: string | null
  state: EffectState
  attempt: number
  token: number
  body: string | null
  expiration_time: Date | null
  sent_at: Date | null
  give_up_at: Date | null
  next_check_at: Date | null
  checks: number
  execute_by: Date | null
  confirmed_at: Date | null
  /** When Atlas answered 2xx. */
  accepted_at: Date | null
  /** Since when it can't continue; `note` says why. */
  stuck_since: Date | null
  /** Since when it is on hold, because the database was restored from a backup. */
  held_since: Date | null
  /** A permit: only the client's repeat of the call carries it out. */
  awaits_caller: boolean
  note: string | null
  created_at: Date
  changed_at: Date
}

/** States in which an effect may still act, or may have acted unnoticed. */
export const underWay = ['planned', 'claimed', 'sending', 'unknown', 'absent'] as const
