import type { StoredEntry } from '@/lib/audit/read'
import { minutesInWords } from '@/lib/ops/employee'
import type { TimelineStep } from '@/lib/ops/request-shapes'

const says: Record<string, [string, TimelineStep['tone']]> = {
  'request.created': ['filed the request', 'neutral'],
  'request.edited': [
    'edited the request: what was said of the earlier revision no longer counts',
    'neutral',
  ],
  'request.approved': ['approved the request', 'good'],
  'request.denied': ['denied the request', 'bad'],
  'request.cancelled': ['withdrew the request', 'neutral'],
  'request.expired': ['closed the request: nobody decided in time', 'warn'],
  'request.closed': ['closed the request', 'neutral'],
  'approvals.voided': ['voided the approval: the request waits for a decision again', 'warn'],
  'effect.claimed': ['read what Atlas holds before the call', 'neutral'],
  'effect.planned': ['will try the call again', 'warn'],
  'effect.sending': ['sent the call to Atlas', 'neutral'],
  'effect.confirmed': ['read it back from Atlas: it stands', 'good'],
  'effect.refused': ['stopped: the call was refused', 'bad'],
  'effect.unknown': ['does not know yet whether Atlas acted: it reads again', 'warn'],
  'effect.absent': ['read that Atlas did not act', 'warn'],
  'effect.conflict': ['stopped: something else stands in the slot', 'bad'],
  'grants.released': ['released the grant from its hold', 'neutral'],
  'revoke.requested': ['revoked the grant', 'neutral'],
  'grant.ended': ['read that the grant is over', 'good'],
  'drift.detected': ['found a change made outside Gatehouse', 'bad'],
  'drift.cleared': ['found the outside change gone', 'neutral'],
}

const isEnd = (op: string | undefined) => op === 'employee.revoke'

function sentence({ body }: StoredEntry): [string, TimelineStep['tone']] {
  const after: unknown = body.after
  const note =
    typeof after === 'object' && after !== null && 'note' in after ? String(after.note) : undefined
  if (body.type === 'effect.sending' && isEnd(body.op))
    return ['sent the revoke to Atlas', 'neutral']
  if (body.type === 'effect.confirmed' && isEnd(body.op))
    return ['read it back from Atlas: the slot is empty', 'good']
  // With a note it was settled otherwise than by reading the change.
  if (body.type === 'effect.confirmed' && note) return [`settled the call. ${note}`, 'good']
  if (body.type === 'grant.ended')
    return [
      note ??
        (body.outcome === 'ended'
          ? 'read back that the grant lapsed at its end'
          : 'closed the request: the grant was revoked'),
      note ? 'warn' : 'neutral',
    ]
  const [words, tone] = says[body.type] ?? [body.type, 'neutral']
  const minutes =
    typeof after === 'object' && after !== null && 'minutes' in after
      ? ` for ${minutesInWords(Number(after.minutes))}`
      : ''
  return [`${words}${minutes}${note ? `. ${note}` : ''}`, tone]
}

/** The audit rows of a request as the steps of its timeline, oldest first; `me` is (iss, sub) of the reader. */
export const timelineOf = (
  entries: readonly StoredEntry[],
  me: { iss: string; sub: string },
): TimelineStep[] =>
  entries.map((entry) => {
    const { body, seq, hash } = entry
    const [words, tone] = sentence(entry)
    const { upstream, actor } = body
    const code =
      typeof body.after === 'object' && body.after !== null && 'error_code' in body.after
        ? ` ${body.after.error_code}`
        : ''
    return {
      seq,
      hash: hash.slice(0, 12),
      time: body.time,
      type: body.type,
      says: words,
      actor: {
        name: actor.display ?? 'Gatehouse',
        kind: actor.kind === 'human' ? 'human' : 'gatehouse',
        role: actor.role ?? null,
        isMe: actor.iss === me.iss && actor.sub === me.sub,
      },
      reason: body.comment ?? body.reason ?? null,
      requestId: body.trace ?? null,
      atlas: upstream?.status === undefined ? null : `${upstream.status}${code}`,
      tone,
    }
  })
