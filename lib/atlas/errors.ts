import { type Failure, type FailureKind, OpError, type Refusals } from '@/lib/ops/failure'
import type { RawAnswer } from './call'

export type AtlasErrorParts = {
  kind: FailureKind
  /** `failed`: Atlas has not acted. `unknown`: it may have; read back first. */
  outcome: 'failed' | 'unknown'
  connection: string
  op: string
  status?: number
  errorCode?: string
  detail?: string
  /** Atlas's name of an input field → its message. */
  fields?: Record<string, string>
  /** The error body, up to the size limit. */
  body?: string
  retryAfterSeconds?: number
  /** Atlas's request id. */
  requestId?: string
  date?: Date
  /** For a call with `wire`: the answer as it arrived. */
  raw?: RawAnswer
  /** Whether to retry a read immediately, if the status does not decide that. */
  retry?: boolean
}

const mark = Symbol.for('gatehouse.AtlasError')

/** A call without a usable 2xx answer. `message` is shown to people. */
export class AtlasError extends Error {
  override name = 'AtlasError'

  // Each of Next's bundles has a copy of this class, and they share one connection.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value
  }
  get [mark]() {
    return true
  }

  constructor(
    message: string,
    readonly parts: AtlasErrorParts,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }

  get outcome() {
    return this.parts.outcome
  }
  get kind() {
    return this.parts.kind
  }
  get status() {
    return this.parts.status
  }
  get errorCode() {
    return this.parts.errorCode
  }
  get retryAfterSeconds() {
    return this.parts.retryAfterSeconds
  }
}

/** The outcome of a change whose call threw: unknown, unless it was clearly refused. */
export function outcomeOf(error: unknown): 'failed' | 'unknown' {
  if (error instanceof AtlasError) return error.outcome
  return error instanceof OpError && error.kind !== 'unknown-outcome' && error.kind !== 'bug'
    ? 'failed'
    : 'unknown'
}

/**
 * The failure shown to a person, with Atlas's code and detail. An unexpected error becomes a `bug` without its text.
 * `refusals` are an operation's messages by Atlas error code.
 */
export function toFailure(error: unknown, refusals: Refusals = {}): OpError {
  if (error instanceof OpError) return error
  if (!(error instanceof AtlasError))
    return new OpError(
      {
        kind: 'bug',
        message:
          'Something went wrong in Gatehouse while calling Atlas. Try again, or report it with the request id.',
      },
      { cause: error },
    )
  const { status, errorCode, detail, fields, retryAfterSeconds } = error.parts
  const own = refusals[errorCode ?? '']
  const told = typeof own === 'string' ? own : own?.message
  // A refusal that the description expects, such as an ended operation, is not a bug.
  const foreseen = told && error.kind === 'bug' ? 'not-found' : error.kind
  const kind = typeof own === 'object' ? own.kind : foreseen
  const failure: Omit<Failure, 'requestId'> = {
    kind,
    message: told ?? error.message,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(fields ? { fields } : {}),
    ...(status === undefined
      ? {}
      : {
          atlas: {
            status,
            ...(errorCode === undefined ? {} : { errorCode }),
            ...(detail === undefined ? {} : { detail }),
          },
        }),
  }
  return new OpError(failure, { cause: error })
}
