export type Headers = Record<string, string | string[] | undefined>

/** A header's only or first value. */
export const header = (headers: Headers, name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** Atlas counts calls by the minute. A longer pause, such as a date in the next year, would stop everything that waits for it. */
const LONGEST_RETRY_SECONDS = 60

/** The seconds of Retry-After, which may be a date, at most 60; undefined when missing or invalid. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const text = header(headers, 'retry-after')?.trim()
  if (!text) return undefined
  const capped = (seconds: number) =>
    Math.min(LONGEST_RETRY_SECONDS, Math.max(0, Math.ceil(seconds)))
  if (/^\d+(\.\d+)?$/.test(text)) return capped(Number(text))
  // Relative to the sender's Date header if present, because our clock may differ.
  const from = Date.parse(header(headers, 'date') ?? '') || now
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : capped((at - from) / 1000)
}

/** The Date header, in whole seconds. */
export function dateOf(headers: Headers): Date | undefined {
  const at = Date.parse(header(headers, 'date') ?? '')
  return Number.isNaN(at) ? undefined : new Date(at)
}

/** Atlas's request id. Its header is not documented, so the usual names are tried. */
export const requestIdOf = (headers: Headers): string | undefined =>
  ['x-request-id', 'x-mongodb-request-id', 'request-id', 'x-correlation-id']
    .map((name) => header(headers, name))
    .find((value) => value !== undefined)
