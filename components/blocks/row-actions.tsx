'use client'
import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import type { z } from 'zod'
import type { Command, Op, Shape } from '@/lib/ops/define'
import { fieldsOf } from '@/lib/ops/fields-of'
import type { Undo } from '../ops/bulk-asked'
import { ConfirmAction } from '../ops/confirm-action'
import type { ConfirmProps } from '../ops/confirm-dialog'
import { FormButton } from './form-button'

/** What can be done with a row, as a button. `place` is the input that the list was read with. */
export type RowAction<R, P> = {
  op: Op
  /** The word of its button, where that of the operation is not enough. */
  label?: string | undefined
  /** Rows without it have no button. By default every row has it. */
  isFor?: ((row: R) => boolean) | undefined
  /** The button with its dialog or sheet. `name` is the row's, for screen readers. In a row it has no border. */
  show: (row: R, place: P, name: string, isInRow?: boolean) => ReactNode
  whyNot?: ((row: R) => string | null | undefined) | undefined
  /** How several rows can take it at once. Without it, they can't. */
  bulk?: BulkOf<R, P>
}

export type BulkOf<R, P> = {
  isDanger: boolean
  /** The command's input for a row. `shared` are the values of the fields. */
  input: (row: R, place: P, shared: FieldValues) => Record<string, unknown>
  /** Fields whose values all rows share, and their initial values. */
  fields?: { start: FieldValues; show: ReactNode }
} & BulkMore<R>

type BulkMore<R> = {
  /** A consequence of these rows together, which those of each row do not show. */
  together?: ((rows: readonly R[]) => ReactNode) | undefined
  /** Undoes rows in place of the command's own undo. */
  undo?: ((rows: readonly R[]) => Undo | undefined) | undefined
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

type ConfirmMore<R, I extends Shape, O extends z.ZodType> = Common<R> & {
  /** What the dialog shows of the row. */
  about?: (row: R) => ReactNode
} & Pick<ConfirmProps<I, O>, 'tone' | 'confirm'> &
  BulkMore<R>

type InputOf<I extends Shape> = z.output<I> & z.input<I>

/** The input of a row. Needed where the fields of the row and the place do not have the names and types of the input's. */
type WithInput<R, P, I extends Shape, More> =
  R & P extends InputOf<I>
    ? [more?: More & { input?: (row: R, place: P) => InputOf<I> }]
    : [more: More & { input: (row: R, place: P) => InputOf<I> }]

export const wordOf = (op: Command, label?: string) =>
  label ?? (op.verbs?.do ?? op.title).split(' ', 1)[0] ?? ''

/** The word of a button that opens a form: the form's own button says Change or Save. */
const formWord = (op: Command, label?: string) =>
  wordOf(op, label).replace(/^(Change|Save)$/, 'Edit')

/** Builds the actions of a list's rows: `const on = rowActions<Key, { groupId: string }>()`. */
export const rowActions = <R, P>() => ({
  /** Asks for confirmation, then sends. The input is by default the fields of the row and the place. */
  confirm<I extends Shape, O extends z.ZodType>(
    op: Command<I, O>,
    ...[given]: WithInput<R, P, I, ConfirmMore<R, I, O>>
  ): RowAction<R, P> {
    const {
      input = (row: R, place: P) => fieldsOf(op, Object.assign({}, row, place)) as InputOf<I>,
      label,
      isFor,
      says = (name: string) => `${wordOf(op as unknown as Command, label)} ${name}`,
      whyNot,
      undo,
      together,
      about,
      ...more
    }: ConfirmMore<R, I, O> & { input?: (row: R, place: P) => InputOf<I> } = given ?? {}
    return {
      op: op as unknown as Command,
      label,
      isFor,
      whyNot,
      bulk: { input, undo, together, isDanger: more.tone !== 'primary' },
      show: (row, place, name, isInRow) => (
        <ConfirmAction
          {...more}
          op={op}
          input={input(row, place)}
          label={wordOf(op as unknown as Command, label)}
          ariaLabel={says(name)}
          row={{ name, place }}
          whyNot={whyNot?.(row) ?? null}
          {...(undo ? { undo: () => undo([row]) } : {})}
          variant={`${more.tone === 'primary' ? '' : 'danger-'}${isInRow ? 'quiet' : 'plain'}`}
          size="sm"
        >
          {about?.(row)}
        </ConfirmAction>
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
      says = (name) => `${formWord(op as unknown as Command, label)} ${name}`,
      whyNot,
      bulk,
    }: Common<R> & {
      show: (row: R, place: P, close: () => void) => ReactNode
      /** To send the same values for several rows. */
      bulk?: Omit<BulkOf<R, P>, 'isDanger'>
    },
  ): RowAction<R, P> {
    const erased = op as unknown as Command
    return {
      op: erased,
      isFor,
      whyNot,
      ...(bulk ? { bulk: { isDanger: false, ...bulk } } : {}),
      show: (row, place, name, isInRow) => (
        <FormButton
          op={op}
          place={place}
          label={formWord(erased, label)}
          ariaLabel={says(name)}
          whyNot={whyNot?.(row)}
          variant={isInRow ? 'quiet' : 'plain'}
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
  isInRow = false,
}: {
  actions: ReadonlyArray<RowAction<R, P>>
  row: R
  place: P
  name: string
  isInRow?: boolean
}) => (
  <span className="inline-flex justify-end gap-1 whitespace-nowrap">
    {actions
      .filter(({ isFor }) => isFor?.(row) ?? true)
      .map(({ op: { id }, show }) => (
        <span key={id}>{show(row, place, name, isInRow)}</span>
      ))}
  </span>
)
