import type { RawAnswer } from '@/lib/atlas/call'
import type { GatewayAnswer } from './call'
import { passedBack } from './headers'
import { refusal } from './refusal'

/**
 * What a client must not take for an answer about itself. A 401 is about Gatehouse's credential, and Atlas never redirects.
 * Undefined: the answer may pass.
 */
export function whyNotPassed(status: number): GatewayAnswer | undefined {
  if (status === 401)
    return refusal(
      502,
      'GATEHOUSE_ATLAS_UNREACHABLE',
      'Atlas refused the credential of Gatehouse. Your own credential is fine. Ask an admin to check the connection.',
    )
  return status >= 300 && status < 400 && status !== 304
    ? refusal(
        502,
        'GATEHOUSE_ATLAS_UNREACHABLE',
        `A proxy or gateway between Gatehouse and Atlas answered with status ${status}. Ask an admin to check the connection.`,
      )
    : undefined
}

/** Atlas's answer to a change, for the client that sent it: the same bytes. */
export function passed({ status, headers, bytes }: RawAnswer): GatewayAnswer {
  const odd = whyNotPassed(status)
  if (odd) return odd
  // The server counts them itself.
  const { 'content-length': _, ...own } = passedBack(headers)
  return { status, headers: own, body: bytes }
}
