import { callIn } from '@/lib/approvals/client-call'
import type { RequestRow } from '@/lib/approvals/rows'
import { readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { isObject } from '@/lib/format/values'
import { operationIdOf } from '@/lib/ops/derived-access'
import { sql } from '../database'

/** Most fields that a refusal names. */
const MOST_NAMED = 5

type Call = { caller: string; method: string; path: string; query: string }

/**
 * What is different in a call from the most similar open request of the same sender for the same method and path: its id,
 * and the names of the fields. Undefined: there is no such request, or it creates something else.
 */
export async function movedFields(
  { caller, method, path, query }: Call,
  { op, stored }: { op: string; stored: Record<string, unknown> },
): Promise<{ id: string; fields: string[] } | undefined> {
  const after = contentOf(op, stored)
  if (after === undefined) return undefined
  const [iss, sub] = caller.split(' ', 2)
  const open = await sql()<RequestRow[]>`
    select * from request where requester_iss = ${iss ?? ''} and requester_sub = ${sub ?? ''} and call is not null
      and state in ('pending', 'approved') order by created_at desc limit 100`
  let nearest: { id: string; fields: string[] } | undefined
  for (const r of open) {
    const other = callIn(r)
    // Another operation reads the body into other fields.
    if (other?.method !== method || other.path !== path || r.op !== op) continue
    const fields = differing(contentOf(op, JSON.parse(r.input)), after)
    if (other.query !== query) fields.push('the query')
    // Terraform creates ten things at a time at one path.
    if (method === 'POST' && fields.length > leavesOf(after) / 2) continue
    if (!nearest || fields.length < nearest.fields.length) nearest = { id: r.id, fields }
  }
  return nearest && { ...nearest, fields: nearest.fields.slice(0, MOST_NAMED) }
}

const contentOf = (op: string, input: Record<string, unknown>): unknown =>
  operationIdOf(op) === undefined
    ? input
    : typeof input.body === 'string'
      ? readJson(input.body)
      : undefined

/** How many values a JSON value holds. */
const leavesOf = (value: unknown): number =>
  Array.isArray(value) || isObject(value)
    ? Object.values(value).reduce<number>((sum, one) => sum + leavesOf(one), 0)
    : 1

/** The paths of the fields that differ between two JSON values, in their order. */
function differing(before: unknown, after: unknown, at = ''): string[] {
  if (sameJson(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, i) => differing(one, after[i], `${at}[${i}]`))
  if (!isObject(before) || !isObject(after)) return [at || 'the body']
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].flatMap((name) =>
    differing(before[name], after[name], at ? `${at}.${name}` : name),
  )
}
