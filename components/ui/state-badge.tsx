import type { ReactNode } from 'react'
import { Badge, type Tone } from './badge'

/** moving: changes on its own. waiting: someone has to act first. idle: off, over, or irrelevant. */
type StateKind = 'good' | 'moving' | 'waiting' | 'warn' | 'bad' | 'idle'

export type StatusStyle = { word: string; tone: Tone; icon: ReactNode }

const spin = (
  <svg aria-hidden className="icon-[loader-circle] animate-spin [animation-duration:2s]" />
)

const looks: Record<StateKind, Omit<StatusStyle, 'word'>> = {
  good: { tone: 'good', icon: <svg aria-hidden className="icon-[circle-check]" /> },
  moving: { tone: 'accent', icon: spin },
  waiting: { tone: 'accent', icon: <svg aria-hidden className="icon-[hourglass]" /> },
  warn: { tone: 'warn', icon: <svg aria-hidden className="icon-[triangle-alert]" /> },
  bad: { tone: 'bad', icon: <svg aria-hidden className="icon-[circle-x]" /> },
  idle: { tone: 'neutral', icon: <svg aria-hidden className="icon-[circle-pause]" /> },
}

export type StateWord = readonly [word: string, kind: StateKind, icon?: ReactNode]

/**
 * Labels and colors of a resource's states: `stateStyles({ READY: ['Ready', 'good'] })`. Unknown values are shown as
 * they are, missing ones as `Unknown`. Works with `column().badge`.
 */
export function statusStyles(words: Readonly<Record<string, StateWord>>) {
  const known = new Map(Object.entries(words))
  return (state: unknown): StatusStyle => {
    const given = state === null || state === undefined || state === '' ? undefined : String(state)
    const found = given === undefined ? undefined : known.get(given)
    if (!found)
      return {
        word: given ?? 'Unknown',
        tone: 'warn',
        icon: <svg aria-hidden className="icon-[circle-question-mark]" />,
      }
    const [word, kind, icon] = found
    return { ...looks[kind], word, ...(icon ? { icon } : {}) }
  }
}

/** A badge for a state. Create `styles` at module level with `stateStyles`. */
export function StateBadge({
  styles: lookOf,
  state,
  className,
}: {
  styles: (state: unknown) => StatusStyle
  state: unknown
  className?: string
}) {
  const { word, tone, icon } = lookOf(state)
  return (
    <Badge tone={tone} icon={icon} {...(className ? { className } : {})}>
      {word}
    </Badge>
  )
}
