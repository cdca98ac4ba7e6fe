'use client'
import { useEffect, useId, useState } from 'react'
import { minutesInWords, parseDuration, typedDuration } from '@/lib/format/duration'
import { count, list } from '@/lib/format/words'
import type { RequestCard } from '@/lib/ops/requests'
import { Chips } from '../../form/chips'
import { Button } from '../../ui/button'
import { Input } from '../../ui/input'
import type { Narrower } from './use-narrower'

/** Narrows an approval: a shorter time and a smaller level, never more than requested. */
export const Narrow = ({ narrower }: { narrower: Narrower }) => (
  <div className="grid min-w-0 gap-1.5">
    <Shorten narrower={narrower} />
    <Lower narrower={narrower} />
  </div>
)

/** Smaller levels of access than requested. */
function Lower({ narrower: { levels, level, lower } }: { narrower: Narrower }) {
  if (levels.length < 2) return null
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <span aria-hidden className="text-muted text-sm">
        Level
      </span>
      <Chips
        label="Level of access"
        chips={levels.map(({ id, name }) => ({ label: name, value: id }))}
        isChosen={(id) => id === level?.id}
        onChoose={lower}
      />
    </div>
  )
}

/** Presets or a typed duration. */
function Shorten({ narrower }: { narrower: Narrower }) {
  const id = useId()
  const { minutes, asked, shorten, isShorter } = narrower
  const [text, setText] = useState(minutes === null ? '' : typedDuration(minutes))
  useEffect(() => {
    if (minutes !== null)
      setText((was) => (parseDuration(was) === minutes ? was : typedDuration(minutes)))
  }, [minutes])
  if (minutes === null || asked === null) return null
  const typed = parseDuration(text)
  const said =
    typed === undefined || typed < 1
      ? 'Enter a duration, such as 90 or 2h 30m.'
      : typed > asked
        ? `The request is for ${minutesInWords(asked)}. You can only shorten it.`
        : undefined
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <label htmlFor={id} className="text-muted text-sm">
        For
      </label>
      <Input
        id={id}
        value={text}
        spellCheck={false}
        aria-invalid={said !== undefined || undefined}
        aria-describedby={`${id}-said`}
        className="w-20"
        onChange={(event) => {
          setText(event.target.value)
          const to = parseDuration(event.target.value)
          if (to !== undefined && to >= 1 && to <= asked) shorten(to)
        }}
        onBlur={() => setText(typedDuration(minutes))}
      />
      <Button size="sm" aria-disabled={minutes <= 30} onClick={() => shorten(minutes - 30)}>
        −30 min
      </Button>
      <Chips
        label="Shorten to"
        chips={[60, 120]
          .filter((value) => value < asked)
          .map((value) => ({ label: minutesInWords(value), value }))}
        isChosen={(value) => value === minutes}
        onChoose={shorten}
      />
      {isShorter && (
        <Button size="sm" variant="quiet" onClick={() => shorten(asked)}>
          Reset to {minutesInWords(asked)}
        </Button>
      )}
      <span id={`${id}-said`} aria-live="polite" className="text-bad text-xs empty:hidden">
        {said}
      </span>
    </div>
  )
}

/** What earlier approvals narrowed: this one can only give the same or less. */
export function NarrowedBefore({ narrowed }: { narrowed: NonNullable<RequestCard['narrowed']> }) {
  const { by } = narrowed
  return (
    <p className="text-sm">
      <strong className="font-medium">{list(by)}</strong> approved only {narrowedInWords(narrowed)}.
    </p>
  )
}

/** `database log for 1 h, 2 clusters` */
function narrowedInWords({
  level,
  minutes,
  targets,
}: Pick<NonNullable<RequestCard['narrowed']>, 'level' | 'minutes' | 'targets'>): string {
  const access = [level?.short, minutes === null ? undefined : minutesInWords(minutes)]
  const what = access.filter((part) => part !== undefined).join(' for ')
  return [what, targets === null ? '' : count(targets.length, 'cluster')].filter(Boolean).join(', ')
}
