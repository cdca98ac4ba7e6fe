import { list } from '@/lib/format/words'
import { OpError } from '@/lib/ops/failure'
import { routes } from '@/lib/routes'
import { configuration } from '../configuration'
import type { GatewayAnswer } from './call'
import type { Gated } from './gated'
import type { LastRequest } from './last-request'
import { type RefusalCode, Refused, refusal } from './refusal'

const linkTo = (id: string) => new URL(routes.request(id), configuration().url).href
const at = (time: Date) => time.toISOString().replace(/\.\d+Z$/, 'Z')

/** A refusal about a request. The link is in the sentence, because some clients show nothing else. */
const about = (code: RefusalCode, { id }: Pick<LastRequest, 'id'>, ...sentences: string[]) => {
  const link = linkTo(id)
  const detail = [...sentences.filter(Boolean), `Request ${id}: ${link}`].join(' ')
  return refusal(403, code, detail, { parameters: [id, link] })
}

/** The request waits for approval. `moved`: what differs from another open request of the same client. */
export function notYet(
  { because }: Gated,
  last: LastRequest,
  moved?: { id: string; fields: string[] },
): GatewayAnswer {
  const next =
    last.mode === 'permit'
      ? 'After the approval, send exactly the same call again.'
      : 'After the approval, Gatehouse sends it. Send the same call again to get Atlas’s answer.'
  const other =
    moved === undefined
      ? ''
      : moved.fields.length > 0
        ? `It differs from request ${moved.id} in ${list(moved.fields)}, so it needs a separate approval.`
        : `It looks like request ${moved.id}, but its bytes differ: a secret, the spaces or the order of the fields. An approval covers only the exact bytes, so it needs a separate one.`
  return about(
    'GATEHOUSE_APPROVAL_REQUIRED',
    last,
    safe(because),
    `A second person must approve it by ${at(last.decide_by)}. Nothing was sent to Atlas.`,
    other,
    next,
  )
}

/** MongoDB's MCP server adds a wrong hint to a text with both words. */
const safe = (text: string) => (/\bactive\b/i.test(text) && /processor/i.test(text) ? '' : text)

export const saidNo = (last: LastRequest): GatewayAnswer =>
  about(
    'GATEHOUSE_DENIED',
    last,
    `${last.denied_by ?? 'An approver'} denied this call${last.comment ? `: “${last.comment}”` : '.'}`,
    `The same call is refused until ${at(new Date(last.changed_at.getTime() + 86_400_000))}. To request it again before that, send it with another reason in the X-Gatehouse-Reason header. Nothing was sent to Atlas.`,
  )

/** It passed once, or Gatehouse sent it and has no answer for the client. */
export const done = (last: LastRequest): GatewayAnswer =>
  last.is_untold ? untold(last) : passedOnce(last)

const untold = (last: LastRequest) =>
  about(
    'GATEHOUSE_OUTCOME_UNKNOWN',
    last,
    `This approved call was sent, and Atlas did not confirm it. It may have happened: read the current state. ${last.note ?? ''}`,
    `This repeat was not sent. To request it again, send it with another reason in the X-Gatehouse-Reason header${last.execute_by ? `, or after ${at(last.execute_by)}` : ''}.`,
  )

const passedOnce = (last: LastRequest) =>
  about(
    'GATEHOUSE_ALREADY_DONE',
    last,
    last.how === 'done'
      ? last.mode === 'permit'
        ? `The approval let this call pass once, at ${at(last.changed_at)}.`
        : `Gatehouse sent this call, and it was done at ${at(last.changed_at)}. Atlas’s answer is not available.`
      : `Gatehouse did not complete this call. ${last.note ?? ''}`,
    `This repeat was not sent to Atlas.${last.execute_by ? ` After ${at(last.execute_by)}, the same call is a new request.` : ''}`,
  )

export const onTheWay = (last: LastRequest): GatewayAnswer =>
  last.effect_state === 'unknown' || last.effect_state === 'absent'
    ? about(
        'GATEHOUSE_OUTCOME_UNKNOWN',
        last,
        'Atlas did not confirm this call. It may still happen. Gatehouse keeps checking, and this repeat was not sent.',
      )
    : about(
        'GATEHOUSE_CONFLICT',
        last,
        'This call is approved and is being carried out. This repeat was not sent. Send it again in a few seconds to see the result.',
      )

/** The bytes are the approved ones, but Gatehouse reads them as another command now. */
export const otherVersion = (last: LastRequest): GatewayAnswer =>
  about(
    'GATEHOUSE_CONFLICT',
    last,
    'The approval is for the same bytes in another version of the Atlas API. Send the call with the Accept and Content-Type headers it had. Nothing was sent to Atlas.',
  )

/** It is approved, and can't be carried out yet. */
export const unused = (last: LastRequest): GatewayAnswer =>
  about(
    'GATEHOUSE_APPROVAL_REQUIRED',
    last,
    last.held_since
      ? 'This call is approved, but on hold after a database restore. An approver or admin must release it.'
      : `This call is approved, but can’t be sent before ${at(last.due_at ?? new Date())}. ${last.note ?? ''}`,
    'Nothing was sent to Atlas.',
  )

/** What the checks right before the call stopped, or a call without an answer. */
export function failed(gated: Gated, last: LastRequest): GatewayAnswer {
  if (last.state === 'pending') return notYet(gated, last)
  if (last.effect_state === 'planned') return unused(last)
  if (last.effect_state === 'unknown' || last.effect_state === 'absent') return onTheWay(last)
  return about(
    'GATEHOUSE_CONFLICT',
    last,
    `The approved call was not sent to Atlas. ${last.note ?? ''}`,
  )
}

/** The database failed after the call may have left. */
export const unconfirmed = (): OpError =>
  OpError.of(
    'unknown-outcome',
    'Gatehouse can’t reach its database, and this approved call may have been sent. Read the current state before you send it again.',
  )

/** Why a request can't be filed, as a refusal where a repeat of the call would not help. */
export function asRefusal(error: OpError): Error {
  const { kind, message, fields } = error.failure
  if (kind !== 'conflict' && kind !== 'invalid') return error
  const code = kind === 'conflict' ? 'GATEHOUSE_CONFLICT' : 'GATEHOUSE_NOT_ALLOWED'
  const hint = fields?.ticket ? ' Send the ticket in the X-Gatehouse-Ticket header.' : ''
  return new Refused(403, code, `${message}${hint} Nothing was sent to Atlas.`)
}
