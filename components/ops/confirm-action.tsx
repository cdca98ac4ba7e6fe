'use client'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { type Scope, type Shape, scopeOf } from '@/lib/ops/define'
import type { ButtonLook } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { ActionButton } from './action-button'
import type { ConfirmProps } from './confirm-dialog'

// Loaded on demand. `later` drops the component's type parameters.
const ConfirmDialog = lazyComponent(() =>
  import('./confirm-dialog').then((m) => m.ConfirmDialog),
) as typeof import('./confirm-dialog').ConfirmDialog

/** The dialog alone, for a custom button. Loaded when first opened. */
export function ConfirmLater<I extends Shape, O extends z.ZodType>(
  props: ConfirmProps<I, O> & { open: boolean; onOpenChange: (open: boolean) => void },
) {
  const [wasOpened, setWasOpened] = useState(props.open)
  if (props.open && !wasOpened) setWasOpened(true)
  return wasOpened ? <ConfirmDialog {...props} /> : null
}

/** A button that asks for confirmation. Says why if refused; the scope defaults to the input's. */
export function ConfirmAction<I extends Shape, O extends z.ZodType>({
  label,
  variant,
  size,
  scope,
  whyNot,
  ariaLabel,
  ...rest
}: ConfirmProps<I, O> &
  ButtonLook & {
    /** By default the first word of what the button in the dialog says. */
    label?: ReactNode
    /** When the label is not specific enough: `Remove 203.0.113.8/32`. */
    ariaLabel?: string
    scope?: Scope
    whyNot?: string | null
  }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <ActionButton
        op={rest.op}
        scope={scope ?? scopeOf(rest.op, rest.input)}
        whyNot={whyNot}
        variant={variant}
        size={size}
        aria-haspopup="dialog"
        {...(ariaLabel ? { 'aria-label': ariaLabel } : {})}
        onPress={() => setOpen(true)}
      >
        {label ?? (rest.confirm ?? rest.op.verbs?.do ?? 'Continue').split(' ', 1)[0]}
      </ActionButton>
      <ConfirmLater {...rest} open={open} onOpenChange={setOpen} />
    </>
  )
}
