'use client'
import { useEffect, useState } from 'react'
import { cn } from '../ui/cn'
import { type Reading, sparkInWords, sparkOf } from './spark-line'

const WIDTH = 96
const HEIGHT = 24
const KEPT = 60

/** The recent values of a number, collected while the page is open, one per read (`asOf`). */
export function useReadings(value: number | null | undefined, asOf: string | undefined): Reading[] {
  const [kept, setKept] = useState<Array<{ at: string; value: Reading }>>([])
  useEffect(() => {
    if (asOf === undefined) return
    setKept((was) =>
      was.at(-1)?.at === asOf ? was : [...was, { at: asOf, value: value ?? null }].slice(-KEPT),
    )
  }, [value, asOf])
  return kept.map((r) => r.value)
}

/** A small chart, with the same as text for screen readers and on hover. */
export function Spark({
  readings,
  label,
  kind = 'line',
  shown = (n) => n.toLocaleString('en'),
  className,
}: {
  readings: readonly Reading[]
  /** The metric: `Lag`. */
  label: string
  kind?: 'line' | 'bars'
  /** Formats a value with its unit. */
  shown?: (n: number) => string
  className?: string
}) {
  const { lines, bars } = sparkOf(readings, WIDTH, HEIGHT)
  const words = sparkInWords(label, readings, shown)
  return (
    <svg
      role="img"
      aria-label={words}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className={cn('overflow-visible text-accent', className)}
    >
      <title>{words}</title>
      <path d={`M0,${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line" />
      {kind === 'line'
        ? lines.map((d) => (
            <path
              key={d}
              d={d}
              fill="none"
              stroke="currentColor"
              strokeWidth={1.5}
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          ))
        : bars.map((bar) => <rect key={bar.x} {...bar} fill="currentColor" />)}
    </svg>
  )
}
