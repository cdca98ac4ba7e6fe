'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useReducer, useRef } from 'react'
import { nextRows, type Rows } from './next-rows'
import { FIRST_SCREEN, type FollowProps, ROW_PX } from './rows-in-view'

/** Reports the rows near the screen to a long table. Renders nothing. */
export function FollowScroll({ count, top, keyOf, scrollTo, onView }: FollowProps) {
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => ROW_PX,
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
  const items = virtual.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  const reported = useRef<Rows & { at: string }>(undefined)
  const [turn, goOn] = useReducer((turn: number) => turn + 1, 0)
  useLayoutEffect(() => {
    if (!first || !last) return
    const near = { from: first.index, to: last.index + 1 }
    const seen = virtual.range ?? { startIndex: first.index, endIndex: last.index }
    // Reporting renders this again in the same frame, which must not add more rows.
    const at = [turn, near.from, near.to, seen.startIndex, seen.endIndex].join()
    const now = reported.current ?? near
    const rows =
      reported.current?.at === at
        ? reported.current
        : nextRows(now, near, { from: seen.startIndex, to: seen.endIndex + 1 })
    reported.current = { ...rows, at }
    const [start, end] = [items[rows.from - near.from], items[rows.to - 1 - near.from]]
    if (!start || !end) return
    onView({
      from: rows.from,
      to: rows.to,
      before: start.start - top,
      after: virtual.getTotalSize() - (end.end - top),
      measure: virtual.measureElement,
    })
    if (rows.from === near.from && rows.to === near.to) return
    const frame = requestAnimationFrame(goOn)
    return () => cancelAnimationFrame(frame)
  })
  return null
}
