import { isUtf8 } from 'node:buffer'
import { describedAs, listOf } from '@/lib/atlas/find-op'
import { parseJson, printJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { withoutForeign } from '../foreign-rows'
import { withoutHidden } from '../hidden'
import type { Person } from '../person'
import { Refused } from './refusal'
import type { Whole } from './whole'

/** What a client sees of an answer. */
export type Rewrite = (body: unknown) => unknown

/** Reads without a description whose answers have a link to a backup, or the keys of an alert's receivers. */
const haveSecrets = /(RestoreJobs?|AlertConfigs)$/

/**
 * For a read that Gatehouse shows to nobody as Atlas answers it: links with a token and secrets are hidden, and rows of
 * other organizations. Undefined: the answer passes as it is.
 */
export function rewriteFor(operationId: string, person: Person): Rewrite | undefined {
  const own = describedAs(operationId).filter(({ kind }) => kind === 'query')
  // What is hidden in a list is hidden in its items too, which can have no description.
  const near = [...own, ...describedAs(listOf(operationId) ?? '')]
  const hiddenFields = [
    ...new Set(near.flatMap((op) => (Array.isArray(op.hiddenFields) ? op.hiddenFields : []))),
  ]
  const shared = own.find(({ foreignRows }) => foreignRows)
  const isLike = own.length === 0 && haveSecrets.test(operationId)
  if (hiddenFields.length === 0 && !shared && !isLike) return undefined
  return (body) => {
    const mine = shared ? withoutForeign(shared, body, person) : body
    const shown = withoutHidden({ hiddenFields }, mine)
    return isLike ? withoutHidden({ hiddenFields: 'like secrets' }, shown) : shown
  }
}

/** An answer after a rewrite. The bytes stay when there was nothing to hide. Errors stay. @throws Refused for what is not JSON */
export function rewritten(answer: Whole, rewrite: Rewrite): Whole {
  if (answer.status >= 300 || answer.body.length === 0) return answer
  try {
    const body = parseJson(answer.body.toString('utf8'))
    const shown = rewrite(body)
    if (sameJson(body, shown)) return answer
    // The client would send back what replaces the other bytes.
    if (!isUtf8(answer.body)) throw new Error('The answer is not UTF-8')
    const { etag: _, 'content-encoding': __, ...headers } = answer.headers
    return { ...answer, headers, body: Buffer.from(printJson(shown)) }
  } catch {
    throw new Refused(
      502,
      'GATEHOUSE_ATLAS_UNREACHABLE',
      'Atlas’s answer can hold secrets, and Gatehouse can’t read it to remove them.',
    )
  }
}
