import type { ReactNode, RefObject } from 'react'

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

export const ROW_PX = 41
/** The part of a long table that the server renders, so that nothing moves on hydration. */
export const FIRST_SCREEN = { width: 1280, height: 1000 }
const FIRST = Math.ceil(FIRST_SCREEN.height / ROW_PX) + 12

/** The first rows of a long table, until the code that follows the scroll position is loaded. */
export const FirstRows = ({ count, width, row }: LongRowsProps) => (
  <>
    {Array.from({ length: Math.min(count, FIRST) }, (_, index) => row(index))}
    {count > FIRST && <Space height={(count - FIRST) * ROW_PX} width={width} />}
  </>
)

export const Space = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden className="max-sm:block">
    <td colSpan={width} style={{ height }} className="max-sm:block" />
  </tr>
)
