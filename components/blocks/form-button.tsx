'use client'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useWhyNot } from '@/lib/client/use-me'
import { type Command, type Shape, scopeOf } from '@/lib/ops/define'
import { RefusableButton } from '../ops/action-button'
import type { ButtonLook } from '../ui/button'
import { useNamedForm } from '../ui/use-panel'

/** A button that opens the form of an operation. Says why if refused. The URL names the open form. */
export function FormButton<I extends Shape, O extends z.ZodType>({
  op,
  place,
  label = (op.verbs?.do ?? op.title).replace(/^(Change|Save) .*/, 'Edit'),
  ariaLabel,
  whyNot,
  variant = 'plain',
  size = 'sm',
  form,
}: ButtonLook & {
  op: Command<I, O>
  /** The ids that say where it belongs: `{ groupId }`. */
  place: unknown
  /** By default the operation's verb, or Edit for one that changes something. */
  label?: ReactNode
  /** When the label is not specific enough. */
  ariaLabel?: string
  whyNot?: string | null | undefined
  form: (close: () => void) => ReactNode
}) {
  const { isOpen, open, close } = useNamedForm(
    [op.id, ariaLabel ?? label].filter((part) => typeof part === 'string').join(':'),
  )
  const erased = op as unknown as Command
  const scope = scopeOf(erased, place as Record<string, unknown>)
  const refused = useWhyNot(erased, scope) ?? whyNot ?? undefined
  return (
    <>
      <RefusableButton
        whyNot={refused}
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        data-op={op.id}
        {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
        onPress={open}
      >
        {label}
      </RefusableButton>
      {isOpen && refused === undefined && form(close)}
    </>
  )
}
