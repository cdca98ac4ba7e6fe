import type { Connection } from '@/lib/atlas/connection'

/** What is left of a connection's budget, as Atlas reports its own limits. Seconds. */
export function limitsOf(connection: Pick<Connection, 'budget'>): Record<string, string> {
  const { perMinute, burst, left } = connection.budget()
  const missing = Math.max(0, burst - left)
  return {
    'ratelimit-limit': String(burst),
    'ratelimit-remaining': String(Math.max(0, left)),
    'ratelimit-reset': String(Math.ceil((missing * 60) / perMinute)),
  }
}
