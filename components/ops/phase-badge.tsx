'use client'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Badge, type Tone } from '../ui/badge'
import { type Moving, type Phase, phaseOf } from './phase'

const look = (word: string, tone: Tone, icon: string) => ({
  word,
  tone,
  icon: <svg aria-hidden className={icon} />,
})

/** The label, tone and icon of each phase. */
export const phaseLook: Record<Phase, ReturnType<typeof look>> = {
  pending: look('Waiting for review', 'accent', 'icon-[hourglass]'),
  planned: look('Approved, sending soon', 'accent', 'icon-[send]'),
  unsent: look('Approved, not sent yet', 'warn', 'icon-[hourglass]'),
  awaiting: look('Approved, waiting for the client', 'accent', 'icon-[hourglass]'),
  sending: look('Sending to Atlas', 'accent', 'icon-[loader-circle] animate-spin'),
  checking: look('Not confirmed, checking', 'warn', 'icon-[circle-question-mark]'),
  live: look('Live', 'good', 'icon-[key-round]'),
  ending: look('Expired, checking', 'neutral', 'icon-[loader-circle] animate-spin'),
  revoking: look('Revoking', 'warn', 'icon-[loader-circle] animate-spin'),
  'revoke-checking': look('Revoke not confirmed, checking', 'warn', 'icon-[circle-question-mark]'),
  denied: look('Denied', 'neutral', 'icon-[circle-x]'),
  cancelled: look('Canceled', 'neutral', 'icon-[undo-2]'),
  expired: look('Expired', 'neutral', 'icon-[timer-off]'),
  done: look('Done', 'good', 'icon-[circle-check]'),
  begun: look('Started in Atlas', 'good', 'icon-[circle-play]'),
  skipped: look('Skipped', 'neutral', 'icon-[circle-x]'),
  mixed: look('Closed', 'warn', 'icon-[circle-check]'),
  ended: look('Ended', 'neutral', 'icon-[circle-check]'),
  revoked: look('Revoked', 'neutral', 'icon-[ban]'),
  stopped: look('Stopped', 'neutral', 'icon-[ban]'),
  refused: look('Rejected by Atlas', 'bad', 'icon-[circle-x]'),
  missed: look('Not sent in time', 'warn', 'icon-[timer-off]'),
  replaced: look('Replaced', 'neutral', 'icon-[replace]'),
  conflict: look('Stopped by a conflict', 'bad', 'icon-[shield-alert]'),
}

/** A request's phase as a badge, updated with the time. */
export function PhaseBadge({
  request,
}: {
  request: Moving & Partial<Pick<RequestSummary, 'targets'>>
}) {
  const now = useNow(5000)
  const { targets, state, effect } = request
  const phase = phaseOf(request, now)
  const { word, tone, icon } = phaseLook[phase]
  const isLater = phase === 'planned' && (millis(effect?.nextCheckAt) ?? 0) > now
  const isMany = targets && (state === 'approved' || state === 'closed')
  return (
    <Badge tone={isMany && targets.isOdd ? 'warn' : tone} icon={icon}>
      {isMany ? targets.says : isLater ? 'Approved, scheduled' : word}
    </Badge>
  )
}
