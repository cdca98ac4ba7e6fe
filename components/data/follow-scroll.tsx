'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'react'
import { nextPace, nextRows, ROWS_PER_FRAME, type Rows } from './next-rows'
import { FIRST_SCREEN, type FollowProps, ROW_PX, type RowsBetween } from './rows-in-view'

/** Reports the rows near the screen to a long table. Renders nothing. */
export function FollowScroll({
  count,
  top,
  keyOf,
  scrollTo,
  first,
  elements,
  onView,
}: FollowProps) {
  // Rows that are higher than expected would move all others, and the page, whenever some come into view.
  const [rowPx] = useState(() => usualHeight(elements.all))
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowPx,
    initialRect: FIRST_SCREEN,
    initialOffset: 0,
    scrollMargin: top,
    getItemKey: keyOf,
    overscan: 12,
  })
  useEffect(() => {
    scrollTo.current = (index) => virtual.scrollToIndex(index)
    return () => {
      scrollTo.current = undefined
    }
  })
  useLayoutEffect(() => {
    elements.measure = virtual.measureElement
    for (const row of elements.all) virtual.measureElement(row)
    return () => {
      elements.measure = undefined
    }
  }, [elements, virtual])
  const items = virtual.getVirtualItems()

  const reported = useRef<Rows & { at: string; key: string | number }>(undefined)
  const [turn, goOn] = useReducer((turn: number) => turn + 1, 0)
  const pace = useRef(ROWS_PER_FRAME / 2)
  const frameAt = useRef<number>(undefined)
  useLayoutEffect(() => {
    const [begin, end] = [items[0], items.at(-1)]
    if (!begin || !end) return
    const near = { from: begin.index, to: end.index + 1 }
    const { startIndex, endIndex } = virtual.range ?? {
      startIndex: begin.index,
      endIndex: end.index,
    }
    const seen = { from: startIndex, to: endIndex + 1 }
    const last = reported.current
    const isOther = last !== undefined && keyOf(last.from) !== last.key
    // Reporting renders this again in the same frame, which must not add more rows.
    const at = [turn, near.from, near.to, seen.from, seen.to].join()
    const rows = isOther
      ? seen
      : last?.at === at
        ? last
        : nextRows(last ?? { from: 0, to: first }, near, seen, pace.current)
    const between = ({ from, to }: Rows): RowsBetween | undefined => {
      const [start, stop] = [items[from - near.from], items[to - 1 - near.from]]
      return (
        start &&
        stop && {
          from,
          to,
          before: start.start - top,
          after: virtual.getTotalSize() - (stop.end - top),
        }
      )
    }
    const [all, onScreen] = [between(rows), between(seen)]
    if (!all || !onScreen) return
    const key = keyOf(rows.from)
    reported.current = { from: rows.from, to: rows.to, at, key }
    onView({ ...all, key, seen: onScreen })
    if (rows.from === near.from && rows.to === near.to) {
      frameAt.current = undefined
      return
    }
    const frame = requestAnimationFrame((now) => {
      if (frameAt.current !== undefined)
        pace.current = nextPace(pace.current, now - frameAt.current)
      frameAt.current = now
      goOn()
    })
    return () => cancelAnimationFrame(frame)
  })
  return null
}

/** The usual height of the rendered rows in px. */
function usualHeight(rows: Iterable<HTMLElement>): number {
  const heights = Array.from(rows, (row) => row.offsetHeight).toSorted((a, b) => a - b)
  return heights[Math.floor(heights.length / 2)] || ROW_PX
}
