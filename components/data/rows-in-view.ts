import type { ReactNode, RefObject } from 'react'

/** The rows that a long table renders, by index, and the height of the others in px. */
export type RowsInView = {
  from: number
  to: number
  before: number
  after: number
  measure?: (node: HTMLElement | null) => void
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
  row: (index: number, measure?: (node: HTMLElement | null) => void) => ReactNode
  /** Receives how to scroll to a row. */
  scrollTo: RefObject<((index: number) => void) | undefined>
}

export type FollowProps = Pick<LongRowsProps, 'count' | 'top' | 'keyOf' | 'scrollTo'> & {
  onView: (view: RowsInView) => void
}
