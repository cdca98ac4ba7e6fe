import { z } from 'zod'
import { wordsFor } from '@/lib/audit/event-types'
import type { AuditBody, StoredEntry } from '@/lib/audit/read'
import { minutesInWords } from '@/lib/format/duration'
import { endsAccess } from '@/lib/ops/registry'
import type { TimelineStep } from '@/lib/ops/request-shapes'

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
  if (body.type === 'revoke.requested' && body.outcome === 'revoked')
    return ['stopped the grant before anything was sent', 'neutral']
  if (body.type === 'part.closed')
    return [
      `${partEnds[body.outcome ?? ''] ?? 'closed'}: ${body.target}`,
      body.outcome === 'done' ? 'good' : 'bad',
    ]
  const { event, did = event, tone = 'neutral' } = wordsFor(body.type)
  const minutes =
    typeof after === 'object' && after !== null && 'minutes' in after
      ? ` for ${minutesInWords(Number(after.minutes))}`
      : ''
  const [first, ...rest] = did.split('. ')
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
