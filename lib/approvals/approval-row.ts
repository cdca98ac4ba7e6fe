import { z } from 'zod'
import { auditBody } from '@/lib/audit/read'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

const approved = z.looseObject({ effect: z.string(), minutes: z.number().optional() })

/**
 * Whether the audit log has the approval of an effect: for this request, revision and digest, by the person who decided.
 * Anyone with the application's database password can change the tables, but not the log.
 */
export async function isApprovedInLog(
  sql: Sql,
  effect: Pick<EffectRow, 'id'>,
  r: Pick<RequestRow, 'id' | 'revision' | 'digest'>,
  decision: Pick<DecisionRow, 'iss' | 'sub' | 'minutes'>,
): Promise<boolean> {
  const rows = await sql<{ body: string }[]>`
    select body from audit where body::jsonb #>> '{request,id}' = ${r.id}
      and body::jsonb ->> 'type' = 'request.approved' order by seq desc`
  return rows.some(({ body }) => {
    const { request, actor, after } = auditBody.safeParse(JSON.parse(body)).data ?? {}
    const said = approved.safeParse(after).data
    return (
      request?.rev === r.revision &&
      request.digest === r.digest &&
      actor?.iss === decision.iss &&
      actor.sub === decision.sub &&
      said?.effect === effect.id &&
      (said.minutes ?? null) === decision.minutes
    )
  })
}
