import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'

/** Kinds of faults. `…-after`: the change is made first. */
export const fault = z.object({
  kind: z.enum([
    'status',
    'latency',
    'timeout-before',
    'timeout-after',
    '500-after',
    'html-502',
    'malformed-json',
    'truncated',
    'wrong-type',
    'odd-row',
    'latin1',
    'hang-up',
    'reset-after',
    'no-effect',
    'error-in-200',
  ]),
  status: z.int().min(400).max(599).optional(),
  errorCode: z.string().optional(),
  /** Seconds. */
  retryAfter: z.number().optional(),
  /** Milliseconds of latency. */
  ms: z.number().optional(),
})
export type Fault = z.output<typeof fault>

const match = z.strictObject({
  operationId: z.string().optional(),
  method: z.string().optional(),
  pathIncludes: z.string().optional(),
  groupId: z.string().optional(),
})

const order = z.strictObject({
  match: match.default({}),
  times: z.int().min(1).default(1),
  fault,
})

/** `next`: another fault, which waits until this one has happened. */
export const faultOrder = order.extend({ next: order.optional() })
export type FaultOrder = z.output<typeof faultOrder>
export const faultsToClear = z.strictObject({ match: match.optional() })

export type Asked = {
  operationId: string | undefined
  method: string
  path: string
  groupId: string | undefined
  clusterName: string | undefined
  body: unknown
  header: string | undefined
}

const typed: ReadonlyArray<[phrase: string, fault: Fault]> = [
  ['slow down', { kind: 'status', status: 429, errorCode: 'RATE_LIMITED', retryAfter: 7 }],
  ['no answer', { kind: 'timeout-after' }],
  ['forbid', { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' }],
  ['fail', { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' }],
  ['slow', { kind: 'latency', ms: 3000 }],
]

/** Grants have no free text, so the cluster's name selects the fault. */
const named: ReadonlyArray<[part: string, fault: Fault]> = [
  ['slow-down', { kind: 'status', status: 429, errorCode: 'RATE_LIMITED', retryAfter: 7 }],
  ['no-answer', { kind: 'timeout-after' }],
  ['lost-request', { kind: 'timeout-before' }],
  ['refuses', { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' }],
  ['fails', { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' }],
  ['slow-answer', { kind: 'latency', ms: 3000 }],
]

const commented = z.looseObject({
  comment: z.string().optional().catch(undefined),
  description: z.string().optional().catch(undefined),
})

/** `sandbox: slow down` and similar phrases in a comment or description of the body or of a row. */
function typedFault(body: unknown): Fault | undefined {
  for (const item of Array.isArray(body) ? body : [body]) {
    const { comment, description } = commented.safeParse(item).data ?? {}
    const said = (comment ?? description)?.toLowerCase()
    const found = typed.find(([phrase]) => said?.includes(`sandbox: ${phrase}`))
    if (found) return found[1]
  }
  return undefined
}

/** `x-sandbox-fault: status:503:7`, `latency:3000`, `hang-up`. */
function headerFault(header: string | undefined): Fault | undefined {
  if (!header) return undefined
  const [kind, first, second] = header.split(':').map((part) => part.trim())
  const number = first ? Number(first) : undefined
  return fault.safeParse({
    kind,
    ...(kind === 'status' && number ? { status: number } : {}),
    ...(kind === 'latency' && number ? { ms: number } : {}),
    ...(second ? { retryAfter: Number(second) } : {}),
  }).data
}

/** Faults from the control endpoint, and those that a call selects itself. */
export class Faults {
  private orders: FaultOrder[] = []

  add(order: FaultOrder): void {
    this.orders.push({ ...order })
  }

  /** Removes all, or those with exactly this match. */
  clear(match?: FaultOrder['match']): void {
    this.orders = match ? this.orders.filter((o) => !isDeepStrictEqual(o.match, match)) : []
  }

  list(): readonly FaultOrder[] {
    return this.orders
  }

  /** The fault for a call. Uses up one time of the first matching order. */
  of(asked: Asked): Fault | undefined {
    const order = this.orders.find(
      ({ match }) =>
        (match.operationId === undefined || match.operationId === asked.operationId) &&
        (match.method === undefined || match.method.toUpperCase() === asked.method) &&
        (match.pathIncludes === undefined || asked.path.includes(match.pathIncludes)) &&
        (match.groupId === undefined || match.groupId === asked.groupId),
    )
    if (order) {
      order.times -= 1
      if (order.times === 0) this.orders = this.orders.filter((o) => o !== order)
      if (order.next) this.orders.push(order.next)
      return order.fault
    }
    const byName = asked.operationId?.endsWith('MongoDbEmployeeAccess')
      ? named.find(([part]) => asked.clusterName?.includes(part))?.[1]
      : undefined
    return headerFault(asked.header) ?? byName ?? typedFault(asked.body)
  }
}
