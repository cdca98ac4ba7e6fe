import { z } from 'zod'

/** Atlas's refusal, unchanged. */
export const atlasSaid = z.object({
  status: z.number(),
  errorCode: z.string().optional(),
  detail: z.string().optional(),
})

/** The failure shape between server and browser. Screens switch on `kind`, never on text. */
export const failure = z.object({
  kind: z.enum([
    'signed-out',
    'step-up',
    'not-allowed',
    'invalid',
    'needs-approval',
    'not-found',
    'conflict',
    'slow-down',
    'atlas-down',
    'unknown-outcome',
    'unavailable',
    'offline',
    'bug',
  ]),
  /** What happened, and what to do, in one or two sentences. */
  message: z.string(),
  requestId: z.string(),
  retryAfterSeconds: z.number().optional(),
  /** Field path → sentence. */
  fields: z.record(z.string(), z.string()).optional(),
  /** It is too late to stop the request, but the access that it gives can be revoked. */
  revocable: z.boolean().optional(),
  atlas: atlasSaid.optional(),
})
export type Failure = z.output<typeof failure>
export type FailureKind = Failure['kind']

/** An operation's sentences by Atlas's error code, with a kind where the status means something else. */
export type Refusals = Readonly<Record<string, string | { kind: FailureKind; message: string }>>

/** The HTTP status of each kind. */
export const statusOf: Record<FailureKind, number> = {
  'signed-out': 401,
  'step-up': 401,
  'not-allowed': 403,
  'needs-approval': 403,
  invalid: 400,
  'not-found': 404,
  conflict: 409,
  'slow-down': 429,
  'atlas-down': 502,
  'unknown-outcome': 504,
  unavailable: 503,
  // Only in browsers: nothing reached the server.
  offline: 503,
  bug: 500,
}

const mark = Symbol.for('gatehouse.OpError')

/** A failure for a person. The request id is added when it leaves the server. */
export class OpError extends Error {
  override name = 'OpError'

  // Each of Next's bundles has its own copy of this class, and one catches what another throws.
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && mark in value
  }
  get [mark]() {
    return true
  }
  readonly failure: Omit<Failure, 'requestId'> & { requestId?: string }

  constructor(failure: OpError['failure'], options?: ErrorOptions) {
    super(failure.message, options)
    this.failure = failure
  }

  get kind(): FailureKind {
    return this.failure.kind
  }

  /** `OpError.of('not-found', 'There is no such operation.')` */
  static of(
    kind: FailureKind,
    message: string,
    more: Omit<OpError['failure'], 'kind' | 'message'> = {},
  ): OpError {
    return new OpError({ kind, message, ...more })
  }
}
