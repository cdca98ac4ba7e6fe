/** What the reference model is made of. Times are in seconds. */

export type Step = { leadsOnly: boolean; count: number }
export type Grant = { level: number; end: number }
export type Fault = 'none' | 'refused' | 'lost' | 'late' | 'unread' | 'die-before' | 'die-after'

export type Command =
  | { do: 'file'; minutes: number; startsIn: number | null }
  | { do: 'vote'; person: number; minutes: number | null; level: number | null; stale: boolean }
  | { do: 'deny'; person: number }
  | { do: 'cancel' | 'revoke' | 'crash' | 'recover' | 'reconcile' | 'expire' | 'escalate' }
  | { do: 'edit'; minutes: number }
  | { do: 'execute'; fault: Fault }
  | { do: 'jump'; seconds: number }
  | { do: 'check waiting' | 'observe' | 'remove outside' | 'grant outside' }
  | { do: 'toggle role'; person: number }

export type Vote = { person: number; step: number; minutes: number | null; level: number | null }
export type Effect = {
  kind: 'begin' | 'end'
  of: Request
  state: string
  attempt: number
  checks: number
  /** What was sent. */
  body?: Grant
  minutes: number
  level: number
  sentAt?: number
  giveUpAt?: number
  nextAt?: number | undefined
  lease?: number
  executeBy?: number
  confirmedAt?: number
  changedAt: number
  note?: string | undefined
  isStuck: boolean
}
export type Request = {
  state: string
  how: string | null
  revision: number
  minutes: number
  startsAt: number | null
  createdAt: number
  decideBy: number
  escalated: number
  votes: Vote[]
  chain: string[]
}

/** Those who can approve: two leads, another, and one of the group that requests are escalated to. */
export const PEOPLE = 4
export const isLead = (person: number) => person < 2
export const ESCALATED_TO = 3
export const DECIDE = 6_000
export const EXECUTE = 1_800
export const CHECKS = [2, 5, 15, 30, 60]
export const LEASE = 20
/** From `Reach.timeoutMs` of the harness. */
export const TIMEOUT = 5
export const REQUESTED_LEVEL = 1

export const isUnderWay = ({ state }: Effect) =>
  ['planned', 'claimed', 'sending', 'unknown', 'absent'].includes(state)
export const same = (a: Grant | null, b: Grant | undefined | null) =>
  a !== null && a.level === b?.level && a.end === b.end
