import { parseJson, printJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import type { Op } from '@/lib/ops/define'
import { sql } from '../database'
import { withoutHidden } from '../hidden'
import { seal, unseal } from '../sealed'
import type { GatewayAnswer } from './call'

/** A larger answer is not kept, in bytes. */
const LARGEST = 1_000_000
const USE = 'client-answer'

type Kept = { status: number; contentType: string; body: string }

/** Atlas's answer to a call, as text. */
export type AtlasSaid = Kept

/**
 * Keeps Atlas's answer to a call that Gatehouse sent, for its client and until the approval expires. It is encrypted, and
 * has a placeholder in place of each secret.
 */
export async function keepAnswer(
  requestId: string,
  op: Pick<Op, 'hiddenFields' | 'shownOnce'>,
  said: AtlasSaid,
): Promise<void> {
  const body = said.body.length > LARGEST ? '' : safeBody(op, said.body)
  await sql()`
    insert into call_answer (request_id, answer, until)
    select id, ${seal({ ...said, body }, USE)}, execute_by from request where id = ${requestId} and execute_by is not null
    on conflict (request_id) do update set answer = excluded.answer`
}

/** The bytes as they are, if nothing in them is secret. */
function safeBody(
  { hiddenFields, shownOnce = [] }: Pick<Op, 'hiddenFields' | 'shownOnce'>,
  text: string,
) {
  if (text === '') return ''
  try {
    const body = parseJson(text)
    const named = Array.isArray(hiddenFields) ? hiddenFields : []
    const safe = withoutHidden(
      { hiddenFields: [...named, ...shownOnce] },
      withoutHidden({ hiddenFields: 'like secrets' }, body),
    )
    return sameJson(body, safe) ? text : printJson(safe)
  } catch {
    return ''
  }
}

/** Atlas's answer to a call that Gatehouse sent. Undefined: there is none yet, or it can't be read any more. */
export async function keptAnswer(requestId: string): Promise<GatewayAnswer | undefined> {
  const [row] = await sql()<{ answer: Uint8Array }[]>`
    select answer from call_answer where request_id = ${requestId} and until > clock_timestamp()`
  if (!row) return undefined
  try {
    return answerOf(unseal(row.answer, USE) as Kept)
  } catch {
    return undefined
  }
}

const answerOf = ({ status, contentType, body }: AtlasSaid): GatewayAnswer => ({
  status,
  headers: { 'content-type': contentType },
  body: Buffer.from(body),
})

/** Deletes answers whose time is over. */
export const forgetAnswers = () => sql()`delete from call_answer where until < clock_timestamp()`
