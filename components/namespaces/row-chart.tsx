'use client'
import { useEffect, useMemo, useRef, useState } from 'react'
import { measured } from '@/lib/format/units'
import { metricName } from '@/lib/ops/metric-names'
import { seriesOf } from '../data/series'
import { Spark } from '../data/spark'
import { Skeleton } from '../ui/skeleton'
import { Tooltip } from '../ui/tooltip'
import { type Asked, useMeasured } from './measure'

export const OPERATIONS = 'TOTAL_OPS'
export const LATENCY = 'AVERAGE_TOTAL_OPS_LATENCY'

/** A small chart of one metric in a row. It is read when the row comes into view: each namespace is a call to Atlas. */
export function RowChart({
  asked,
  namespace,
  metric,
}: {
  asked: Asked
  namespace: string
  metric: typeof OPERATIONS | typeof LATENCY
}) {
  const box = useRef<HTMLSpanElement>(null)
  const [isSeen, setSeen] = useState(false)
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setSeen(true))
    if (box.current) watcher.observe(box.current)
    return () => watcher.disconnect()
  }, [])
  const { data, error } = useMeasured(asked, namespace, {
    metrics: [OPERATIONS, LATENCY],
    enabled: isSeen,
  })
  const found = useMemo(
    () =>
      data && !data.misfit
        ? seriesOf(data.data).series.find(({ name }) => name === metric)
        : undefined,
    [data, metric],
  )
  const latest = found?.readings.findLast((reading) => reading !== null)
  const shown = (n: number) => measured(n, found?.units).short
  return (
    <span ref={box} className="inline-flex min-h-6 min-w-40 items-center gap-2.5">
      <span aria-hidden className="w-24 text-muted text-xs sm:hidden">
        {metricName(metric)}
      </span>
      {found && latest != null ? (
        <>
          <Spark readings={found.readings} label={metricName(metric)} shown={shown} />
          <span className="text-xs tabular-nums" title={measured(latest, found.units).exact}>
            {shown(latest)}
          </span>
        </>
      ) : error && !data ? (
        <Tooltip content={error.message}>
          <span className="text-muted text-xs underline decoration-dotted underline-offset-3">
            Could not be read
          </span>
        </Tooltip>
      ) : data ? (
        <span className="text-faint text-xs">No data</span>
      ) : (
        <Skeleton className="w-24" />
      )}
    </span>
  )
}
