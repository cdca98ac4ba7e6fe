'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect } from 'react'
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
  useLayoutEffect(() => {
    if (!first || !last) return
    onView({
      from: first.index,
      to: last.index + 1,
      before: first.start - top,
      after: virtual.getTotalSize() - (last.end - top),
      measure: virtual.measureElement,
    })
  })
  return null
}
