import { isObject } from '../format/values'
import type { HistoryInput } from './history-of'

/** A row of a list: the operations it is about, the place, what identifies it, and the commands' input for it. */
export type RowHistory = {
  /** Of the list and of its rows' actions. */
  ops: readonly string[]
  place: Readonly<Record<string, unknown>>
  row: unknown
  /** What it is called, and its unique key. */
  names: readonly string[]
  /** What its commands are sent with. */
  inputs: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const MOST = 10

/** Texts that the history takes. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 300 &&
  value === value.trim() &&
  !/\p{Cc}/u.test(value)

/**
 * What the history of a row is about: changes that name its ID or one of its names, as the commands for it do. Undefined: a row of no project or organization.
 */
export function historyOfRow({
  ops,
  place,
  row,
  names,
  inputs,
}: RowHistory): HistoryInput | undefined {
  const text = (name: string) => (typeof place[name] === 'string' ? place[name] : undefined)
  const [groupId, orgId, clusterName] = [text('groupId'), text('orgId'), text('clusterName')]
  if (!groupId && !orgId) return undefined
  const { _id, id, name } = isObject(row) ? row : {}
  // An input with several texts names more than the row, such as a database.
  const sent = inputs.flatMap((input) => {
    const own = Object.entries(input).filter(([field, value]) => !(field in place) && isName(value))
    return own.length === 1 ? own.map(([, value]) => value) : []
  })
  const all = [...names, _id, id, name, ...sent].filter(isName)
  return {
    ...(groupId ? { groupId } : { orgId }),
    ...(clusterName ? { clusterName } : {}),
    resources: [...new Set(ops.map((id) => id.split('.', 1)[0] ?? ''))].slice(0, MOST),
    anyOf: [...new Set(all)].slice(0, MOST),
  }
}
