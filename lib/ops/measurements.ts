import { z } from 'zod'

const text = z.string().nullish()

/** Atlas's granularities, in milliseconds. */
export const granularities = {
  PT1M: 60_000,
  PT5M: 300_000,
  PT1H: 3_600_000,
  P1D: 86_400_000,
} as const
export type Granularity = keyof typeof granularities

const moment = z.iso.datetime({ offset: true, error: 'Enter a date and time.' })

/** A time range: `period`, an ISO 8601 duration up to now, or `start` and `end`. */
const rangeFields = {
  period: z
    .string()
    .regex(
      /^P(?=\d|T\d)(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/,
      'Enter a period such as PT6H or P7D.',
    )
    .optional(),
  start: moment.optional(),
  end: moment.optional(),
}
export type Range = z.output<z.ZodObject<typeof rangeFields>>

/** The fields of a range that Atlas would refuse, each with the reason. */
function wrongIn({ period, start, end }: Range): Array<[field: keyof Range, why: string]> {
  const both = 'Enter a period, or both a start and an end.'
  if (period)
    return (['start', 'end'] as const).flatMap((field) =>
      (field === 'start' ? start : end) ? [[field, 'Leave this out when there is a period.']] : [],
    )
  if (!start && !end) return [['period', both]]
  if (!start || !end) return [[start ? 'end' : 'start', both]]
  return Date.parse(start) < Date.parse(end) ? [] : [['end', 'The end must be after the start.']]
}

/** A strict input with a time range. */
export const ranged = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ ...shape, ...rangeFields }).superRefine((input, context) => {
    for (const [field, message] of wrongIn(input as Range))
      context.addIssue({ code: 'custom', path: [field], message })
  })

/** Atlas takes at most ten metrics at once. */
export const metricNames = z
  .array(
    z
      .string()
      .regex(/^[A-Z0-9_]{1,80}$/, 'The name of a metric has capitals, such as CONNECTIONS.'),
  )
  .min(1)
  .max(10)
  .optional()

const measurement = z.looseObject({
  name: z.string(),
  units: text,
  dataPoints: z
    .array(z.looseObject({ timestamp: z.string(), value: z.number().nullish() }))
    .nullish(),
})
export type Measurement = z.output<typeof measurement>

export const measurements = z.looseObject({
  granularity: text,
  start: text,
  end: text,
  measurements: z.array(measurement).nullish(),
})
export type Measurements = z.output<typeof measurements>

/** Enough for a chart, and little enough to send. */
const FEWEST = 2
const MOST = 1500

/** The granularities that give a range of `ms` a useful number of points, finest first. */
export const granularitiesFor = (ms: number): Granularity[] => {
  const all = Object.entries(granularities) as [Granularity, number][]
  const fit = all.filter(([, each]) => ms / each >= FEWEST && ms / each <= MOST)
  return fit.length > 0 ? fit.map(([name]) => name) : [ms > 86_400_000 ? 'P1D' : 'PT1M']
}

/** The finest granularity with at most `most` points, else the coarsest that fits. */
export function granularityFor(ms: number, most = 750): Granularity {
  const fit = granularitiesFor(ms)
  return fit.find((name) => ms / granularities[name] <= most) ?? fit.at(-1) ?? 'P1D'
}
