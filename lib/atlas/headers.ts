export type Headers = Record<string, string | string[] | undefined>

/** A header's only or first value. */
export const header = (headers: Headers, name: string): string | undefined => {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The seconds of Retry-After, which may be a date; undefined when missing or invalid. */
export function retryAfter(headers: Headers, now = Date.now()): number | undefined {
  const text = header(headers, 'retry-after')?.trim()
  if (!text) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text))
  // Relative to the sender's Date header if present, because our clock may differ.
  const from = Date.parse(header(headers, 'date') ?? '') || now
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - from) / 1000))
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
