import { decoded } from '@/lib/atlas/decode'
import { header } from '@/lib/atlas/headers'
import type { GatewayAnswer } from './call'
import { passedBack } from './headers'
import type { Small } from './in-flight'

export type Whole = Omit<GatewayAnswer, 'body'> & { body: Buffer }

/** Decoded for a look only, so a small limit is enough. */
const MOST = 10 * 1024 * 1024

/** A whole answer for a client: the bytes as they came, unless the credential of the call is in them. */
export function wholeAnswer({ status, headers, bytes, clean }: Small): Whole {
  const { 'content-length': _, ...passed } = passedBack(headers)
  const coding = header(headers, 'content-encoding')
  const text = coding === undefined ? undefined : textOf(bytes, coding)
  if (text && clean(text)) {
    const { 'content-encoding': __, ...plain } = passed
    return { status, headers: plain, body: text }
  }
  return { status, headers: passed, body: bytes }
}

function textOf(bytes: Buffer, coding: string): Buffer | undefined {
  try {
    return Buffer.from(decoded(bytes, coding, MOST))
  } catch {
    // An unknown coding, or more than the limit.
    return undefined
  }
}
