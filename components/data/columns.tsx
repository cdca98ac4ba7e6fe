import type { ReactNode } from 'react'
import type { Cell } from '@/lib/format/csv'
import { millis } from '@/lib/format/time'
import { list, lowerFirst } from '@/lib/format/words'
import { Badge, type Tone } from '../ui/badge'
import { Copyable } from '../ui/copyable'
import { Lines } from '../ui/lines'
import { StateBadge, type StatusStyle } from '../ui/state-badge'
import { Time } from '../ui/time'

/** A column: the value to search, sort and export, and how to show it. */
export type Column<R> = {
  id: string
  head: string
  /** Searched, exported, and sorted by unless `order` is given. */
  value: (row: R) => Cell
  order?: (row: R) => Cell
  /** How it is shown; defaults to the value. */
  cell?: (row: R) => ReactNode
  align?: 'right'
  /** Offers its values as a filter. */
  choices?: boolean
  /** A value's label in the filter; defaults to the value. */
  choice?: (value: Cell) => string
  /** CSS width, for tables that may exceed a hundred rows: `30%`, `9rem`. */
  width?: string
  /** A state: on phones it is next to the row's name. */
  isState?: boolean
  /** Needs no label on phones. */
  isPlain?: boolean
  /** Hidden by default. */
  optional?: boolean
  /** Left out while no row has a value. */
  isSparse?: boolean
  /** Buttons: not sorted, searched or exported; the header is for screen readers only. */
  isActions?: boolean
  /** An ISO time: exports have it in the reader's time zone. */
  isTime?: boolean
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

/** The placeholder for a missing value; hidden on phones. */
export const none = <span className="text-faint">–</span>

/**
 * Builds typed columns. Create them at module level: `const c = column<AccessRow>()`, then
 * `c.text('comment', 'Who and why')`. The first argument is a field of the row, or `['id', (row) => value]`.
 */
export const column = <R,>() => ({
  text: (from: From<R>, head: string, more?: More<R>): Column<R> => {
    const made = base(from, head, more)
    return { cell: (row) => made.value(row) ?? none, ...made }
  },
  /** Texts, shown as one sentence: `a, b and c`. */
  list: (
    id: string,
    texts: (row: R) => readonly string[],
    head: string,
    more?: More<R>,
  ): Column<R> => {
    const made = base<R>([id, (row) => list(texts(row)) || null], head, more)
    return { cell: (row) => made.value(row) ?? none, ...made }
  },
  /** Texts, shown below each other. */
  lines: (
    id: string,
    texts: (row: R) => readonly string[],
    head: string,
    more?: More<R>,
  ): Column<R> => ({
    ...base<R>([id, (row) => texts(row).join('; ') || null], head, more),
    cell: (row) => (texts(row).length > 0 ? <Lines lines={texts(row)} /> : none),
  }),
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
          // IDs of Azure are up to 250 characters long.
          <Copyable value={String(value)} what={lowerFirst(head)} className="sm:max-w-72" />
        )
      },
      ...made,
    }
  },
  /** An ISO time, sorted as time and shown as `in 3 h`. `absent` is shown when there is none. */
  time: (from: From<R>, head: string, more?: More<R> & { absent?: ReactNode }): Column<R> => {
    const { absent = none, ...rest } = more ?? {}
    const made = base(from, head, rest)
    const text = (row: R) => {
      const value = made.value(row)
      return typeof value === 'string' && value ? value : undefined
    }
    return {
      isTime: true,
      order: (row) => millis(text(row)) ?? null,
      cell: (row) => (text(row) ? <Time at={text(row)} /> : absent),
      ...made,
    }
  },
  /** A state with its label, tone and icon. Filterable. */
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
  /** A state with `stateStyles`, searched, filtered and exported by its label. */
  state: (
    from: From<R>,
    head: string,
    looks: (state: unknown) => StatusStyle,
    more?: More<R>,
  ): Column<R> => {
    const { id, value } = base(from, head)
    return {
      id,
      head,
      choices: true,
      isState: true,
      value: (row) => looks(value(row)).word,
      cell: (row) => <StateBadge styles={looks} state={value(row)} />,
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
