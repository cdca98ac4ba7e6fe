import type { RawAnswer } from '@/lib/atlas/call'
import { isErrorBody } from '@/lib/atlas/classify'
import { decoded } from '@/lib/atlas/decode'
import { header } from '@/lib/atlas/headers'
import type { GatewayAnswer } from './call'
import { passedBack } from './headers'
import { refusal } from './refusal'

/** Whether a proxy answered in Atlas's place: Atlas never redirects or sends a page, and speaks to no proxy of the client. */
const isOfProxy = ({ status, headers }: Pick<RawAnswer, 'status' | 'headers'>) =>
  (status >= 300 && status < 400 && status !== 304) ||
  status === 407 ||
  status > 599 ||
  /^\s*(?:text\/html|application\/xhtml)/i.test(header(headers, 'content-type') ?? '')

/** An error of Atlas is short. */
const LONGEST_ERROR = 20_000

/** Whether the body is an error of Atlas. */
function isErrorIn({ headers, bytes }: Passing): boolean {
  if (!bytes || bytes.length > LONGEST_ERROR) return false
  try {
    const coding = header(headers, 'content-encoding')
    return isErrorBody(JSON.parse(decoded(Buffer.from(bytes), coding, LONGEST_ERROR)))
  } catch {
    return false
  }
}

/** Whether a 2xx has an error in its body, in which a client would read every field as missing. */
const isErrorInside = (answer: Passing): boolean =>
  answer.status >= 200 && answer.status < 300 && isErrorIn(answer)

/** Whether a client would take an answer for “there is none”, or for a missing role, that Atlas did not give. */
const isHearsay = (answer: Passing): boolean =>
  [403, 404, 410].includes(answer.status) && answer.bytes !== undefined && !isErrorIn(answer)

type Passing = Pick<RawAnswer, 'status' | 'headers'> & { bytes?: Uint8Array }

/**
 * What a client must not take for an answer about itself. A 401 is about Gatehouse's credential. Undefined: the answer may
 * pass.
 */
export function whyNotPassed(answer: Passing, isChange = false): GatewayAnswer | undefined {
  const { status } = answer
  if (status === 401)
    return refusal(
      502,
      'GATEHOUSE_ATLAS_UNREACHABLE',
      'Atlas refused the credential of Gatehouse. Your own credential is fine. Ask an admin to check the connection.',
    )
  if (!isOfProxy(answer) && !isHearsay(answer) && !isErrorInside(answer)) return undefined
  const said = isErrorInside(answer)
    ? `Atlas answered with status ${status} and an error in the body.`
    : `A proxy or gateway between Gatehouse and Atlas answered with status ${status}. Ask an admin to check the connection.`
  // With a 4xx, the proxy itself refused the call.
  return isChange && !(status >= 400 && status < 500)
    ? refusal(
        504,
        'GATEHOUSE_OUTCOME_UNKNOWN',
        `${said} It is not known whether Atlas made the change: read the current state before you send it again.`,
      )
    : refusal(502, 'GATEHOUSE_ATLAS_UNREACHABLE', said)
}

/** Atlas's answer to a change, for the client that sent it: the same bytes. */
export function passed({ status, headers, bytes }: RawAnswer): GatewayAnswer {
  const odd = whyNotPassed({ status, headers, bytes }, true)
  if (odd) return odd
  // The server counts them itself.
  const { 'content-length': _, ...own } = passedBack(headers)
  return { status, headers: own, body: bytes }
}
