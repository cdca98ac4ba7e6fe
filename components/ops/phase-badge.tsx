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

/** Each phase as a word, a tone and an icon. */
export const phaseLook: Record<Phase, Look> = {
  pending: { word: 'Waits for a decision', tone: 'accent', icon: <Hourglass aria-hidden /> },
  planned: { word: 'Approved, about to be sent', tone: 'accent', icon: <Send aria-hidden /> },
  sending: { word: 'Being sent to Atlas', tone: 'accent', icon: spin },
  checking: { word: 'No answer: checking', tone: 'warn', icon: <CircleHelp aria-hidden /> },
  live: { word: 'Live', tone: 'good', icon: <KeyRound aria-hidden /> },
  ending: { word: 'Over: reading it back', tone: 'neutral', icon: spin },
  revoking: { word: 'Being revoked', tone: 'warn', icon: spin },
  'revoke-checking': {
    word: 'Revoke unconfirmed: checking',
    tone: 'warn',
    icon: <CircleHelp aria-hidden />,
  },
  denied: { word: 'Denied', tone: 'bad', icon: <CircleX aria-hidden /> },
  cancelled: { word: 'Withdrawn', tone: 'neutral', icon: <Undo2 aria-hidden /> },
  expired: { word: 'Nobody decided in time', tone: 'neutral', icon: <TimerOff aria-hidden /> },
  done: { word: 'Done', tone: 'good', icon: <CircleCheck aria-hidden /> },
  begun: { word: 'Begun in Atlas', tone: 'good', icon: <CirclePlay aria-hidden /> },
  ended: { word: 'Ended on time', tone: 'neutral', icon: <CircleCheck aria-hidden /> },
  revoked: { word: 'Revoked', tone: 'neutral', icon: <Ban aria-hidden /> },
  refused: { word: 'Not granted: refused', tone: 'bad', icon: <CircleX aria-hidden /> },
  missed: { word: 'Not granted: too late', tone: 'warn', icon: <TimerOff aria-hidden /> },
  conflict: { word: 'Stopped: conflict', tone: 'bad', icon: <ShieldAlert aria-hidden /> },
}

/** Where a request stands: from data alone, on its own clock. */
export function PhaseBadge({ request }: { request: RequestSummary }) {
  const now = useNow(5000)
  const { word, tone, icon } = phaseLook[phaseOf(request, now)]
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  )
}
