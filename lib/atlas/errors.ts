import { type Failure, type FailureKind, OpError, type Refusals } from '@/lib/ops/failure'

export type AtlasErrorParts = {
  kind: FailureKind
  /** `failed`: Atlas has certainly not acted. `unknown`: it may have; read back before anything else. */
  outcome: 'failed' | 'unknown'
  connection: string
  op: string
  status?: number
  errorCode?: string
  detail?: string
  /** Input field as Atlas calls it → what Atlas says of it. */
  fields?: Record<string, string>
  /** The error body as it came, up to the size cap. */
  body?: string
  retryAfterSeconds?: number
  /** Atlas's id of the exchange. */
  requestId?: string
  date?: Date
  /** Whether a read is worth another attempt at once, where the status does not say it. */
  retry?: boolean
}

const mark = Symbol.for('gatehouse.AtlasError')

/** A call that did not end in a usable 2xx answer. `message` is for a person. */
export class AtlasError extends Error {
  override name = 'AtlasError'

  // One connection serves all of Next's bundles, each of which has a copy of this class.
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

/** What is known of a change whose call threw: anything that is not plainly a refusal counts as unknown. */
export function outcomeOf(error: unknown): 'failed' | 'unknown' {
  if (error instanceof AtlasError) return error.outcome
  return error instanceof OpError && error.kind !== 'unknown-outcome' && error.kind !== 'bug'
    ? 'failed'
    : 'unknown'
}

/**
 * The failure a person sees. Atlas's code and detail are kept; anything unforeseen becomes a `bug` without its text.
 * `refusals` are an operation's own sentences by Atlas's error code.
 */
export function toFailure(error: unknown, refusals: Refusals = {}): OpError {
  if (error instanceof OpError) return error
  if (!(error instanceof AtlasError))
    return new OpError(
      { kind: 'bug', message: 'Gatehouse failed while calling Atlas. Try again, or report this.' },
      { cause: error },
    )
  const { status, errorCode, detail, fields, retryAfterSeconds } = error.parts
  const own = refusals[errorCode ?? '']
  const told = typeof own === 'string' ? own : own?.message
  // What a description has words for was foreseen: an operation that Atlas has ended is no fault of Gatehouse.
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
