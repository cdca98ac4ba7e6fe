'use client'
import { useState } from 'react'
import { cn } from '../ui/cn'
import { Input } from '../ui/input'

/** A field for the confirmation phrase. Wrong input is reported below the field; Enter then does nothing else. */
export function TypedPhrase({
  id,
  phrase,
  typed,
  onType,
  onEnter,
}: {
  id: string
  phrase: string
  typed: string
  onType: (typed: string) => void
  /** Enter with the correct phrase. */
  onEnter: () => void
}) {
  const [wasEntered, setEntered] = useState(false)
  const fits = fitsPhrase(typed, phrase)
  // A correct prefix is no mistake while typing.
  const isWrong = !fits && (wasEntered || !phrase.trim().startsWith(typed.trim()))
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm">
        Type <strong className="select-all break-all font-mono">{phrase}</strong> to continue
      </label>
      <Input
        id={id}
        value={typed}
        spellCheck={false}
        autoCapitalize="off"
        aria-invalid={isWrong || undefined}
        aria-describedby={`${id}-reads`}
        onChange={(event) => {
          setEntered(false)
          onType(event.target.value)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Focus may return to a form's button, which the same key press must not trigger.
          event.preventDefault()
          if (fits) {
            if (!event.repeat) onEnter()
          } else setEntered(true)
        }}
      />
      {/* Always rendered, so that screen readers announce changes. */}
      <p
        id={`${id}-reads`}
        aria-live="polite"
        className={cn('mt-1 break-words text-xs empty:hidden', isWrong ? 'text-bad' : 'text-muted')}
      >
        {!fits && (typed.trim() !== '' || wasEntered) && `Type exactly “${phrase}”.`}
      </p>
    </div>
  )
}

/** Ignores surrounding whitespace. */
export const fitsPhrase = (typed: string, phrase: string): boolean => typed.trim() === phrase.trim()
