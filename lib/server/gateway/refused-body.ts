import { bodyFieldsOf } from '@/lib/atlas/bodies'
import { isObject } from '@/lib/format/values'
import { count } from '@/lib/format/words'
import { MAX_COMMENT, SECURITY_GROUP_END, whyNoEnd } from '@/lib/ops/access-list-entry'
import { newestOf } from '@/lib/ops/derived'
import { takesAccess } from '@/lib/ops/derived-access'
import type { GatewayCall } from './call'
import type { JsonBody } from './json-body'
import type { Match } from './match'
import { Refused } from './refusal'

/** What Atlas certainly refuses in an item of a list, by operation. */
const inItem: Record<string, (item: Record<string, unknown>) => string | undefined> = {
  createGroupAccessListEntry: whyNotEntry,
}

/**
 * Refuses a body that Atlas refuses in any case, because nobody should be asked to approve it. @throws Refused
 */
export function refuseBody(
  { version }: Pick<GatewayCall, 'version'>,
  { operationId, fact }: Match,
  body: JsonBody | undefined,
): void {
  // Other versions can have another body.
  const shape = version === newestOf(fact) ? bodyFieldsOf(operationId) : undefined
  if (!shape || takesAccess(fact)) return
  const why = shape.isList
    ? whyNotList(operationId, fact.method, body?.value)
    : body && !isObject(body.value)
      ? 'The body of this operation is a JSON object.'
      : undefined
  if (why !== undefined)
    throw new Refused(400, 'GATEHOUSE_INVALID_REQUEST', `${why} Nothing was sent to Atlas.`)
}

function whyNotList(operationId: string, method: string, value: unknown): string | undefined {
  if (!Array.isArray(value)) return 'The body of this operation is a JSON array of objects.'
  // An empty list adds nothing, but can replace a list.
  if (value.length === 0) return method === 'POST' ? 'The array in the body is empty.' : undefined
  const wrong = value.flatMap((item: unknown, at) => {
    const why = isObject(item) ? inItem[operationId]?.(item) : 'It is not a JSON object.'
    return why === undefined ? [] : [`Item ${at + 1} of the array: ${why}`]
  })
  const more = wrong.length - 1
  return more > 0 ? `${wrong[0]} ${count(more, 'more item')} can’t be sent either.` : wrong[0]
}

const namesOfAddress = ['ipAddress', 'cidrBlock', 'awsSecurityGroup'] as const

function whyNotEntry(item: Record<string, unknown>): string | undefined {
  const given = namesOfAddress.filter((name) => item[name] !== undefined && item[name] !== null)
  const [name] = given
  if (name === undefined || given.length > 1)
    return `It has ${given.length === 0 ? 'none' : given.join(' and ')}, and Atlas takes exactly one of ${namesOfAddress.join(', ')}.`
  const { [name]: address, comment, deleteAfterDate: end } = item
  if (name !== 'awsSecurityGroup' && typeof address === 'string' && !/^[\da-f:./]+$/i.test(address))
    return `${JSON.stringify(address.slice(0, 60))} is not an IP address or CIDR block.`
  if (typeof comment === 'string' && comment.length > MAX_COMMENT)
    return `Its comment has ${comment.length} characters, and Atlas takes at most ${MAX_COMMENT}.`
  if (typeof end !== 'string') return undefined
  return name === 'awsSecurityGroup' ? SECURITY_GROUP_END : whyNoEnd(end, Date.now())
}
