import type { Decision } from '../decide'
import type { Person } from '../person'

/** Who runs an own operation, and what allowed it. */
export type OwnContext = {
  person: Person
  decision: Decision
  requestId: string
  signal?: AbortSignal
}
