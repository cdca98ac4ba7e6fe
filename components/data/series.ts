import { millis } from '@/lib/format/time'
import { granularities, type Measurement, type Measurements } from '@/lib/ops/measurements'
import type { Reading } from './spark-line'

/** Evenly spaced readings, null where Atlas has no value. */
export type Series = { name: string; units: string | null; readings: Reading[] }

export type SeriesSet = {
  /** The time of each reading, in milliseconds. */
  times: number[]
  series: Series[]
}

/** The newest are kept. More would not fit on a screen or in memory. */
const MOST = 5000

const pointsOf = ({ dataPoints }: Measurement) =>
  (dataPoints ?? []).flatMap(({ timestamp, value }) => {
    const at = millis(timestamp)
    return at === undefined ? [] : [{ at, value: value ?? null }]
  })

/** Milliseconds between readings: of the granularity, else the smallest distance. */
function stepOf(granularity: string | null | undefined, times: readonly number[]): number {
  if (granularity && Object.hasOwn(granularities, granularity))
    return granularities[granularity as keyof typeof granularities]
  const gaps = times.flatMap((at, i) => (i > 0 ? [at - (times[i - 1] ?? at)] : []))
  return Math.min(...gaps.filter((gap) => gap > 0).slice(0, MOST), 86_400_000)
}

/** Measurements on one time axis, from the start to the end of the answer. */
export function seriesOf({ granularity, start, end, measurements }: Measurements): SeriesSet {
  const all = (measurements ?? []).map((one) => ({ one, points: pointsOf(one) }))
  const known = [...new Set(all.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  )
  const [least, most] = [known[0], known.at(-1)]
  const step = stepOf(granularity, known)
  if (least === undefined || most === undefined)
    return { times: [], series: all.map(({ one }) => seriesFrom(one, [])) }
  const before = Math.floor(Math.max(0, least - (millis(start) ?? least)) / step)
  const after = Math.floor(Math.max(0, (millis(end) ?? most) - most) / step)
  const last = least + (Math.round((most - least) / step) + after) * step
  const count = Math.min(MOST, Math.round((last - least) / step) + before + 1)
  const first = last - (count - 1) * step
  const times = Array.from({ length: count }, (_, i) => first + i * step)
  return {
    times,
    series: all.map(({ one, points }) => {
      const readings: Reading[] = times.map(() => null)
      for (const { at, value } of points) {
        const slot = Math.round((at - first) / step)
        if (slot >= 0 && slot < count) readings[slot] = value
      }
      return seriesFrom(one, readings)
    }),
  }
}

const seriesFrom = ({ name, units }: Measurement, readings: Reading[]): Series => ({
  name,
  units: units ?? null,
  readings,
})

/** The runs of missing readings, as slots of the axis. */
export function gapsIn(readings: readonly Reading[]): Array<{ from: number; count: number }> {
  const gaps: Array<{ from: number; count: number }> = []
  readings.forEach((reading, i) => {
    if (reading !== null) return
    const last = gaps.at(-1)
    if (last && last.from + last.count === i) last.count += 1
    else gaps.push({ from: i, count: 1 })
  })
  return gaps
}
