'use client'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect } from 'react'
import { FIRST_SCREEN, type LongRowsProps, ROW_PX, Space } from './first-rows'

/** The rows of a long table that are near the screen, and space for the others. */
export function LongRows({ count, top, width, keyOf, row, scrollTo }: LongRowsProps) {
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
  const before = items[0] ? items[0].start - top : 0
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top)
  return (
    <>
      {before > 0 && <Space height={before} width={width} />}
      {items.map((item) => row(item.index, virtual.measureElement))}
      {after > 0 && <Space height={after} width={width} />}
    </>
  )
}
