'use client'
import {
  Ban,
  CircleCheck,
  CircleHelp,
  CirclePlay,
  CircleX,
  Hourglass,
  KeyRound,
  LoaderCircle,
  Replace,
  Send,
  ShieldAlert,
  TimerOff,
  Undo2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { Badge, type Tone } from '../ui/badge'
import { type Phase, phaseOf } from './phase'

const spin = <LoaderCircle aria-hidden className="animate-spin" />

type Look = { word: string; tone: Tone; icon: ReactNode }

/** The label, tone and icon of each phase. */
export const phaseLook: Record<Phase, Look> = {
  pending: { word: 'Waiting for review', tone: 'accent', icon: <Hourglass aria-hidden /> },
  planned: { word: 'Approved, sending soon', tone: 'accent', icon: <Send aria-hidden /> },
  sending: { word: 'Sending to Atlas', tone: 'accent', icon: spin },
  checking: { word: 'Not confirmed, checking', tone: 'warn', icon: <CircleHelp aria-hidden /> },
  live: { word: 'Live', tone: 'good', icon: <KeyRound aria-hidden /> },
  ending: { word: 'Expired, checking', tone: 'neutral', icon: spin },
  revoking: { word: 'Revoking', tone: 'warn', icon: spin },
  'revoke-checking': {
    word: 'Revoke not confirmed, checking',
    tone: 'warn',
    icon: <CircleHelp aria-hidden />,
  },
  denied: { word: 'Denied', tone: 'neutral', icon: <CircleX aria-hidden /> },
  cancelled: { word: 'Canceled', tone: 'neutral', icon: <Undo2 aria-hidden /> },
  expired: { word: 'Expired', tone: 'neutral', icon: <TimerOff aria-hidden /> },
  done: { word: 'Done', tone: 'good', icon: <CircleCheck aria-hidden /> },
  begun: { word: 'Started in Atlas', tone: 'good', icon: <CirclePlay aria-hidden /> },
  ended: { word: 'Ended', tone: 'neutral', icon: <CircleCheck aria-hidden /> },
  revoked: { word: 'Revoked', tone: 'neutral', icon: <Ban aria-hidden /> },
  refused: { word: 'Rejected by Atlas', tone: 'bad', icon: <CircleX aria-hidden /> },
  missed: { word: 'Not sent in time', tone: 'warn', icon: <TimerOff aria-hidden /> },
  replaced: { word: 'Replaced', tone: 'neutral', icon: <Replace aria-hidden /> },
  conflict: { word: 'Stopped by a conflict', tone: 'bad', icon: <ShieldAlert aria-hidden /> },
}

/** A request's phase as a badge, updated with the time. */
export function PhaseBadge({ request }: { request: RequestSummary }) {
  const now = useNow(5000)
  const { word, tone, icon } = phaseLook[phaseOf(request, now)]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}
