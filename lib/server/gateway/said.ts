import { AtlasError } from '@/lib/atlas/errors'
import type { Result } from '../perform'
import type { AtlasSaid } from './kept-answer'

/** Atlas's answer to a call, also an error. Undefined: it has not answered. */
export function saidIn({ answer, error }: Result): AtlasSaid | undefined {
  const contentType = 'application/json'
  if (answer) return { status: answer.status, contentType, body: answer.bodyText }
  const { status, body } = error instanceof AtlasError ? error.parts : {}
  return status === undefined || body === undefined ? undefined : { status, contentType, body }
}
