import { callIn } from '@/lib/approvals/client-call'
import type { RequestRow } from '@/lib/approvals/rows'
import type { Wire } from '@/lib/atlas/call'
import { sql } from '../database'

/**
 * The media types and the query of the call that a request is for: Atlas must read the body in the version that was
 * approved. Undefined for a request that a person filed.
 */
export async function wireFor(requestId: string | null): Promise<Wire | undefined> {
  if (requestId === null) return undefined
  const [r] = await sql()<Pick<RequestRow, 'call'>[]>`
    select call from request where id = ${requestId}`
  const call = r && callIn(r)
  if (!call) return undefined
  const { query, accept, contentType } = call
  return { query, accept: accept ?? undefined, contentType: contentType ?? undefined }
}
