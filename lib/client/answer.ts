import type { Op } from '@/lib/ops/define'
import type { Lifecycle } from '@/lib/ops/lifecycle'

/** The server's answer, as cached in the browser for every read. */
export type Answer<T> = {
  data: T
  /** When Atlas (or the database) was read. */
  asOf: string
  requestId: string
  /** The answer does not match the output schema: `data` is the raw answer. */
  misfit?: true | undefined
  /** Raw rows of a list that do not match. `data` omits them. */
  oddRows?: unknown[] | undefined
  /** Raw parts that do not match, with their paths. `data` omits them. */
  oddParts?: OddPart[] | undefined
  /** Atlas sent bytes that are not UTF-8. They are U+FFFD in `data`. */
  garbled?: true | undefined
  /** Whether the operation is deprecated, ending, ended or a preview. */
  lifecycle?: Lifecycle | undefined
  /** Atlas accepted the command and is working on it. Reads do not show it yet. */
  accepted?: true | undefined
}

export type OddPart = { path: string; value: unknown }

export type Sending = {
  signal?: AbortSignal | undefined
  /** Identifies one execution of a command. The same key never runs twice. */
  key?: string | undefined
  /** The phrase that the person typed. The server checks it. */
  confirm?: string | undefined
  /** What the person typed once for several rows: `12 snapshots`. The audit log records it as that. */
  confirmRows?: string | undefined
}

export type Call = Pick<Op, 'id' | 'kind'>
