import type { RawAnswer } from '@/lib/atlas/call'
import { isErrorBody, isRefusalOfAtlas } from '@/lib/atlas/classify'
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

/** Whether the body is JSON that fits. */
function has({ headers, bytes }: Passing, fits: (body: unknown) => boolean): boolean {
  if (!bytes || bytes.length > LONGEST_ERROR) return false
  try {
    const coding = header(headers, 'content-encoding')
    return fits(JSON.parse(decoded(Buffer.from(bytes), coding, LONGEST_ERROR)))
  } catch {
    return false
  }
}

/** Whether a 2xx has an error in its body, in which a client would read every field as missing. */
const isErrorInside = (answer: Passing): boolean =>
  answer.status >= 200 && answer.status < 300 && has(answer, isErrorBody)

/**
 * Whether a client would take a refusal for Atlas's that Atlas did not give: “there is none”, “a role is missing”, “that is
 * there already”. A client waits after a 429 and repeats after a 5xx, whoever sent it.
 */
const isHearsay = (answer: Passing): boolean =>
  answer.status >= 400 &&
  answer.status < 500 &&
  answer.status !== 429 &&
  !has(answer, isRefusalOfAtlas)

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
  return isChange
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
