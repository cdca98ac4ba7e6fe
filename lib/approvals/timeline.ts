import { z } from 'zod'
import type { AuditBody, StoredEntry } from '@/lib/audit/read'
import { minutesInWords } from '@/lib/format/duration'
import { endsAccess } from '@/lib/ops/registry'
import type { TimelineStep } from '@/lib/ops/request-shapes'

const says: Record<string, [string, TimelineStep['tone']]> = {
  'request.created': ['filed the request', 'neutral'],
  'request.edited': ['edited the request', 'neutral'],
  'request.approved': ['approved the request', 'good'],
  'decision.approve': ['approved the request. It waits for another approval', 'good'],
  'request.escalated': ['escalated the request', 'warn'],
  'breakglass.used': ['used break-glass. The request was sent without approval', 'bad'],
  'breakglass.reviewed': ['reviewed the break-glass: justified', 'good'],
  'breakglass.overdue': ['found that nobody reviewed the break-glass in time', 'bad'],
  'request.denied': ['denied the request', 'bad'],
  'request.cancelled': ['canceled the request', 'neutral'],
  'request.expired': ['closed the request: no decision in time', 'warn'],
  'request.attended': ['said “I’m on it” in Slack', 'neutral'],
  'request.closed': ['closed the request', 'neutral'],
  'request.settled': ['finished the calls', 'neutral'],
  'approvals.voided': ['voided the approval. The request needs a new decision', 'warn'],
  'effect.claimed': ['read the current state in Atlas', 'neutral'],
  'effect.planned': ['will try again', 'warn'],
  'effect.sending': ['sent the call to Atlas', 'neutral'],
  'effect.confirmed': ['confirmed the change in Atlas', 'good'],
  'effect.refused': ['stopped', 'bad'],
  'effect.unknown': ['has no confirmation yet and will check again', 'warn'],
  'effect.absent': ['found that Atlas did not act', 'warn'],
  'effect.conflict': ['stopped because of a conflict', 'bad'],
  'grants.released': ['released the grant', 'neutral'],
  'revoke.requested': ['revoked the grant', 'neutral'],
  'grant.ended': ['found that the grant has ended', 'good'],
  'drift.detected': ['found a change made outside Gatehouse', 'bad'],
  'credential.detected': ['found an Atlas credential created outside Gatehouse', 'bad'],
  'drift.cleared': ['found that the change made outside Gatehouse is gone', 'neutral'],
}

const ofPart = z.looseObject({ part: z.string() })

/** The part of a request for several targets that an audit row is about. */
export const partOf = (body: AuditBody): string | undefined =>
  ofPart.safeParse(body.after).data?.part

const partEnds: Record<string, string> = {
  done: 'finished',
  skipped: 'skipped',
  refused: 'failed',
  missed: 'failed: not sent in time',
  conflict: 'stopped because of a conflict',
}

const isEnd = (op: string | undefined) => op !== undefined && endsAccess(op)

function sentence({ body }: StoredEntry): [string, TimelineStep['tone']] {
  const after: unknown = body.after
  const note =
    typeof after === 'object' && after !== null && 'note' in after ? String(after.note) : undefined
  if (body.type === 'effect.sending' && isEnd(body.op))
    return ['sent the revoke to Atlas', 'neutral']
  if (body.type === 'effect.confirmed' && isEnd(body.op))
    return ['confirmed in Atlas that access is revoked', 'good']
  if (body.type === 'request.approved' && body.actor.kind === 'gatehouse')
    return [`approved the request automatically, by the policy rule ${body.policy?.[0]}`, 'good']
  if (body.type === 'breakglass.reviewed' && body.outcome === 'not-justified')
    return ['reviewed the break-glass: not justified', 'bad']
  // A note says how it was settled without reading the change.
  if (body.type === 'effect.confirmed' && note) return [`finished. ${note}`, 'good']
  if (body.type === 'grant.ended')
    return [
      note ??
        (body.outcome === 'ended'
          ? 'confirmed in Atlas that the grant expired'
          : body.outcome === 'replaced'
            ? 'closed the request: another grant replaced this one'
            : 'closed the request: the grant was revoked'),
      note ? 'warn' : 'neutral',
    ]
  if (body.type === 'part.closed')
    return [
      `${partEnds[body.outcome ?? ''] ?? 'closed'}: ${body.target}`,
      body.outcome === 'done' ? 'good' : 'bad',
    ]
  const [words, tone] = says[body.type] ?? [body.type, 'neutral']
  const minutes =
    typeof after === 'object' && after !== null && 'minutes' in after
      ? ` for ${minutesInWords(Number(after.minutes))}`
      : ''
  const [first, ...rest] = words.split('. ')
  return [[`${first}${minutes}`, ...rest, ...(note ? [note] : [])].join('. '), tone]
}

/** A request's audit rows as timeline steps, oldest first. `me` is the reader. */
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
      summary: words,
      actor: {
        name: actor.display ?? 'Gatehouse',
        kind: actor.kind,
        role: actor.role ?? null,
        isMe: actor.iss === me.iss && actor.sub === me.sub,
      },
      reason: body.comment ?? body.reason ?? null,
      requestId: body.trace ?? null,
      atlas: upstream?.status === undefined ? null : `${upstream.status}${code}`,
      tone,
    }
  })
