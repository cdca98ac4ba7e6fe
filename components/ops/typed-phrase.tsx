'use client'
import { useState } from 'react'
import { cn } from '../ui/cn'
import { Input } from '../ui/input'

/** The phrase to type before something goes on. What does not read like it is said under the field; Enter then only says so. */
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
  /** Enter on the very phrase. */
  onEnter: () => void
}) {
  const [wasEntered, setEntered] = useState(false)
  const fits = fitsPhrase(typed, phrase)
  // Half of it is no mistake while typing goes on.
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
          // The focus may go back to a form's button, which the same press must not reach.
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

/** Blanks around it are no mistake. */
export const fitsPhrase = (typed: string, phrase: string): boolean => typed.trim() === phrase.trim()
