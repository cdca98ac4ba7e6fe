import { parseSent } from '@/lib/format/json'
import { OpError } from '@/lib/ops/failure'
import type { Incoming } from './answer'
import { configuration } from './configuration'
import { type BodyLimits, readBody } from './read-body'

/**
 * Refuses changes that a page of another site may have sent. Browsers send the page's origin with every POST, and pages
 * can't forge it. Only the console's own origin is accepted, not a missing, sibling or `null` one. Headers that override
 * the method are ignored.
 * @throws OpError `not-allowed`
 */
export function checkOrigin(request: Pick<Incoming, 'headers'>): void {
  if (request.headers.get('origin') !== configuration().url.origin)
    throw OpError.of(
      'not-allowed',
      `Changes are only accepted from ${configuration().url.origin}. Open Gatehouse there and try again.`,
    )
}

type Body = AsyncIterable<Uint8Array> | null

/** Larger than any operation's input. People paste a few kilobytes at most. */
const MAX_BODY_BYTES = 1_000_000

/**
 * The body of a change. It must be declared as JSON, because a page of another site can send other content types without
 * a preflight request.
 * @throws OpError `not-allowed` for another content type, `invalid` for a body that is not JSON, too large or too deeply
 * nested
 */
export async function jsonBody(
  request: Pick<Incoming, 'headers'> & { body: Body },
): Promise<unknown> {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/json')
    throw OpError.of('not-allowed', 'Send the body as application/json.')
  const text = await bodyText(request)
  try {
    return parseSent(text)
  } catch (error) {
    throw OpError.of('invalid', `The request body can’t be read. ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : '')

/** A body as text. @throws OpError `invalid` for one that is too large or too slow */
export async function bodyText(
  { headers, body }: Pick<Incoming, 'headers'> & { body: Body },
  limits: BodyLimits = { max: MAX_BODY_BYTES, silenceMs: 20_000, wholeMs: 120_000 },
): Promise<string> {
  const tooLarge = () =>
    OpError.of(
      'invalid',
      `The request body is larger than ${limits.max.toLocaleString('en')} bytes.`,
    )
  const tooSlow = () =>
    OpError.of('invalid', 'The rest of the request body did not arrive in time. Send it again.')
  if (Number(headers.get('content-length')) > limits.max) throw tooLarge()
  return new TextDecoder().decode(await readBody(body, limits, { tooLarge, tooSlow }))
}
