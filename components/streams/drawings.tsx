'use client'
import { bytes, lagInWords, type Stats } from '@/lib/ops/stream-stats'
import { none } from '../data/columns'
import { Spark } from '../data/spark'
import { cn } from '../ui/cn'
import { growth, increments, type Sample } from './history'

/** A number with its chart; the chart needs a second read. */
function Drawn({
  words,
  label,
  values,
  shown,
  kind,
  isBad,
}: {
  words: string
  label: string
  values: ReadonlyArray<number | null>
  shown: (n: number) => string
  kind?: 'line' | 'bars'
  isBad?: boolean
}) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      {values.length > 1 && (
        <Spark
          readings={values}
          label={label}
          shown={shown}
          {...(kind ? { kind } : {})}
          className={cn('h-5 w-16 shrink-0 self-center', isBad && 'text-warn')}
        />
      )}
      <span className={cn('tabular-nums', isBad && 'font-medium text-warn')}>
        {isBad && (
          <svg
            aria-hidden
            className="icon-[triangle-alert] mr-1 inline size-3.5 align-[-0.125rem]"
          />
        )}
        {words}
      </span>
    </span>
  )
}

const valuesOf = (samples: readonly Sample[], of: (s: Stats) => number | undefined) =>
  samples.map((s) => of(s) ?? null)

/** A lag counts as high from 10,000 messages, or five minutes behind a change stream. */
const isHigh = ({ value, unit }: NonNullable<Stats['lag']>) =>
  unit === 's' ? value >= 300 : value >= 10_000

export function Lag({ samples }: { samples: readonly Sample[] }) {
  const now = samples.at(-1)?.lag
  if (!now) return none
  return (
    <Drawn
      label="Lag"
      words={`${lagInWords(now)}${isHigh(now) ? ', high' : ''}`}
      values={valuesOf(samples, (s) => s.lag?.value)}
      shown={(value) => lagInWords({ ...now, value })}
      isBad={isHigh(now)}
    />
  )
}

export function DeadLetters({ samples }: { samples: readonly Sample[] }) {
  const now = samples.at(-1)?.deadLetters
  if (now === undefined) return none
  const grown = growth(samples, (s) => s.deadLetters)
  const isGrowing = grown !== undefined && grown.by > 0
  const rate = grown
    ? `, +${grown.perMinute.toLocaleString('en', { maximumFractionDigits: grown.perMinute < 10 ? 1 : 0 })}/min`
    : ''
  return (
    <Drawn
      label="New dead letters"
      kind="bars"
      words={`${now.toLocaleString('en')}${isGrowing ? rate : ''}`}
      values={increments(samples, (s) => s.deadLetters)}
      shown={(n) => n.toLocaleString('en')}
      isBad={now > 0}
    />
  )
}

export function Memory({ samples }: { samples: readonly Sample[] }) {
  const now = samples.at(-1)?.memory
  if (now === undefined) return none
  return (
    <Drawn
      label="Memory"
      words={bytes(now)}
      values={valuesOf(samples, (s) => s.memory)}
      shown={bytes}
    />
  )
}

/** Messages per minute of a growing count. */
export function Rate({
  samples,
  of,
  label,
}: {
  samples: readonly Sample[]
  of: 'input' | 'output'
  label: string
}) {
  const now = samples.at(-1)?.[of]
  if (now === undefined) return none
  const grown = growth(samples, (s) => s[of])
  return (
    <Drawn
      label={label}
      words={`${now.toLocaleString('en')}${grown ? `, ${Math.round(grown.perMinute).toLocaleString('en')}/min` : ''}`}
      values={valuesOf(samples, (s) => s[of])}
      shown={(n) => n.toLocaleString('en')}
    />
  )
}
