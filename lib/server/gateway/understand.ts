import { describedAs } from '@/lib/atlas/find-op'
import { normalizeAddress } from '@/lib/format/address'
import { printJson, readJson } from '@/lib/format/json'
import { sameJson } from '@/lib/format/same'
import { isObject } from '@/lib/format/values'
import { bodyOf } from '@/lib/ops/body'
import type { Call, Command, Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { atlasCall } from '../call-atlas'
import { parseInput } from '../parse-input'
import { fieldsIn, renamed } from './inverse'
import type { JsonBody } from './json-body'
import type { Match } from './match'

type Input = Record<string, unknown>

/** What a client sent, without the path. */
export type Sent = {
  /** Without what only changes the answer. */
  query: URLSearchParams
  body: JsonBody | undefined
  /** The version that Atlas uses. Empty: none. */
  version: string
}

export type Understood = { op: Command; input: Input }

/**
 * The command, with its input, for which Gatehouse itself would send the same call: the same version, path, query and
 * body. Undefined when there is none. `look` reads what a form would start from.
 */
export async function understand(
  match: Match,
  sent: Sent,
  look: (call: Call) => Promise<unknown>,
): Promise<Understood | undefined> {
  // A DELETE without a body means the same in every version.
  const isSame = match.fact.method === 'DELETE' && sent.body === undefined
  for (const op of describedAs(match.operationId)) {
    if (op.kind !== 'command' || (!isSame && op.atlas?.version !== sent.version)) continue
    for await (const raw of inputsFor(op, match, sent, look)) {
      const input = parsed(op, raw)
      if (input && isSameCall(op, input, match, sent)) return { op, input }
    }
  }
  return undefined
}

/** Inputs that can be meant. Each is checked afterwards, so a wrong one does no harm. */
async function* inputsFor(
  op: Command,
  { params }: Match,
  { query, body: sent }: Sent,
  look: (call: Call) => Promise<unknown>,
): AsyncGenerator<Input> {
  const body = sent && { value: withoutPlace(sent.value, params) }
  const known = {
    ...renamed(op, 'path', params),
    ...renamed(op, 'query', Object.fromEntries(query)),
  }
  const own = op.fromBody ? (fromBody(op, body?.value) ?? {}) : fieldsIn(op, known, body?.value)
  const input = { ...own, ...known }
  yield input
  if (!op.opened || !('opened' in op.input.shape)) return
  const opened = await openedFor(op.opened, input, look)
  if (opened === undefined) return
  const names = Object.keys(op.input.shape)
  // A form shows what is there, so its input has the fields that the body leaves out.
  const shown = isObject(opened)
    ? Object.fromEntries(Object.entries(opened).filter(([name]) => names.includes(name)))
    : {}
  yield { ...input, opened }
  yield { ...shown, ...input, opened }
}

function fromBody(op: Command, body: unknown): Input | undefined {
  try {
    return op.fromBody?.(body)
  } catch {
    // Another shape than the description expects.
    return undefined
  }
}

async function openedFor(
  opened: NonNullable<Command['opened']>,
  input: Input,
  look: (call: Call) => Promise<unknown>,
): Promise<unknown> {
  try {
    return opened.now(await look(opened.read(input)), input)
  } catch {
    // Not understood then, so the call needs approval.
    return undefined
  }
}

function parsed(op: Op, raw: Input): Input | undefined {
  try {
    return parseInput(op, raw)
  } catch (error) {
    if (error instanceof OpError) return undefined
    throw error
  }
}

function isSameCall(op: Command, input: Input, { params, fact }: Match, { query, body }: Sent) {
  try {
    const value = bodyOf(op, input, new Date(), fact)
    const call = atlasCall(op, input, undefined, '')
    return (
      isSamePath(call.path, params) &&
      sortedQuery(new URLSearchParams(pairsOf(call.query))) === sortedQuery(query) &&
      (value === undefined
        ? body === undefined
        : body !== undefined &&
          sameJson(withoutPlace(readJson(printJson(value)), params), normal(op, body, params)))
    )
  } catch {
    // A description may fail on an input that its form never makes.
    return false
  }
}

function normal(op: Command, { text }: JsonBody, params: Record<string, string>): unknown {
  const plain = withoutPlace(readJson(text), params)
  return op.normalBody ? op.normalBody(plain) : plain
}

/** SDKs repeat the project of the path in a body, or in each item of one. With another project, it stays. */
function withoutPlace(body: unknown, params: Record<string, string>): unknown {
  if (Array.isArray(body)) return body.map((item) => withoutPlace(item, params))
  if (!isObject(body) || body.groupId === undefined || body.groupId !== params.groupId) return body
  const { groupId: _, ...rest } = body
  return rest
}

/** Atlas takes an address with and without its mask: `203.0.113.7` and `203.0.113.7/32`. */
const isSamePath = (own: Record<string, string>, sent: Record<string, string>): boolean =>
  Object.keys(own).length === Object.keys(sent).length &&
  Object.entries(own).every(([name, value]) => {
    const given = sent[name] ?? ''
    return value === given || (normalizeAddress(given) ?? '') === value
  })

const pairsOf = (query: ReturnType<typeof atlasCall>['query'] = {}): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, String(one)]),
  )

function sortedQuery(query: URLSearchParams): string {
  const copy = new URLSearchParams(query)
  copy.sort()
  return copy.toString()
}
