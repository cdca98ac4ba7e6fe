'use client'
import { type ComponentProps, useState } from 'react'
import { lazyComponent } from '../ui/lazy-component'

const JsonView = lazyComponent(() => import('./json-view').then((m) => m.JsonView))

/** Atlas's answer as it came, folded. The code that shows it loads when it is unfolded. */
export function RawAnswer({
  look = { summary: 'cursor-pointer text-muted text-sm hover:text-text' },
  ...json
}: Pick<ComponentProps<typeof JsonView>, 'value'> & {
  /** The accessible name, where a page has several. */
  label?: string
  look?: { details?: string; summary: string; body?: string }
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details
      className={look.details}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      // Someone can unfold it before React listens.
      ref={(details) => {
        if (details?.open) setOpen(true)
      }}
    >
      <summary className={look.summary}>Raw Atlas response</summary>
      <div className={look.body}>{isOpen && <JsonView label="Raw Atlas response" {...json} />}</div>
    </details>
  )
}

/** The look of `RawAnswer` as a card of its own. */
export const rawCard = {
  details: 'rounded-lg border border-line bg-surface',
  summary: 'min-h-11 cursor-pointer px-4 py-2.5 font-semibold text-base',
  body: 'p-4 pt-0',
}
