/** A value with its unit: short for charts, and exact. */
export type Measured = { short: string; exact: string }

/** Each scale ends at the last unit. `each` is the factor between two. */
type Scale = { names: readonly string[]; each: number; from: number; suffix?: string }

const bytes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
const decimal = ['KB', 'MB', 'GB', 'TB', 'PB']
const counts = ['', 'K', 'M', 'B', 'T']

// Atlas does not say whether its kilobytes, megabytes and gigabytes are powers of 1000 or 1024, so they keep their names.
const scales: Record<string, Scale> = {
  BYTES: { names: bytes, each: 1024, from: 0 },
  BYTES_PER_SECOND: { names: bytes, each: 1024, from: 0, suffix: '/s' },
  KILOBYTES: { names: decimal, each: 1000, from: 0 },
  MEGABYTES: { names: decimal, each: 1000, from: 1 },
  MEGABYTES_PER_SECOND: { names: decimal, each: 1000, from: 1, suffix: '/s' },
  GIGABYTES: { names: decimal, each: 1000, from: 2 },
  GIGABYTES_PER_HOUR: { names: decimal, each: 1000, from: 2, suffix: '/h' },
  SCALAR: { names: counts, each: 1000, from: 0 },
  SCALAR_PER_SECOND: { names: counts, each: 1000, from: 0, suffix: '/s' },
}

const microseconds = { MICROSECONDS: 1, MILLISECONDS: 1000, SECONDS: 1_000_000 } as const
const times = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1000],
  ['µs', 1],
] as const

/** Three significant digits: `1.24`, `31`, `0.004`. */
const digits = (n: number) => n.toLocaleString('en', { maximumSignificantDigits: 3 })

const exactly = (n: number) => n.toLocaleString('en', { maximumFractionDigits: 20 })

function scaled(n: number, { names, each, from, suffix = '' }: Scale): string {
  let [value, at] = [n, from]
  while (Math.abs(value) >= each && at < names.length - 1) [value, at] = [value / each, at + 1]
  const name = names[at] ?? ''
  const space = name && names !== counts ? ' ' : ''
  return `${digits(value)}${space}${name}${suffix}`
}

function timed(n: number): string {
  const [name, size] = times.find(([, each]) => Math.abs(n) >= each) ?? ['µs', 1]
  return n === 0 ? '0 ms' : `${digits(n / size)} ${name}`
}

const isTime = (units: string): units is keyof typeof microseconds =>
  Object.hasOwn(microseconds, units)

/** The unit in words: `bytes per second`. Empty for a bare number. */
export const unitInWords = (units: string | null | undefined): string =>
  !units || units === 'SCALAR'
    ? ''
    : units === 'SCALAR_PER_SECOND'
      ? 'per second'
      : units.toLowerCase().replaceAll('_', ' ')

/** A value in a unit of Atlas's measurements. Unknown units are shown by their name. */
export function measured(value: number, units: string | null | undefined): Measured {
  const exact = `${exactly(value)} ${unitInWords(units)}`.trim()
  if (units === 'PERCENT') return { short: `${digits(value)}%`, exact: `${exactly(value)}%` }
  if (units && isTime(units)) return { short: timed(value * microseconds[units]), exact }
  const scale = Object.hasOwn(scales, units ?? 'SCALAR') ? scales[units ?? 'SCALAR'] : undefined
  return { short: scale ? scaled(value, scale) : `${digits(value)} ${unitInWords(units)}`, exact }
}
