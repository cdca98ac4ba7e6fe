import { z } from 'zod'
import { auditBody } from '@/lib/audit/read'
import { sameJson } from '@/lib/format/same'
import { hashOf } from './effects'
import { type Narrowing, narrowingOf } from './narrowing'
import { holderOf } from './quorum'
import type { BreakGlassRow, DecisionRow, EffectRow, RequestRow, Sql } from './rows'

const narrowing = z.object({
  minutes: z.number().default(0),
  level: z.string().default(''),
  targets: z.array(z.string()).optional(),
})
const said = narrowing.extend({
  step: z.number().default(0),
  effect: z.string().optional(),
  /** For several targets. */
  effects: z.array(z.string()).optional(),
  /** Missing in approvals by one person that were recorded before votes had steps. */
  approved: narrowing.optional(),
})

const types = ['decision.approve', 'request.approved', 'request.escalated', 'breakglass.used']

type Logged = {
  type: string
  rev?: number | undefined
  digest?: string | undefined
  /** The voter, and the person whose right it was. */
  voter: string
  holder: string
  after: z.output<typeof said> | undefined
}

/** What the audit log has about the decisions on a request. */
export type LoggedDecisions = { rows: Logged[]; escalated: number }

/**
 * The approvals of a request in the audit log. Anyone with the application's database password can change the tables, but
 * not the log.
 */
export async function loggedDecisions(sql: Sql, requestId: string): Promise<LoggedDecisions> {
  const found = await sql<{ body: string }[]>`
    select body from audit where body::jsonb #>> '{request,id}' = ${requestId}
      and body::jsonb ->> 'type' = any(${types}) order by seq`
  const rows = found.flatMap(({ body }) => {
    const row = auditBody.safeParse(JSON.parse(body)).data
    if (!row || row.actor.kind === 'machine') return []
    const { type, request, actor, on_behalf_of: principal } = row
    const voter = `${actor.iss} ${actor.sub}`
    const holder = principal ? `${principal.iss} ${principal.sub}` : voter
    const after = said.safeParse(row.after).data
    return [{ type, rev: request?.rev, digest: request?.digest, voter, holder, after }]
  })
  return { rows, escalated: rows.filter((row) => row.type === 'request.escalated').length }
}

const narrowedAlike = (a: z.output<typeof narrowing> | undefined, b: Narrowing) =>
  (a?.minutes ?? 0) === (b.minutes ?? 0) &&
  (a?.level ?? '') === (b.level ?? '') &&
  sameJson(a?.targets ?? null, b.targets)

const ofRevision = (rows: readonly Logged[], r: Pick<RequestRow, 'revision' | 'digest'>) =>
  rows.filter((row) => row.rev === r.revision && row.digest === r.digest)

/** Whether the log has this break-glass, for this effect, revision and digest. */
export const isBreakGlassInLog = (
  { rows }: LoggedDecisions,
  effect: Pick<EffectRow, 'id'>,
  r: Pick<RequestRow, 'revision' | 'digest'>,
  glass: BreakGlassRow,
): boolean =>
  ofRevision(rows, r).some(
    ({ type, voter, after }) =>
      type === 'breakglass.used' &&
      voter === `${glass.iss} ${glass.sub}` &&
      after?.effect === effect.id &&
      narrowedAlike(after.approved, { minutes: glass.minutes, level: null, targets: null }),
  )

/**
 * Whether the log has each of the votes, and the approval of this effect: for this request, revision and digest, by these
 * people, narrowed in the same way.
 */
export function isApprovedInLog(
  { rows }: LoggedDecisions,
  effect: Pick<EffectRow, 'id'>,
  r: Pick<RequestRow, 'revision' | 'digest'>,
  votes: readonly DecisionRow[],
  narrowing: Narrowing,
): boolean {
  const own = ofRevision(rows, r)
  const hasVote = (vote: DecisionRow) => {
    const holder = holderOf(vote)
    return own.some(
      (row) =>
        row.voter === `${vote.iss} ${vote.sub}` &&
        row.holder === `${holder.iss} ${holder.sub}` &&
        (row.after?.step ?? 0) === vote.step &&
        narrowedAlike(row.after, narrowingOf(vote)),
    )
  }
  const isSettled = own.some(
    ({ type, after }) =>
      type === 'request.approved' &&
      (after?.effect === effect.id || after?.effects?.includes(effect.id)) &&
      narrowedAlike(after.approved ?? after, narrowing),
  )
  return isSettled && votes.every(hasVote)
}

/** Whether the log has that an effect was sent with the body in its row. Only a repeat has a body before it is sent. */
export async function wasSentAs(
  sql: Sql,
  { id, body }: Pick<EffectRow, 'id' | 'body'>,
): Promise<boolean> {
  const rows = await sql`
    select 1 from audit where body::jsonb ->> 'trace' = ${id} and body::jsonb ->> 'type' = 'effect.sending'
      and body::jsonb #>> '{upstream,body_hash}' = ${hashOf(body ?? '')} limit 1`
  return rows.length > 0
}
