'use client'
import { useCallback, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useIsAwake } from '@/lib/client/use-now'
import { lazyComponent } from '../ui/lazy-component'
import {
  FIRST_SCREEN,
  type LongRowsProps,
  ROW_PX,
  type RowElements,
  type RowsBetween,
  type RowsInView,
} from './rows-in-view'

const FIRST = Math.ceil(FIRST_SCREEN.height / ROW_PX) + 12
/** When only the browser renders it: all of them would be one long task, so the next ones follow in the next frames. */
const A_FEW = 8

// It decides which rows there are and does not render them: they would lose their state when its code has loaded.
const FollowScroll = lazyComponent(() => import('./follow-scroll').then((m) => m.FollowScroll))

/** The rows of a long table that are near the screen, and space for the others. */
export function LongRows({ count, top, width, keyOf, row, scrollTo }: LongRowsProps) {
  const [view, setView] = useState<RowsInView>()
  const onView = useCallback(
    (next: RowsInView) => setView((now) => (now && isSame(now, next) ? now : next)),
    [],
  )
  const [elements] = useState((): RowElements => ({ all: new Set() }))
  const ref = useCallback(
    (node: HTMLElement | null) => {
      if (!node) return undefined
      elements.all.add(node)
      elements.measure?.(node)
      return () => {
        elements.all.delete(node)
        elements.measure?.(null)
      }
    },
    [elements],
  )
  // After the first rows, whose height it takes for the others.
  const [follows, setFollows] = useState(false)
  useEffect(() => setFollows(true), [])
  const isPrinting = useIsPrinting()
  const isAwake = useIsAwake()
  const [first, setFirst] = useState(isAwake ? A_FEW : FIRST)
  useEffect(() => {
    if (view || first >= FIRST) return
    const frame = requestAnimationFrame(() => setFirst(first + A_FEW))
    return () => cancelAnimationFrame(frame)
  }, [view, first])
  const { from, to, before, after } = isPrinting
    ? { ...firstView(count, count), after: 0 }
    : view === undefined
      ? firstView(count, first)
      : // Of other rows, those on the screen come first.
        keyOf(view.from) === view.key
        ? view
        : view.seen
  const indexes = Array.from({ length: Math.min(to, count) - from }, (_, at) => from + at)
  return (
    <>
      {before > 0 && <Space height={before} width={width} />}
      {indexes.map((index) => row(index, ref))}
      {after > 0 && <Space height={after} width={width} />}
      {follows && <FollowScroll {...{ count, top, keyOf, scrollTo, first, elements, onView }} />}
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

const firstView = (count: number, first: number): RowsBetween => ({
  from: 0,
  to: Math.min(count, first),
  before: 0,
  after: Math.max(0, count - first) * ROW_PX,
})

const isAlike = (a: RowsBetween, b: RowsBetween) =>
  a.from === b.from && a.to === b.to && a.before === b.before && a.after === b.after
const isSame = (a: RowsInView, b: RowsInView) =>
  a.key === b.key && isAlike(a, b) && isAlike(a.seen, b.seen)

const Space = ({ height, width }: { height: number; width: number }) => (
  <tr aria-hidden className="max-sm:block">
    <td colSpan={width} style={{ height }} className="max-sm:block" />
  </tr>
)
