import { z } from 'zod'
import { auditBody } from '@/lib/audit/read'
import type { DecisionRow, EffectRow, RequestRow, Sql } from './rows'

const approved = z.looseObject({ effect: z.string(), minutes: z.number().optional() })

/**
 * Whether the audit chain itself holds the approval that an effect follows: of this request, revision and digest, by the
 * person of the decision. Tables can be changed by whoever has the application's database password, the chain can't.
 */
export async function isApprovedInChain(
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
