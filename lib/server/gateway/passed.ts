import type { RawAnswer } from '@/lib/atlas/call'
import type { GatewayAnswer } from './call'
import { passedBack } from './headers'

/** Atlas's answer to a change, for the client that sent it: the same bytes. */
export function passed({ status, headers, bytes }: RawAnswer): GatewayAnswer {
  // The server counts them itself.
  const { 'content-length': _, ...own } = passedBack(headers)
  return { status, headers: own, body: bytes }
}
