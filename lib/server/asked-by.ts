import { OpError } from '@/lib/ops/failure'
import type { Asked } from './asked'
import { clientAddress } from './client-address'
import { type LogFields, log } from './log'

/**
 * The person, address and operation for the log line of a refusal. Only ids are taken from the input, never what people
 * wrote.
 */
export function askedBy({ headers, person, ended, op, input }: Asked): LogFields {
  const subject = person?.sub ?? ended?.sub
  const session = person?.sessionId ?? ended?.sid
  return {
    address: person?.ip ?? (headers && clientAddress(headers)),
    issuer: person?.iss,
    subject: subject && cut(subject),
    session: session?.slice(0, SHORT),
    op: op === undefined ? undefined : cut(op),
    asked: idsOf(input),
  }
}

/** Logs a refused read of a page. The page itself answers 200, so nothing else logs it. */
export function logRefusedRead(error: unknown, asked: Asked): void {
  if (!(error instanceof OpError) || !['not-found', 'not-allowed'].includes(error.kind)) return
  log.info('refused', { kind: error.kind, page: true, ...askedBy(asked) })
}

/** Enough of a session id to find it, too little to use it as a credential. */
const SHORT = 8
const LONGEST_ID = 100
const MOST_IDS = 12

const isId = (name: string) => /(?:Id|^id|^op|^clusterName|^tenantName|^processorName)$/.test(name)
const cut = (text: string) => (text.length > LONGEST_ID ? `${text.slice(0, LONGEST_ID)}…` : text)

/** The ids in an input and in the operation it requests; undefined if there are none. */
function idsOf(input: unknown): Record<string, string> | undefined {
  const ids = [...idsIn(input), ...idsIn(fieldOf(input, 'input'))].slice(0, MOST_IDS)
  return ids.length > 0 ? Object.fromEntries(ids) : undefined
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined

function idsIn(value: unknown): Array<[string, string]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([name, id]): Array<[string, string]> => {
    if (typeof id !== 'string' || name.length > 40 || !isId(name)) return []
    return [[name, name === 'sessionId' ? id.slice(0, SHORT) : cut(id)]]
  })
}
