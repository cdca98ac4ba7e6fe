'use client'
import { cn } from '../ui/cn'
import { type Reading, sparkInWords, sparkOf } from './spark-line'

const WIDTH = 96
const HEIGHT = 24

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
