import { header } from '@/lib/atlas/headers'
import type { Result } from '../perform'
import { rawOf } from '../run-command'
import type { AtlasSaid } from './kept-answer'

/** Atlas's answer to a client's call as text, also an error. Undefined: it has not answered. */
export function saidIn(result: Result): AtlasSaid | undefined {
  const raw = rawOf(result)
  if (!raw) return undefined
  const { status, headers, bytes } = raw
  const contentType = header(headers, 'content-type') ?? 'application/json'
  return { status, contentType, body: bytes.toString('utf8') }
}
