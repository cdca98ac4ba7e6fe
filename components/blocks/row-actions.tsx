'use client'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { type Command, type Op, type Shape, scopeOf } from '@/lib/ops/define'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import type { ConfirmProps } from '../ops/confirm-dialog'

/** What can be done with a row, as a button. `place` is the input that the list was read with. */
export type RowAction<R, P> = {
  op: Op
  /** Rows without it have no button. By default every row has it. */
  isFor?: ((row: R) => boolean) | undefined
  /** The button with its dialog or sheet. `name` is the row's, for screen readers. */
  show: (row: R, place: P, name: string) => ReactNode
}

type Common<R> = {
  /** By default the first word of the operation's verb. */
  label?: string
  /** For screen readers. By default the label and the row's name. */
  says?: (name: string) => string
  /** Rows without it have no button. By default every row has it. */
  isFor?: (row: R) => boolean
  /** Why this row can't take it. Roles are checked anyway. */
  whyNot?: (row: R) => string | null | undefined
}

const wordOf = (op: Command, label?: string) =>
  label ?? (op.verbs?.do ?? op.title).split(' ', 1)[0] ?? ''

/** Builds the actions of a list's rows: `const on = rowActions<Key, { groupId: string }>()`. */
export const rowActions = <R, P>() => ({
  /** Asks for confirmation, then sends. */
  confirm<I extends Shape, O extends z.ZodType>(
    op: Command<I, O>,
    {
      input,
      label,
      isFor,
      says = (name) => `${wordOf(op as unknown as Command, label)} ${name}`,
      whyNot,
      ...more
    }: Common<R> & {
      input: (row: R, place: P) => z.output<I> & z.input<I>
    } & Pick<ConfirmProps<I, O>, 'tone'>,
  ): RowAction<R, P> {
    return {
      op: op as unknown as Op,
      isFor,
      show: (row, place, name) => (
        <ConfirmAction
          {...more}
          op={op}
          input={input(row, place)}
          label={wordOf(op as unknown as Command, label)}
          ariaLabel={says(name)}
          whyNot={whyNot?.(row) ?? null}
          variant={more.tone === 'primary' ? 'quiet' : 'danger-plain'}
          size="sm"
        />
      ),
    }
  },
  /** Opens a form. */
  form<I extends Shape, O extends z.ZodType>(
    op: Command<I, O>,
    {
      show,
      label,
      isFor,
      says = (name) => `${wordOf(op as unknown as Command, label)} ${name}`,
      whyNot,
    }: Common<R> & { show: (row: R, place: P, close: () => void) => ReactNode },
  ): RowAction<R, P> {
    const erased = op as unknown as Command
    return {
      op: erased,
      isFor,
      show: (row, place, name) => (
        <FormAction
          op={erased}
          place={place}
          label={wordOf(erased, label)}
          says={says(name)}
          whyNot={whyNot?.(row)}
          form={(close) => show(row, place, close)}
        />
      ),
    }
  },
})

/** The buttons of one row, also for a page about it. */
export const RowActions = <R, P>({
  actions,
  row,
  place,
  name,
}: {
  actions: ReadonlyArray<RowAction<R, P>>
  row: R
  place: P
  name: string
}) => (
  <span className="inline-flex justify-end gap-1 whitespace-nowrap">
    {actions
      .filter(({ isFor }) => isFor?.(row) ?? true)
      .map(({ op: { id }, show }) => (
        <span key={id}>{show(row, place, name)}</span>
      ))}
  </span>
)

function FormAction({
  op,
  place,
  label,
  says,
  whyNot,
  form,
}: {
  op: Command
  place: unknown
  label: string
  says: string
  whyNot: string | null | undefined
  form: (close: () => void) => ReactNode
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <ActionButton
        op={op}
        scope={scopeOf(op, place as Record<string, unknown>)}
        whyNot={whyNot}
        variant="quiet"
        size="sm"
        aria-haspopup="dialog"
        aria-label={says}
        onPress={() => setOpen(true)}
      >
        {label}
      </ActionButton>
      {isOpen && form(() => setOpen(false))}
    </>
  )
}
