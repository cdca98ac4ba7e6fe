import { isObject } from '@/lib/format/values'
import type { Op } from '@/lib/ops/define'
import type { Fact } from '@/lib/ops/fact'
import type { Match } from './match'

/** Query parameters that change the answer to a change, not the change. */
export const aboutAnswer = ['envelope', 'includeCount', 'itemsPerPage', 'pageNum', 'pretty']

/** The input of a derived description: path and query parameters as their types say, and the body as text. */
export function derivedInput(
  op: Op,
  { params, fact }: Match,
  query: URLSearchParams,
  body: string | undefined,
): Record<string, unknown> {
  const given = Object.fromEntries(
    [...new Set(query.keys())]
      .filter((name) => !aboutAnswer.includes(name))
      .map((name) => [name, typed(fact, name, query.getAll(name))]),
  )
  return {
    ...orgIn(op, body),
    ...given,
    ...params,
    ...(body === undefined || !('body' in op.input.shape) ? {} : { body }),
  }
}

/** The organization of an operation whose path names none. */
function orgIn(op: Op, body: string | undefined): Record<string, unknown> {
  if (!('orgId' in op.input.shape) || body === undefined) return {}
  const sent: unknown = JSON.parse(body)
  return isObject(sent) && typeof sent.orgId === 'string' ? { orgId: sent.orgId } : {}
}

/** What does not fit its type stays a text, and the input's schema refuses it. */
function typed({ types = {} }: Fact, name: string, values: string[]): unknown {
  const type = types[name]
  const [first = ''] = values
  if (type === 'texts') return values
  if (values.length > 1) return values
  if (type === 'integer' && /^-?\d{1,15}$/.test(first)) return Number(first)
  if (type === 'boolean' && /^(true|false)$/.test(first)) return first === 'true'
  return first
}
