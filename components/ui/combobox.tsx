'use client'
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { Input } from './input'

export type Choice = {
  key: string
  shown: ReactNode
  /** Listed with a reason, but not selectable. */
  isRefused?: boolean
}

export type ChoiceGroup = {
  key: string
  /** The group's accessible name; none for a single group. */
  name?: string
  head?: ReactNode
  choices: readonly Choice[]
}

/**
 * A text field with a list of options. The caller controls the text, filters the options and describes the result.
 */
export function Combobox({
  id,
  label,
  text,
  onText,
  groups,
  description,
  isFaint,
  placeholder,
  invalid,
  describedBy,
  isSelect,
  isDone,
  isWaiting,
  onChoose,
  onClose,
}: {
  id: string
  /** The list's accessible name: `Clusters`. */
  label: string
  text: string
  onText: (text: string) => void
  groups: readonly ChoiceGroup[]
  /** Shown below the list and announced when it changes. */
  description: string
  /** Results are loading. */
  isFaint?: boolean
  placeholder?: string
  invalid: boolean
  describedBy: string
  /** A value is always selected, and typing searches for another. */
  isSelect?: boolean
  /** The text is complete as it is, so that Enter is for the form. */
  isDone?: boolean
  /** Other results than these may match best, so Enter takes none of several. */
  isWaiting?: boolean
  onChoose: (key: string) => void
  onClose?: () => void
}) {
  const listId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const box = useRef<HTMLDivElement>(null)
  const [isTyped, setIsTyped] = useState(false)
  const choices = groups.flatMap((group) => group.choices)
  // Of what was typed, Enter takes the first match.
  const marked =
    at === -1 && isTyped && !isWaiting ? choices.findIndex(({ isRefused }) => !isRefused) : at

  const leave = () => {
    setIsOpen(false)
    setAt(-1)
    setIsTyped(false)
  }
  // A pasted ID needs no choice, and the list would cover what follows.
  if (isOpen && isTyped && isDone && choices.length > 0) leave()
  const isShown = isOpen && !(isDone && choices.length === 0)
  useEffect(() => {
    // In a sheet it may open below the visible area.
    if (isShown) box.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  const close = () => {
    leave()
    onClose?.()
  }
  const choose = (choice: Choice | undefined) => {
    if (!choice || choice.isRefused) return
    leave()
    onChoose(choice.key)
  }
  const go = (next: number) => {
    setIsOpen(true)
    const bounded = Math.max(0, Math.min(next, choices.length - 1))
    setAt(bounded)
    document.getElementById(`${listId}-${bounded}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // An input method uses the same keys to choose what it composes.
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && isDone && at === -1) return leave()
    if (event.key === 'ArrowDown') go(isOpen ? marked + 1 : 0)
    else if (event.key === 'ArrowUp') go(marked - 1)
    else if (event.key === 'Enter' && isOpen)
      choose(choices[marked === -1 && choices.length === 1 ? 0 : marked])
    else if (event.key === 'Escape' && isOpen) close()
    else return
    event.preventDefault()
  }

  return (
    <div className="relative">
      <svg
        aria-hidden
        className={cn(
          'pointer-events-none absolute top-2 size-4 pointer-coarse:top-3',
          isSelect ? 'icon-[chevron-down] right-2 text-muted' : 'icon-[search] left-2.5 text-faint',
        )}
      />
      <Input
        id={id}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isShown && marked >= 0 ? `${listId}-${marked}` : undefined}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        // The first Escape closes the list, not the surrounding dialog.
        data-keeps-escape={isShown || undefined}
        placeholder={placeholder}
        spellCheck={false}
        className={isSelect ? 'pr-8' : 'pl-8'}
        value={text}
        onFocus={(event) => {
          if (isSelect) event.target.select()
          else setIsOpen(true)
        }}
        onBlur={close}
        onClick={() => setIsOpen(true)}
        onChange={(event) => {
          onText(event.target.value)
          setAt(-1)
          setIsTyped(event.target.value.trim() !== '')
          setIsOpen(true)
        }}
        onKeyDown={onKeyDown}
      />
      {isShown && (
        <div
          ref={box}
          className="absolute inset-x-0 top-full z-20 mt-1 overflow-hidden rounded-lg border border-line bg-raised py-1 shadow-lift"
        >
          <div
            role="listbox"
            id={listId}
            aria-label={label}
            tabIndex={-1}
            // Pressing the list or its scrollbar keeps the focus in the field.
            onMouseDown={(event) => event.preventDefault()}
            className={cn('overflow-y-auto', isSelect ? 'max-h-60' : 'max-h-80')}
          >
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group inside a listbox has no element of its own
              <div key={group.key} role="group" aria-label={group.name ?? label}>
                {group.head && (
                  <p aria-hidden className="px-3 pt-2 pb-0.5 text-2xs text-muted">
                    {group.head}
                  </p>
                )}
                {group.choices.map((choice) => {
                  const index = choices.indexOf(choice)
                  return (
                    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox holds the keys
                    <div
                      key={choice.key}
                      id={`${listId}-${index}`}
                      role="option"
                      aria-selected={index === marked}
                      aria-disabled={choice.isRefused || undefined}
                      tabIndex={-1}
                      onMouseMove={() => setAt(index)}
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => choose(choice)}
                      className={cn(
                        'flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3 py-1.5 text-sm',
                        index === marked && 'bg-hover',
                        choice.isRefused ? 'cursor-not-allowed text-faint' : 'cursor-pointer',
                      )}
                    >
                      {choice.shown}
                    </div>
                  )
                })}
              </div>
            ))}
          </div>
          <p
            role="status"
            className={cn('px-3 py-1.5 text-muted text-xs', isFaint && 'opacity-70')}
          >
            {description}
          </p>
        </div>
      )}
    </div>
  )
}
