'use client'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { useWhyNot } from '@/lib/client/use-me'
import type { Op, Scope } from '@/lib/ops/define'
import { Button, type ButtonLook } from '../ui/button'
import { Tooltip } from '../ui/tooltip'

type Common = ButtonLook & {
  pending?: boolean
  /** False while nothing is sent although it is pending, so that a dialog can be closed. */
  sends?: boolean
  className?: string
  children: ReactNode
  /** The operation whose form or dialog it opens, for the palette. */
  'data-op'?: string
} & Pick<
    ComponentProps<'button'>,
    'aria-label' | 'aria-haspopup' | 'aria-expanded' | 'aria-keyshortcuts'
  >

/**
 * A button that may be refused. It stays visible and focusable, and its tooltip and description give the reason.
 * `whyNot` undefined means allowed.
 */
export function RefusableButton({
  whyNot,
  onPress,
  children,
  ...rest
}: Common & { whyNot: string | undefined; onPress: () => void }) {
  const reasonId = useId()
  if (whyNot === undefined)
    return (
      <Button sends {...rest} onClick={onPress}>
        {children}
      </Button>
    )
  return (
    <>
      <Tooltip content={whyNot} describes={false}>
        <Button {...rest} aria-disabled aria-describedby={reasonId}>
          {children}
        </Button>
      </Tooltip>
      <span id={reasonId} role="note" className="sr-only">
        {whyNot}
      </span>
    </>
  )
}

/**
 * A button for an operation: refused with the sentence that the person's roles in `scope` give. `whyNot` adds a reason
 * of the place itself (null or undefined: none), such as one the server sent with the row.
 */
export function ActionButton({
  op,
  scope,
  whyNot,
  ...rest
}: Common & {
  op: Pick<Op, 'kind' | 'roles' | 'title'> & { id?: string }
  scope: Scope
  whyNot?: string | null | undefined
  onPress: () => void
}) {
  const refused = useWhyNot(op, scope)
  return <RefusableButton {...rest} data-op={op.id} whyNot={refused ?? whyNot ?? undefined} />
}
