import { iso, pick } from './ids'
import { invalid, reject } from './reject'

/** A metric: its name, unit and typical value. */
export type Metric = readonly [name: string, units: string, typical: number]

const minute = 60_000
const units: Record<string, number> = { S: 1000, M: minute, H: 60 * minute, D: 1440 * minute }

/** Milliseconds of an ISO 8601 duration such as PT10H or P1DT2H; undefined when it is none. */
function durationOf(text: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text)
  if (!found || text === 'P' || text.endsWith('T')) return undefined
  const at = (i: number, unit: string) => Number(found[i] ?? 0) * (units[unit] ?? 0)
  return at(1, 'D') + at(2, 'H') + at(3, 'M') + at(4, 'S')
}

/** The time range of a query: `period`, or `start` and `end`. Throws 400. */
export function rangeOf(query: URLSearchParams): { start: number; end: number } {
  const [period, start, end] = ['period', 'start', 'end'].map((name) => query.get(name))
  if (Boolean(period) === Boolean(start && end) || (period && (start || end)))
    throw reject(
      400,
      'INVALID_METRICS_PERIOD',
      'Specify either period, or both start and end.',
      'period',
      'start',
      'end',
    )
  const now = Math.floor(Date.now() / minute) * minute
  const length = period ? durationOf(period) : 0
  const range = period
    ? { start: now - (length ?? Number.NaN), end: now }
    : { start: Date.parse(start ?? ''), end: Date.parse(end ?? '') }
  if (range.start < range.end) return range
  throw invalid([{ field: period ? 'period' : 'start', description: 'is not a valid time range' }])
}

const granularities: Record<string, number> = {
  PT10S: 10_000,
  PT1M: minute,
  PT5M: 5 * minute,
  PT30M: 30 * minute,
  PT1H: 60 * minute,
  P1D: 1440 * minute,
}

function stepOf(query: URLSearchParams): [name: string, ms: number] {
  const name = query.get('granularity')
  if (!name)
    throw reject(
      400,
      'MISSING_QUERY_PARAMETER',
      'The query parameter granularity is required.',
      'granularity',
    )
  const ms = granularities[name]
  if (ms) return [name, ms]
  throw invalid([{ field: 'granularity', description: 'is not a known granularity' }])
}

/** Values that follow the time of day, with a gap after every 23 of them. */
function valueAt(seed: string, typical: number, at: number, step: number): number | null {
  if ((at / step + pick(seed, 24)) % 24 === 0) return null
  const day = Math.sin((at / (1440 * minute)) * 2 * Math.PI) * 0.3
  const noise = pick(`${seed} ${at}`, 1000) / 5000
  return Math.round(typical * (1 + day + noise) * 100) / 100
}

/**
 * The measurements of a host, database, disk or namespace. With `names` only those metrics, by the query parameter
 * `m` or `metrics`. Without `hasData` the series are empty. Throws 400 for an invalid range or granularity.
 */
export function measurementsOf(
  seed: string,
  metrics: readonly Metric[],
  query: URLSearchParams,
  about: { names: string; step?: string; hasData: boolean },
) {
  const { start, end } = rangeOf(query)
  const [granularity, ms] = about.step
    ? [about.step, granularities[about.step] ?? minute]
    : stepOf(query)
  const asked = query.getAll(about.names)
  const strange = asked.find((name) => !metrics.some(([known]) => known === name))
  if (strange) throw reject(400, 'INVALID_METRIC_NAME', `No metric is called ${strange}.`, strange)
  const first = Math.ceil(start / ms) * ms
  const count = about.hasData ? Math.min(5000, Math.max(0, Math.floor((end - first) / ms) + 1)) : 0
  const times = Array.from({ length: count }, (_, i) => first + i * ms)
  return {
    start: iso(start),
    end: iso(end),
    granularity,
    measurements: metrics
      .filter(([name]) => asked.length === 0 || asked.includes(name))
      .map(([name, unit, typical]) => ({
        name,
        units: unit,
        dataPoints: times.map((at) => ({
          timestamp: iso(at),
          value: valueAt(`${seed} ${name}`, typical, at, ms),
        })),
      })),
  }
}
