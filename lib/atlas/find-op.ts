import { secretFields } from '@/lib/format/secret-names'
import { pathNames } from '@/lib/ops/body'
import type { Command, Op } from '@/lib/ops/define'
import { type Bare, type BareRead, derive, SHOWS_SECRET, whyNotDerived } from '@/lib/ops/derived'
import { derivedId, operationIdOf } from '@/lib/ops/derived-access'
import { ops } from '@/lib/ops/registry'
import { allFacts, fact } from './facts'

/** Gatehouse's descriptions by Atlas's operation id. */
const described = Map.groupBy(
  [...ops.values()].filter(({ atlas }) => atlas),
  ({ atlas }) => atlas?.op ?? '',
)

/** The descriptions of an Atlas operation. Empty: it has none. */
export const describedAs = (operationId: string): readonly Op[] => described.get(operationId) ?? []

/** A read for people that shows all of Atlas's answer but what is named like a secret, as a derived read does. */
const showsAll = ({ internal, text, foreignRows, hiddenFields = [] }: Op) =>
  !internal &&
  !text &&
  !foreignRows &&
  (hiddenFields === 'like secrets' || secretFields(hiddenFields).length === hiddenFields.length)

const gets = new Map(
  allFacts().flatMap(([id, { method, path }]) => (method === 'GET' ? [[path, id]] : [])),
)

/** The path without its last part: `/a/{b}:verb` to `/a/{b}` to `/a`. */
const above = (path: string) => path.replace(/:\w+$|\/[^/:]+$/, '')

/** The read of the list that an item is in. Undefined: it is in none. */
export const listOf = (operationId: string): string | undefined =>
  gets.get(above(fact(operationId).path))

/** A read that needs only what is in its path, and answers with JSON. */
const isPlain = (id: string) => {
  const { required = [], answer, removed } = fact(id)
  return required.length === 0 && !answer && !removed
}

/** The read of the same path, or the nearest one above it that shows the place. */
function nearest(path: string): BareRead | undefined {
  for (let at = path; at === path || at.includes('{'); at = above(at)) {
    const id = gets.get(at)
    if (id !== undefined && isPlain(id))
      return { id: derivedId(id), names: pathNames(at), isSame: at === path }
  }
  return undefined
}

const bare = new Map(
  allFacts().map(([id, facts]): [string, Bare] => {
    const read = facts.method === 'GET' ? undefined : nearest(facts.path)
    const stale = [operationIdOf(read?.id ?? ''), gets.get(facts.path), gets.get(above(facts.path))]
    const ids = stale
      .filter((one) => one !== undefined)
      .flatMap((one) => [derivedId(one), ...describedAs(one).map((op) => op.id)])
    const own = describedAs(id).find(showsAll)
    return [
      id,
      {
        id,
        fact: facts,
        read,
        invalidates: [...new Set(ids)],
        ...(own ? { roles: own.roles } : {}),
      },
    ]
  }),
)

/** What a derived description of an operation is made of. Undefined: it is not an operation of the Atlas Admin API. */
export const bareOf = (operationId: string): Bare | undefined => bare.get(operationId)

/** Why people can't run an operation by its derived description. Undefined: they can. */
export const whyNotDerivable = (operationId: string): string | undefined => {
  const one = bare.get(operationId)
  if (!one) return 'This is not an operation of the Atlas Admin API.'
  const all = describedAs(operationId)
  const isOpen = all.length === 0 || (one.fact.method === 'GET' && all.some(showsAll))
  return isOpen ? whyNotDerived(one) : 'Gatehouse has its own page or command for this operation.'
}

/** A change that a client of the gateway may send: its body is not one of Gatehouse's own, or its answer is for the client. */
const isForGateway = (one: Bare) => {
  const why = whyNotDerived(one)
  return why === undefined || why === SHOWS_SECRET || NAMES_ITS_ORG.has(one.id)
}

/** Their body names the organization that they belong to. */
const NAMES_ITS_ORG: ReadonlySet<string> = new Set(['createGroup'])

const derived = new Map<string, Op | undefined>()

function derivedOp(id: string): Op | undefined {
  const operationId = operationIdOf(id)
  const one = operationId === undefined ? undefined : bare.get(operationId)
  if (!one) return undefined
  if (!derived.has(id)) {
    const op = derive(one)
    const isFor = whyNotDerivable(one.id) === undefined
    // Changes are read back even where people read something else, and the gateway sends calls that people can't.
    const isInternal = op.kind === 'query' || isForGateway(one)
    derived.set(id, isFor ? op : isInternal ? { ...op, internal: true } : undefined)
  }
  return derived.get(id)
}

/** The operation with an id: described, or derived from Atlas's facts. */
export const findOp = (id: string): Op | undefined => ops.get(id) ?? derivedOp(id)

/** The command with an id. */
export const findCommand = (id: string): Command | undefined => {
  const op = findOp(id)
  return op?.kind === 'command' ? op : undefined
}
