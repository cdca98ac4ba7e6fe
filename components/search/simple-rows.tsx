'use client'
import { type ReactNode, useState } from 'react'
import { sameJson } from '@/lib/format/same'
import { IconButton } from '../ui/icon-button'

/**
 * The state of a simple form. What is typed stays, even where the definition leaves it out (a row without
 * a name), and follows the definition when that changes elsewhere (in the JSON, by a draft).
 */
export function useSimple<S>(
  value: unknown,
  { to, from }: { to: (definition: unknown) => S | undefined; from: (simple: S) => unknown },
  onChange: (definition: unknown) => void,
): [S | undefined, (next: S) => void] {
  const [kept, setKept] = useState<{ simple: S; definition: unknown }>()
  const isOwn = kept !== undefined && sameJson(kept.definition, value)
  const simple = isOwn ? kept.simple : to(value)
  return [
    simple,
    (next) => {
      const definition = from(next)
      setKept({ simple: next, definition })
      onChange(definition)
    },
  ]
}

/** One row of a simple form, with a button to remove it. */
export const SimpleRow = ({
  label,
  onRemove,
  children,
}: {
  label: string
  onRemove: () => void
  children: ReactNode
}) => (
  <li className="flex min-w-0 items-end gap-2">
    <div className="grid min-w-0 grow gap-2 sm:grid-flow-col sm:auto-cols-fr">{children}</div>
    <IconButton
      label={`Remove ${label}`}
      icon={<svg aria-hidden className="icon-[trash]" />}
      onClick={onRemove}
    />
  </li>
)

export const Labelled = ({ label, children }: { label: string; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
  <label className="block min-w-0">
    <span className="mb-1 block text-muted text-xs">{label}</span>
    {children}
  </label>
)

/** What the form keeps without showing it. */
export const Kept = ({ names }: { names: readonly string[] }) =>
  names.length > 0 && (
    <p className="text-muted text-xs">
      Kept unchanged; edit as JSON:{' '}
      <span className="break-words font-mono">{names.join(', ')}</span>
    </p>
  )
