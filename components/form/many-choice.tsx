'use client'
import { type ReactNode, useId, useState } from 'react'
import { count } from '@/lib/format/words'
import { Combobox } from '../ui/combobox'

/** More would be too long to read. Typing narrows them. */
const MOST_SHOWN = 50

export type Option = { key: string; shown?: ReactNode; name: string; searched?: string }

/** A filter with several values: a field that searches for them, and a button that removes each. */
export function ManyChoice({
  label,
  one,
  none = 'All',
  options,
  chosen,
  most = 50,
  isFaint = false,
  another,
  className = 'min-w-0 flex-1 basis-60 sm:max-w-96',
  labelClass = 'mb-1 block text-muted text-xs',
  onChange,
}: {
  /** `Event types` */
  label: string
  /** `type` */
  one: string
  /** Shown while nothing is chosen. */
  none?: string
  options: readonly Option[]
  chosen: readonly string[]
  most?: number
  /** The options are loading. */
  isFaint?: boolean
  /** A typed value that is not among the options and can be used. */
  another?: (text: string) => string | undefined
  className?: string
  labelClass?: string
  onChange: (chosen: string[]) => void
}) {
  const id = useId()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = options.filter(
    ({ key, name, searched = '' }) =>
      !chosen.includes(key) && `${key} ${name} ${searched}`.toLowerCase().includes(wanted),
  )
  const typed = another?.(text.trim())
  const isFull = chosen.length >= most
  const isNew = typed && !isFull && !chosen.includes(typed) && !found.some((o) => o.key === typed)
  const nameOf = (key: string) => options.find((o) => o.key === key)?.name ?? key
  return (
    <div className={className}>
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <Combobox
        id={id}
        label={label}
        text={text}
        onText={setText}
        placeholder={chosen.length === 0 ? none : most === 1 ? 'Change' : 'Add another'}
        invalid={false}
        describedBy={`${id}-chosen`}
        isFaint={isFaint}
        description={
          isFull && most > 1
            ? `At most ${most} ${one}s at once`
            : found.length > MOST_SHOWN
              ? `The first ${MOST_SHOWN} of ${count(found.length, one)}. Type to narrow them.`
              : count(found.length, one)
        }
        groups={[
          {
            key: one,
            choices: [
              ...(isFull && most > 1 ? [] : found.slice(0, MOST_SHOWN)).map((option) => ({
                key: option.key,
                shown: option.shown ?? option.name,
              })),
              ...(isNew ? [{ key: typed, shown: `Use ${typed}` }] : []),
            ],
          },
        ]}
        onChoose={(key) => {
          setText('')
          onChange(most === 1 ? [key] : [...chosen, key])
        }}
      />
      <ul id={`${id}-chosen`} className="mt-1.5 flex flex-wrap gap-1.5 empty:hidden">
        {chosen.map((key) => (
          <li key={key} className="min-w-0">
            <button
              type="button"
              title={key}
              aria-label={`Remove ${nameOf(key)}`}
              onClick={() => onChange(chosen.filter((other) => other !== key))}
              className="inline-flex min-h-7 max-w-full items-center gap-1 rounded-full bg-accent-soft px-2.5 text-accent text-xs pointer-coarse:min-h-10"
            >
              <span className="truncate">{nameOf(key)}</span>
              <svg aria-hidden className="icon-[x] size-3.5 shrink-0" />
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
