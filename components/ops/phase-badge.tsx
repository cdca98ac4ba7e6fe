'use client'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Badge, type Tone } from '../ui/badge'
import { type Moving, type Phase, phaseOf } from './phase'

const spin = <svg aria-hidden className="icon-[loader-circle] animate-spin" />

type Look = { word: string; tone: Tone; icon: ReactNode }

/** The label, tone and icon of each phase. */
export const phaseLook: Record<Phase, Look> = {
  pending: {
    word: 'Waiting for review',
    tone: 'accent',
    icon: <svg aria-hidden className="icon-[hourglass]" />,
  },
  planned: {
    word: 'Approved, sending soon',
    tone: 'accent',
    icon: <svg aria-hidden className="icon-[send]" />,
  },
  sending: { word: 'Sending to Atlas', tone: 'accent', icon: spin },
  checking: {
    word: 'Not confirmed, checking',
    tone: 'warn',
    icon: <svg aria-hidden className="icon-[circle-question-mark]" />,
  },
  live: { word: 'Live', tone: 'good', icon: <svg aria-hidden className="icon-[key-round]" /> },
  ending: { word: 'Expired, checking', tone: 'neutral', icon: spin },
  revoking: { word: 'Revoking', tone: 'warn', icon: spin },
  'revoke-checking': {
    word: 'Revoke not confirmed, checking',
    tone: 'warn',
    icon: <svg aria-hidden className="icon-[circle-question-mark]" />,
  },
  denied: {
    word: 'Denied',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[circle-x]" />,
  },
  cancelled: {
    word: 'Canceled',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[undo-2]" />,
  },
  expired: {
    word: 'Expired',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[timer-off]" />,
  },
  done: { word: 'Done', tone: 'good', icon: <svg aria-hidden className="icon-[circle-check]" /> },
  begun: {
    word: 'Started in Atlas',
    tone: 'good',
    icon: <svg aria-hidden className="icon-[circle-play]" />,
  },
  skipped: {
    word: 'Skipped',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[circle-x]" />,
  },
  mixed: {
    word: 'Closed',
    tone: 'warn',
    icon: <svg aria-hidden className="icon-[circle-check]" />,
  },
  ended: {
    word: 'Ended',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[circle-check]" />,
  },
  revoked: { word: 'Revoked', tone: 'neutral', icon: <svg aria-hidden className="icon-[ban]" /> },
  refused: {
    word: 'Rejected by Atlas',
    tone: 'bad',
    icon: <svg aria-hidden className="icon-[circle-x]" />,
  },
  missed: {
    word: 'Not sent in time',
    tone: 'warn',
    icon: <svg aria-hidden className="icon-[timer-off]" />,
  },
  replaced: {
    word: 'Replaced',
    tone: 'neutral',
    icon: <svg aria-hidden className="icon-[replace]" />,
  },
  conflict: {
    word: 'Stopped by a conflict',
    tone: 'bad',
    icon: <svg aria-hidden className="icon-[shield-exclamation-point]" />,
  },
}

/** A request's phase as a badge, updated with the time. */
export function PhaseBadge({
  request,
}: {
  request: Moving & Partial<Pick<RequestSummary, 'targets'>>
}) {
  const now = useNow(5000)
  const { targets, state } = request
  const { word, tone, icon } = phaseLook[phaseOf(request, now)]
  const isMany = targets && (state === 'approved' || state === 'closed')
  return (
    <Badge tone={isMany && targets.isOdd ? 'warn' : tone} icon={icon}>
      {isMany ? targets.says : word}
    </Badge>
  )
}
