import type { OpError } from '@/lib/ops/failure'
import type { Lifecycle } from '@/lib/ops/lifecycle'
import type { OddPart } from './odd-parts'

/** What an operation answers. */
export type Answer = {
  data: unknown
  /** ISO 8601: when Atlas or the database was read. */
  asOf: string
  /** The answer does not match the output schema: `data` is the raw answer. */
  misfit?: true
  /** Rows that do not match the output schema, raw. `data` omits them. */
  oddRows?: unknown[]
  /** Parts that do not match the output schema, raw. `data` omits them. */
  oddParts?: OddPart[]
  /** Atlas sent bytes that are not UTF-8. They are U+FFFD in `data`. */
  garbled?: true
  lifecycle?: Lifecycle
  /** Atlas accepted it and is working on it. Reads do not show it yet. */
  accepted?: true
}

/** What is kept of a command, to answer its repetition. */
export type Kept = { answer: Answer } | { failure: OpError['failure'] }
