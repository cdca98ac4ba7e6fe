import type { Asking } from '@/lib/approvals/file-request'
import type { RequestRow } from '@/lib/approvals/rows'
import { OpError } from '@/lib/ops/failure'
import { configuration } from '../configuration'
import { sql } from '../database'
import type { Person } from '../person'

/** What a request can ask for besides the operation itself. */
export type Options = {
  notBefore?: string | undefined
  replaces?: string | undefined
  onBehalfOf?: string | undefined
}

/** The furthest start, in days. */
const MOST_DAYS = 30

/** @throws OpError 'invalid' for a start that is past or too far away */
export function startOf(notBefore: string | undefined): Date | null {
  if (notBefore === undefined) return null
  const at = new Date(notBefore)
  const left = at.getTime() - Date.now()
  const why =
    left <= 0
      ? 'Choose a start time in the future, or leave it empty to start after the approval.'
      : left > MOST_DAYS * 86_400_000
        ? `Choose a start time in the next ${MOST_DAYS} days.`
        : undefined
  if (why) throw OpError.of('invalid', why, { fields: { notBefore: why } })
  return at
}

/** The person that a request is for, from their last sign-in. @throws OpError 'invalid' if they never signed in */
export async function beneficiaryOf(
  sub: string | undefined,
  person: Person,
): Promise<Asking['beneficiary']> {
  if (!sub) return null
  const { issuer } = configuration().signIn
  const [seen] = await sql()<{ iss: string; sub: string; name: string }[]>`
    select iss, sub, name from person_seen where iss = ${issuer} and sub = ${sub}`
  const why =
    sub === person.sub
      ? 'This is you. Leave it empty for a request of your own.'
      : seen
        ? undefined
        : 'This account has never signed in to Gatehouse.'
  if (why || !seen) throw OpError.of('invalid', why ?? '', { fields: { onBehalfOf: why ?? '' } })
  return seen
}

/** @throws OpError 'conflict' if that request has no active access on the same slot */
export async function checkReplaces(
  id: string | undefined,
  next: Pick<Asking, 'op' | 'slot'>,
): Promise<string | null> {
  if (id === undefined) return null
  const [r] = await sql()<(RequestRow & { is_live: boolean })[]>`
    select r.*, exists (select 1 from effect e where e.request_id = r.id and e.kind = 'begin' and e.state = 'confirmed'
        and e.expiration_time > clock_timestamp())
      and not exists (select 1 from effect e where e.request_id = r.id and e.kind = 'end') as is_live
    from request r where id = ${id}`
  if (r?.state !== 'approved' || !r.is_live || r.slot !== next.slot || r.op !== next.op)
    throw OpError.of(
      'conflict',
      'The access to replace is no longer active on this cluster. Send a new request instead.',
    )
  return id
}
