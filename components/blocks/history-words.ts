import type { HistoryEntry } from '@/lib/ops/history'
import type { Tone } from '../ui/badge'

/** How the makers of changes are called. */
export const makers: Record<HistoryEntry['by'], { name: string; tone: Tone }> = {
  gatehouse: { name: 'Gatehouse', tone: 'good' },
  outside: { name: 'Outside Gatehouse', tone: 'warn' },
  unexplained: { name: 'No record in Gatehouse', tone: 'bad' },
  atlas: { name: 'Atlas', tone: 'neutral' },
}

const outcomes: Record<string, string> = {
  done: 'Done',
  failed: 'Failed',
  unknown: 'Unknown',
  accepted: 'Started',
  confirmed: 'Done',
  refused: 'Refused',
}
/** The outcome in words. */
export const outcomeIn = ({ type, outcome }: HistoryEntry): string | null =>
  outcome === null
    ? type === 'command.intent'
      ? 'No outcome yet'
      : null
    : (outcomes[outcome] ?? outcome)
