import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { type FailureKind, OpError } from '@/lib/ops/failure'
import { isDatabaseError } from '../database'
import { log } from '../log'
import { Unauthorized } from '../machines/caller'
import type { GatewayAnswer } from './call'
import { outOfScope, type RefusalCode, Refused, refusal } from './refusal'

/**
 * 403 for what is not possible now: clients take 404 and 409 for “gone” and “already there”, and repeat after 500 and 503.
 */
const byKind: Record<FailureKind, [status: number, code: RefusalCode]> = {
  'signed-out': [401, 'GATEHOUSE_UNAUTHORIZED'],
  'step-up': [403, 'GATEHOUSE_NOT_ALLOWED'],
  'not-allowed': [403, 'GATEHOUSE_NOT_ALLOWED'],
  'needs-approval': [403, 'GATEHOUSE_APPROVAL_REQUIRED'],
  'not-found': [403, 'GATEHOUSE_NOT_ALLOWED'],
  invalid: [400, 'GATEHOUSE_INVALID_REQUEST'],
  conflict: [403, 'GATEHOUSE_CONFLICT'],
  'slow-down': [429, 'GATEHOUSE_BUDGET'],
  'atlas-down': [502, 'GATEHOUSE_ATLAS_UNREACHABLE'],
  'unknown-outcome': [504, 'GATEHOUSE_OUTCOME_UNKNOWN'],
  unavailable: [503, 'GATEHOUSE_UNAVAILABLE'],
  offline: [503, 'GATEHOUSE_UNAVAILABLE'],
  bug: [500, 'GATEHOUSE_UNAVAILABLE'],
}

/** The answer for a failure, in Atlas's error format. */
export function answerFor(thrown: unknown, requestId: string): GatewayAnswer {
  const error = thrown instanceof AtlasError ? toFailure(thrown) : thrown
  if (error instanceof Refused) return error.answer
  if (error instanceof Unauthorized)
    return refusal(401, 'GATEHOUSE_UNAUTHORIZED', error.message, {
      headers: { 'www-authenticate': [...error.challenges] },
    })
  if (error instanceof OpError) {
    const { kind, message, retryAfterSeconds } = error.failure
    // Atlas's own 404 never comes here.
    if (kind === 'not-found') return outOfScope()
    const [status, code] = byKind[kind]
    const wait = retryAfterSeconds ?? (status === 429 ? 1 : undefined)
    return refusal(status, code, `${message} Request ID: ${requestId}.`, {
      ...(wait === undefined ? {} : { headers: { 'retry-after': String(Math.ceil(wait)) } }),
    })
  }
  if (isDatabaseError(error))
    return refusal(
      503,
      'GATEHOUSE_UNAVAILABLE',
      `Gatehouse can’t reach its database, so nothing was sent to Atlas. Try again. Request ID: ${requestId}.`,
    )
  log.error('The gateway failed', {
    requestId,
    error: error instanceof Error ? error.stack : String(error),
  })
  return refusal(
    500,
    'GATEHOUSE_UNAVAILABLE',
    `Something went wrong in Gatehouse. Report it to an admin with the request ID ${requestId}.`,
  )
}
