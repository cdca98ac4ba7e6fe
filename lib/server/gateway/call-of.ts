import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { describedAs, findOp, whyNotDerivable } from '@/lib/atlas/find-op'
import { withoutCredentials } from '@/lib/format/credentials'
import { whyHidden } from '@/lib/format/invisible'
import { derivedId } from '@/lib/ops/derived-access'
import type { GatewayCall, GatewayRequest } from './call'
import { pathIn } from './elsewhere'
import type { Match } from './match'
import { Refused } from './refusal'
import { versionOf } from './version'

/** A request as a call of an Atlas operation. `body` is its exact bytes. */
export function callOf(
  request: GatewayRequest,
  { operationId, fact, params }: Match,
  body: Buffer | undefined,
  requestId: string,
): GatewayCall {
  const { headers, target, signal } = request
  const asked = {
    accept: headers.get('accept') ?? undefined,
    contentType: headers.get('content-type') ?? undefined,
  }
  const userAgent = headers.get('user-agent')?.slice(0, 400)
  // A change is read as a command afterwards.
  const op = findOp(derivedId(operationId)) ?? describedAs(operationId)[0]
  if (!op)
    throw new Refused(
      403,
      'GATEHOUSE_NOT_ALLOWED',
      `${whyNotDerivable(operationId)} Nothing was sent to Atlas.`,
    )
  return {
    operationId,
    method: fact.method,
    path: pathIn(target),
    params,
    query: target.slice(pathIn(target).length + 1),
    ...(body ? { body } : {}),
    sha256: createHash('sha256')
      .update(body ?? '')
      .digest('hex'),
    ...(asked.accept === undefined ? {} : { accept: asked.accept }),
    ...(asked.contentType === undefined ? {} : { contentType: asked.contentType }),
    version: versionOf(fact, asked) ?? '',
    op,
    input: params,
    isUnderstood: false,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...wordsIn(headers),
    requestId,
    signal,
  }
}

/** Most characters of a reason, and of a ticket. */
const LONGEST = { reason: 1_000, ticket: 60 } as const

/** What the caller says about a call that needs approval. @throws Refused for a text that is too long, or hides something */
function wordsIn(headers: GatewayRequest['headers']): Pick<GatewayCall, 'reason' | 'ticket'> {
  const word = (name: keyof typeof LONGEST) => {
    const text = utf8In(headers.get(`x-gatehouse-${name}`)?.trim() ?? '')
    if (!text) return {}
    const isLong = text.length > LONGEST[name]
    const why = isLong ? `It can have at most ${LONGEST[name]} characters.` : whyHidden(text)
    if (why)
      throw new Refused(
        403,
        'GATEHOUSE_NOT_ALLOWED',
        `The X-Gatehouse-${name === 'reason' ? 'Reason' : 'Ticket'} header is not accepted. ${why}`,
      )
    // Refusing it could stop a call that takes access away.
    return { [name]: withoutCredentials(text) }
  }
  return { ...word('reason'), ...word('ticket') }
}

/** Node reads the bytes of a header as Latin-1, and clients send UTF-8. */
function utf8In(header: string): string {
  const bytes = Buffer.from(header, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : header
}
