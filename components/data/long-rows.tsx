'use client'
import { useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { lazyComponent } from '../ui/lazy-component'
import { FIRST_SCREEN, type LongRowsProps, ROW_PX, type RowsInView } from './rows-in-view'

const FIRST = Math.ceil(FIRST_SCREEN.height / ROW_PX) + 12

// It decides which rows there are and does not render them: they would lose their state when its code has loaded.
const FollowScroll = lazyComponent(() => import('./follow-scroll').then((m) => m.FollowScroll))

/** The rows of a long table that are near the screen, and space for the others. */
export function LongRows({ count, top, width, keyOf, row, scrollTo }: LongRowsProps) {
  const [view, setView] = useState<RowsInView>()
  const onView = useCallback(
    (next: RowsInView) => setView((now) => (now && isSame(now, next) ? now : next)),
    [],
  )
  const isPrinting = useIsPrinting()
  const { from, to, before, after, measure } = isPrinting
    ? { ...firstView(count), to: count, after: 0 }
    : (view ?? firstView(count))
  const indexes = Array.from({ length: Math.min(to, count) - from }, (_, at) => from + at)
  return (
    <>
      {before > 0 && <Space height={before} width={width} />}
      {indexes.map((index) => row(index, measure))}
      {after > 0 && <Space height={after} width={width} />}
      <FollowScroll count={count} top={top} keyOf={keyOf} scrollTo={scrollTo} onView={onView} />
    </>
  )
}

/** True while the browser prints: paper gets every row. */
function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false)
  useEffect(() => {
    const become = ({ type }: Event) => flushSync(() => setPrinting(type === 'beforeprint'))
    window.addEventListener('beforeprint', become)
    window.addEventListener('afterprint', become)
    return () => {
      window.removeEventListener('beforeprint', become)
      window.removeEventListener('afterprint', become)
    }
  }, [])
  return isPrinting
}

const firstView = (count: number): RowsInView => ({
  from: 0,
  to: Math.min(count, FIRST),
  before: 0,
  after: Math.max(0, count - FIRST) * ROW_PX,
})

const isSame = (a: RowsInView, b: RowsInView) =>
  a.from === b.from && a.to === b.to && a.before === b.before && a.after === b.after

const Space = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden className="max-sm:block">
    <td colSpan={width} style={{ height }} className="max-sm:block" />
  </tr>
)
