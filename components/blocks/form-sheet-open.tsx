'use client'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { Shape } from '@/lib/ops/define'
import { OpFields } from '../form/op-fields'
import { OpForm, type OpFormProps } from '../form/op-form'
import { useReload } from '../ops/use-reload'
import { Sheet } from '../ui/dialog'

/**
 * A side panel with the form of an operation. Its fields are derived from the operation's input, unless `children` gives
 * them. When the command is done it calls `onDone`, or else closes.
 */
export function FormSheetOpen<I extends Shape, O extends z.ZodType>({
  title,
  description,
  size = 'md',
  onClose,
  onDone,
  opened,
  children,
  ...form
}: Omit<OpFormProps<I, O>, 'submit' | 'onCancel' | 'children' | 'opened'> & {
  /** By default the operation's verb. */
  submit?: OpFormProps<I, O>['submit']
  /** For inputs with `opened`. By default it is read again as the operation says. */
  opened?: Partial<NonNullable<OpFormProps<I, O>['opened']>>
  /** By default the operation's title. */
  title?: string
  description?: string
  size?: 'md' | 'lg'
  onClose: () => void
  children?: ReactNode
}) {
  const { op, start } = form
  const reload = useReload(op, start)
  return (
    <Sheet
      open
      size={size}
      title={title ?? op.title}
      {...(description ? { description } : {})}
      onOpenChange={(open) => !open && onClose()}
    >
      <OpForm
        submit={op.verbs?.do ?? op.title}
        {...form}
        {...(op.opened || opened ? { opened: { reload, ...opened } } : {})}
        onCancel={onClose}
        onDone={(...done) => (onDone ? onDone(...done) : onClose())}
      >
        {children ?? <OpFields input={op.input} />}
      </OpForm>
    </Sheet>
  )
}
