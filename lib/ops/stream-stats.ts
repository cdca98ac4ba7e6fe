import { roughly } from '@/lib/format/time'
import { isObject } from '@/lib/format/values'
import { count } from '@/lib/format/words'

/** What a page shows of a processor's `stats`, which Atlas describes as any object: each part may be missing. */
export type Stats = {
  /** How far behind its source: messages for Kafka, seconds for a change stream. */
  lag?: { value: number; unit: 'messages' | 's' }
  deadLetters?: number
  /** Bytes. */
  memory?: number
  state?: number
  input?: number
  output?: number
}

/** A number as Atlas may write it: plain, as a string (int64), or as extended JSON. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (isObject(value))
    return numberOf(
      value.$numberLong ?? value.$numberInt ?? value.$numberDouble ?? value.$numberDecimal,
    )
  return undefined
}

/** The first of some fields with a number. */
const firstOf = (stats: Record<string, unknown>, ...names: string[]) =>
  names.map((name) => numberOf(stats[name])).find((n) => n !== undefined)

function lagOf(stats: Record<string, unknown>): Stats['lag'] {
  const { kafkaPartitions } = stats
  const behind = Array.isArray(kafkaPartitions)
    ? kafkaPartitions.flatMap((p) => (isObject(p) ? (numberOf(p.partitionOffsetLag) ?? []) : []))
    : []
  if (behind.length > 0) return { value: behind.reduce((a, b) => a + b, 0), unit: 'messages' }
  const seconds = firstOf(stats, 'changeStreamTimeDifferenceSecs')
  return seconds === undefined ? undefined : { value: seconds, unit: 's' }
}

/** Reads `stats` leniently: missing, empty or odd ones are not an error. Some versions nest them under another `stats`. */
export function readStats(raw: unknown): Stats {
  if (!isObject(raw)) return {}
  const stats = isObject(raw.stats) ? raw.stats : raw
  const lag = lagOf(stats)
  const operators = Array.isArray(stats.operatorStats) ? stats.operatorStats.filter(isObject) : []
  const used = operators.flatMap((o) => numberOf(o.maxMemoryUsage) ?? [])
  const parts: Stats = {
    ...(lag ? { lag } : {}),
  }
  const put = (key: Exclude<keyof Stats, 'lag'>, value: number | undefined) => {
    if (value !== undefined) parts[key] = value
  }
  put('deadLetters', firstOf(stats, 'dlqMessageCount'))
  put(
    'memory',
    firstOf(stats, 'memoryTrackerBytes', 'memoryUsageBytes') ??
      (used.length > 0 ? used.reduce((a, b) => a + b, 0) : undefined),
  )
  put('state', firstOf(stats, 'stateSize'))
  put('input', firstOf(stats, 'inputMessageCount'))
  put('output', firstOf(stats, 'outputMessageCount'))
  return parts
}

const isMessage = /^(error|failure|status|last_?error)?_?(message|msg|reason|detail)$/i
const isError = /^(last_?)?(error|failure)$/i

function messageIn(value: unknown, deep: number): string | undefined {
  if (!isObject(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (isMessage.test(key) && typeof inner === 'string' && inner.trim()) return inner.trim()
    if (isError.test(key)) {
      if (typeof inner === 'string' && inner.trim()) return inner.trim()
      const found = messageIn(inner, deep)
      if (found) return found
    }
  }
  return deep > 0 ? messageIn(value.stats, deep - 1) : undefined
}

/**
 * Why a processor failed, wherever Atlas says so: the specification has no field for it, answers have used several
 * (`errorMsg`, `error_msg`, `error.reason`, on the processor or in its stats). Undefined for one that has not failed.
 */
export const failureOf = (p: { state?: string | null | undefined }): string | undefined =>
  p.state === 'FAILED' || p.state === 'DROPPED' ? messageIn(p, 2) : undefined

const sizes = ['B', 'kB', 'MB', 'GB', 'TB']

/** `1.9 GB`, in powers of 1,000. */
export function bytes(n: number): string {
  const power = n < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(n) / 3))
  const value = n / 1000 ** power
  return `${value.toLocaleString('en', { maximumFractionDigits: value < 10 && power > 0 ? 1 : 0 })} ${sizes[power]}`
}

/** `184,012 messages`, `12 min`. */
export function lagInWords({ value, unit }: NonNullable<Stats['lag']>): string {
  if (unit === 'messages') return count(value, 'message')
  return roughly(value * 1000)
}
