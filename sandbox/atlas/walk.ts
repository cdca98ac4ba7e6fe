import { allFacts } from '@/lib/atlas/facts'
import type { Collection, Fields, Place } from './collection'
import type { Setting } from './setting'
import { bodies } from './walk-bodies'

/** A request to the sandbox, and what it is for. */
export type Visit = {
  operationId: string
  method: string
  path: string
  version: string
  body?: unknown
  /** The error code of the expected answer; undefined for a success. */
  errorCode?: string
}

/** A request of an operation, with path parameters encoded once. */
function visit(operationId: string, from: Place, more: Partial<Visit> = {}): Visit {
  const found = allFacts().find(([id]) => id === operationId)?.[1]
  if (!found) throw new Error(`No Atlas operation is called ${operationId}`)
  const path = found.path.replace(/\{(\w+)\}/g, (_, n) => encodeURIComponent(from[n] ?? ''))
  const version = found.versions.findLast((v) => v.version !== 'preview')?.version ?? ''
  return { operationId, method: found.method, path, version, ...more }
}

/** Requests that read and change a document of a project. */
export const settingVisits = ({ handlers }: Setting, groupId: string): Visit[] =>
  Object.keys(handlers).map((id) => visit(id, { groupId }, { body: bodies[id]?.({}) }))

/**
 * Requests that cover every operation of a collection with these items: lists and items of each place, then an
 * unknown item, a change and a deletion in the last place, and a create where `walk-bodies.ts` has a body.
 */
export function visitsOf(
  { declaration, handlers }: Collection,
  all: ReadonlyArray<{ place: Place; item: Fields }>,
): Visit[] {
  const keyName = /\{(\w+)\}$/.exec(declaration.path)?.[1] ?? ''
  const byMethod = (method: string) =>
    Object.keys(handlers).filter((id) =>
      allFacts().some(([i, f]) => i === id && f.method === method),
    )
  const reads = byMethod('GET')
  const isItem = (id: string) => visit(id, {}).path.endsWith('/')
  const lists = reads.filter((id) => !isItem(id))
  const items = reads.filter(isItem)
  const places = [...new Map(all.map((r) => [JSON.stringify(r.place), r.place])).values()]
  const at = (row: (typeof all)[number]) => ({
    ...row.place,
    [keyName]: String(row.item[declaration.key]),
  })
  const last = all.at(-1)
  if (!last) return []
  const writes = ['PATCH', 'PUT', 'POST', 'DELETE'].flatMap(byMethod)
  return [
    ...places.flatMap((place) => lists.map((id) => visit(id, place))),
    ...all.flatMap((row) => items.map((id) => visit(id, at(row)))),
    ...[...items, ...byMethod('DELETE')].map((id) =>
      visit(
        id,
        { ...last.place, [keyName]: '0'.repeat(24) },
        { errorCode: declaration.errors.notFound },
      ),
    ),
    ...writes
      .filter((id) => id in bodies || visit(id, {}).method === 'DELETE')
      .map((id) => visit(id, at(last), { body: bodies[id]?.(last.item) })),
  ]
}
