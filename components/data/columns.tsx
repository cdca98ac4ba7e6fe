import type { ReactNode } from 'react'
import type { Cell } from '@/lib/format/csv'
import { millis } from '@/lib/format/time'
import { Badge, type Tone } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { StateBadge, type StateLook } from '../ui/state-badge'
import { Time } from '../ui/time'

/** One column: what a row holds there (searched, sorted, exported) and how it is shown. */
export type Column<R> = {
  id: string
  head: string
  /** Searched, exported, and sorted by unless `order` is given. */
  value: (row: R) => Cell
  order?: (row: R) => Cell
  /** How it is shown; the value itself when left out. */
  cell?: (row: R) => ReactNode
  align?: 'right'
  /** Offers its values as a filter. */
  choices?: boolean
  /** How a value is called in that filter; as it stands when left out. */
  choice?: (value: Cell) => string
  /** CSS width, for tables that may grow past a hundred rows: `30%`, `9rem`. */
  width?: string
  /** A state: on a phone it stands beside what the row is called. */
  isState?: boolean
  /** On a phone without its head: what says itself what it is. */
  isPlain?: boolean
  /** Not shown until asked for. */
  optional?: boolean
  /** Buttons: neither sorted, searched nor exported; its head is for screen readers only. */
  isActions?: boolean
}

type More<R> = Partial<Omit<Column<R>, 'id' | 'value'>>
type From<R> = (keyof R & string) | [id: string, value: (row: R) => Cell]

const asCell = (value: unknown): Cell =>
  value === null || value === undefined
    ? null
    : typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : JSON.stringify(value)

function base<R>(from: From<R>, head: string, more: More<R> = {}): Column<R> {
  const [id, value] = Array.isArray(from) ? from : ([from, (row: R) => asCell(row[from])] as const)
  return { id, head, value, ...more }
}

/** What stands where a row has nothing; on a phone such a value is left out. */
export const none = <span className="text-faint">–</span>

/**
 * Columns of rows of one type, at module level: `const c = column<AccessRow>()`, then `c.text('comment', 'Who and why')`.
 * The first argument is a field of the row, or `['id', (row) => value]`.
 */
export const column = <R,>() => ({
  text: (from: From<R>, head: string, more?: More<R>): Column<R> => {
    const made = base(from, head, more)
    return { cell: (row) => made.value(row) ?? none, ...made }
  },
  number: (from: From<R>, head: string, more?: More<R>): Column<R> => {
    const made = base(from, head, { align: 'right', ...more })
    return {
      cell: (row) => {
        const value = made.value(row)
        return typeof value === 'number' ? value.toLocaleString('en') : (value ?? none)
      },
      ...made,
    }
  },
  copyable: (from: From<R>, head: string, more?: More<R>): Column<R> => {
    const made = base(from, head, more)
    return {
      cell: (row) => {
        const value = made.value(row)
        return value === null || value === undefined || value === '' ? (
          none
        ) : (
          <Copyable value={String(value)} what={head.toLowerCase()} />
        )
      },
      ...made,
    }
  },
  /** An ISO time; sorted as time, shown as `in 3 h`. `absent` says what no time means. */
  time: (from: From<R>, head: string, more?: More<R> & { absent?: ReactNode }): Column<R> => {
    const { absent = none, ...rest } = more ?? {}
    const made = base(from, head, rest)
    const text = (row: R) => {
      const value = made.value(row)
      return typeof value === 'string' && value ? value : undefined
    }
    return {
      order: (row) => millis(text(row)) ?? null,
      cell: (row) => (text(row) ? <Time at={text(row)} /> : absent),
      ...made,
    }
  },
  /** A state: its word, tone and icon by its value. Offered as a filter. */
  badge: (
    from: From<R>,
    head: string,
    look: (value: Cell, row: R) => { word: string; tone?: Tone; icon?: ReactNode } | undefined,
    more?: More<R>,
  ): Column<R> => {
    const made = base(from, head, { choices: true, isState: true, ...more })
    return {
      cell: (row) => {
        const found = look(made.value(row), row)
        return found ? (
          <Badge tone={found.tone ?? 'neutral'} icon={found.icon}>
            {found.word}
          </Badge>
        ) : (
          none
        )
      },
      ...made,
    }
  },
  /** A state by its vocabulary (`stateLooks`): searched, filtered and exported by the word that people see. */
  state: (
    from: From<R>,
    head: string,
    looks: (state: unknown) => StateLook,
    more?: More<R>,
  ): Column<R> => {
    const { id, value } = base(from, head)
    return {
      id,
      head,
      choices: true,
      isState: true,
      value: (row) => looks(value(row)).word,
      cell: (row) => <StateBadge looks={looks} state={value(row)} />,
      ...more,
    }
  },
  custom: (
    from: From<R>,
    head: string,
    cell: (row: R) => ReactNode,
    more?: More<R>,
  ): Column<R> => ({ ...base(from, head, more), cell }),
  actions: (cell: (row: R) => ReactNode, head = 'Actions'): Column<R> => ({
    id: 'actions',
    head,
    value: () => null,
    cell,
    isActions: true,
    align: 'right',
  }),
})
