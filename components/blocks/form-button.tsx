'use client'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { type Command, type Shape, scopeOf } from '@/lib/ops/define'
import { ActionButton } from '../ops/action-button'
import type { ButtonLook } from '../ui/button'

/** A button that opens the form of an operation. Says why if refused. */
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
  const [isOpen, setOpen] = useState(false)
  const erased = op as unknown as Command
  return (
    <>
      <ActionButton
        op={erased}
        scope={scopeOf(erased, place as Record<string, unknown>)}
        whyNot={whyNot}
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
        onPress={() => setOpen(true)}
      >
        {label}
      </ActionButton>
      {isOpen && form(() => setOpen(false))}
    </>
  )
}
