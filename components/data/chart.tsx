'use client'
import { type PointerEvent, useMemo, useState } from 'react'
import { useExactTime } from '@/lib/client/use-zone'
import { measured } from '@/lib/format/units'
import { cn } from '../ui/cn'
import { ExactTime } from '../ui/time'
import { gapsIn, type Series } from './series'
import { sparkInWords, sparkOf } from './spark-line'

const WIDTH = 320
const HEIGHT = 80

/**
 * A chart of one metric over time. Missing readings are gaps with a gray background. Pointing at it, or the arrow keys,
 * show each reading: a range input lies over the chart.
 */
export function Chart({
  label,
  series: { units, readings },
  times,
}: {
  label: string
  series: Series
  times: readonly number[]
}) {
  const [at, setAt] = useState<number>()
  const exact = useExactTime()
  const shape = useMemo(() => sparkOf(readings, WIDTH, HEIGHT), [readings])
  const gaps = useMemo(() => gapsIn(readings), [readings])
  const latest = readings.findLastIndex((reading) => reading !== null)
  const shown = at !== undefined && at < readings.length ? at : latest
  const value = readings[shown] ?? null
  const words = value === null ? undefined : measured(value, units)
  const time = times[shown]
  const last = readings.length - 1
  const perSlot = WIDTH / Math.max(1, last)

  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    setAt(Math.min(last, Math.max(0, Math.round(((clientX - left) / width) * last))))
  }

  return (
    <figure
      aria-label={sparkInWords(label, readings, (n) => measured(n, units).short)}
      className="min-w-0 [contain-intrinsic-size:auto_9rem] [content-visibility:auto]"
    >
      <figcaption className="flex items-baseline justify-between gap-2 text-sm">
        <span className="min-w-0 truncate text-muted" title={label}>
          {label}
        </span>
        <span className="flex items-baseline gap-2 whitespace-nowrap tabular-nums">
          {latest >= 0 && (
            <span className="text-2xs text-faint" title={measured(shape.most, units).exact}>
              max {measured(shape.most, units).short}
            </span>
          )}
          <span className="font-medium" title={words?.exact}>
            {words?.short ?? <span className="font-normal text-faint">No data</span>}
          </span>
        </span>
      </figcaption>
      {latest < 0 ? (
        <p className="mt-1 grid h-20 place-items-center rounded bg-sunken text-faint text-xs">
          No data in this time range
        </p>
      ) : (
        <div className="relative mt-1 h-20 rounded-xs has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2">
          <svg
            aria-hidden
            viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
            preserveAspectRatio="none"
            className="size-full overflow-visible text-accent"
          >
            {gaps.map(({ from, count }) => (
              <rect
                key={from}
                x={Math.max(0, (from - 1) * perSlot)}
                width={Math.min(WIDTH, (count + 1) * perSlot)}
                height={HEIGHT}
                className="fill-sunken"
              />
            ))}
            <path d={`M0,${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line" {...thin} />
            {shape.lines.map((d) => (
              <path key={d} d={d} fill="none" stroke="currentColor" {...thin} strokeWidth={1.5} />
            ))}
            {at !== undefined && (
              <path
                d={`M${shown * perSlot},0V${HEIGHT}`}
                className="stroke-edge"
                strokeDasharray="3 3"
                {...thin}
              />
            )}
          </svg>
          <input
            type="range"
            min={0}
            max={last}
            value={shown}
            aria-label={`${label}: readings`}
            aria-valuetext={`${time === undefined ? '' : exact(time)}: ${words?.exact ?? 'no data'}`}
            onChange={(event) => setAt(Number(event.target.value))}
            onPointerMove={point}
            onPointerLeave={() => setAt(undefined)}
            onBlur={() => setAt(undefined)}
            className="absolute inset-0 size-full cursor-crosshair touch-pan-y opacity-0"
          />
        </div>
      )}
      <p className="mt-1 flex justify-between gap-2 text-2xs text-faint tabular-nums">
        {at === undefined ? (
          <Ends times={times} />
        ) : (
          <>
            <span>{time === undefined ? '' : exact(time)}</span>
            <span className={cn(value === null && 'text-warn')}>{words?.exact ?? 'No data'}</span>
          </>
        )}
      </p>
    </figure>
  )
}

const thin = { vectorEffect: 'non-scaling-stroke', strokeLinejoin: 'round' } as const

function Ends({ times }: { times: readonly number[] }) {
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return null
  return (
    <>
      <ExactTime at={first} isShort />
      <ExactTime at={last} isShort />
    </>
  )
}
