import type { ReactNode, RefCallback, RefObject } from 'react'

/** Rows by index, and the height of those before and after them in px. */
export type RowsBetween = { from: number; to: number; before: number; after: number }

/** The rows that a long table renders. */
export type RowsInView = RowsBetween & {
  /** The key of the first one. Another one there means other rows. */
  key: string | number
  /** Those on the screen. */
  seen: RowsBetween
}

/** The rendered rows, and what measures the next ones as soon as its code has loaded. */
export type RowElements = {
  all: Set<HTMLElement>
  measure?: ((node: HTMLElement | null) => void) | undefined
}

export const ROW_PX = 41
/** The part of a long table that the server renders, so that nothing moves on hydration. */
export const FIRST_SCREEN = { width: 1280, height: 1000 }
export type LongRowsProps = {
  count: number
  /** The table's offset on the page, because it scrolls with the page. */
  top: number
  /** Columns of the table. */
  width: number
  keyOf: (index: number) => string | number
  /** `ref` is always the same: another one would render all rows again. */
  row: (index: number, ref: RefCallback<HTMLElement>) => ReactNode
  /** Receives how to scroll to a row. */
  scrollTo: RefObject<((index: number) => void) | undefined>
}

export type FollowProps = Pick<LongRowsProps, 'count' | 'top' | 'keyOf' | 'scrollTo'> & {
  /** How many rows there are before it reports any. */
  first: number
  elements: RowElements
  onView: (view: RowsInView) => void
}
