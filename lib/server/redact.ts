import { withoutCredentials } from '@/lib/format/credentials'

const secretKey =
  /secret|token|passw|authorization|cookie|private_?key|credential|code_?verifier|assertion|nonce$/i

/** Fields of a provider's response that must not be logged. */
const signIn = /([?&](?:code|state)=)[^&\s"]+/gi

const LONGEST = 4000
const DEEPEST = 6

/** A copy for logs: without secrets (found by key and by format), and with long strings and deep values truncated. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return text(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null)
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value
  if (depth >= DEEPEST) return '(cut)'
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString()
  if (value instanceof URL) return text(value.href)
  if (value instanceof Error) return error(value, depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      secretKey.test(key) && item !== undefined && item !== null ? '***' : redact(item, depth + 1),
    ]),
  )
}

function error(value: Error, depth: number) {
  const code = 'code' in value ? value.code : undefined
  return {
    name: value.name,
    message: text(value.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: value.stack ? text(value.stack) : undefined,
    ...(value.cause === undefined ? {} : { cause: redact(value.cause, depth + 1) }),
  }
}

function text(value: string): string {
  const clean = withoutCredentials(value).replace(signIn, '$1***')
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}… (cut)` : clean
}
