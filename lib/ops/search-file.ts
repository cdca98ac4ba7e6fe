import { callOf, isObject, othersOf, type Pasted, pretty, textIn } from './pasted'
import { definitionKeys } from './search-definition'
import { type IndexType, indexTypes } from './search-known'

/** The parts of an index as its form takes them; `left` names what has no place there. */
export type IndexFile = {
  definition: string
  name?: string
  database?: string
  collectionName?: string
  type?: IndexType
  left: string[]
}

const methods = ['createSearchIndex', 'createSearchIndexes', 'updateSearchIndex']
const names = ['name', 'database', 'collectionName', 'type'] as const

/**
 * A whole index in what was pasted: a file of the Atlas CLI, a body or an answer of the API, `db.films.createSearchIndex(…)`.
 * Undefined for a bare definition, and for several indexes.
 */
export function indexIn({ value, calls, left, isShell, database }: Pasted): IndexFile | undefined {
  const found = callOf(calls, methods)
  if (found) {
    const place = {
      collectionName: collectionOf(found.call),
      database: databaseOf(found.call) ?? database,
    }
    const made = fileOf({ ...ofCall(found.args), ...defined(place) })
    return made && { ...made, left: [...left, ...found.rest, ...made.left] }
  }
  const rest = calls.map((steps) => `${steps.map(({ name }) => name).join('.')}(…)`)
  const one = onlyOne(value)
  if (!isObject(one)) return undefined
  const made = fileOf(one)
  if (!made) return isShell ? { definition: pretty(one), left: [...left, ...rest] } : undefined
  return { ...made, left: [...left, ...rest, ...made.left] }
}

/** The arguments: `("name", "type", {…})`, `("name", {…})`, `({…})` or `([{…}])`. */
function ofCall(args: readonly unknown[]): Record<string, unknown> {
  const texts = args.filter((one) => typeof one === 'string')
  const one = onlyOne(args.find((arg) => typeof arg === 'object'))
  const [name, type] = texts
  if (texts.length === 0 && isObject(one) && ('definition' in one || 'name' in one)) return one
  return { ...defined({ name, type }), definition: one }
}

/** The only index of a list, of `{"indexes": […]}` and of `{"createSearchIndexes": "films", "indexes": […]}`. */
function onlyOne(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : undefined
  if (!isObject(value) || !Array.isArray(value.indexes)) return value
  const one = onlyOne(value.indexes)
  const collectionName = textIn(value.createSearchIndexes)
  return isObject(one) ? { ...one, ...defined({ collectionName }) } : undefined
}

function fileOf(file: Record<string, unknown>): IndexFile | undefined {
  const { definition: inner = file.latestDefinition } = file
  const isWrapped = isObject(inner)
  if (!isWrapped && !names.some((key) => key in file)) return undefined
  const known = [...definitionKeys.search, ...definitionKeys.vectorSearch] as readonly string[]
  const own = Object.fromEntries(Object.entries(file).filter(([key]) => known.includes(key)))
  const definition = isWrapped ? inner : own
  if (Object.keys(definition).length === 0) return undefined
  const type =
    indexTypes.find((one) => one === file.type) ??
    ('fields' in definition && !('mappings' in definition) ? 'vectorSearch' : undefined)
  const taken = [...names, ...(isWrapped ? ['definition', 'latestDefinition'] : known)]
  return {
    definition: pretty(definition),
    ...defined({
      name: textIn(file.name),
      database: textIn(file.database),
      collectionName: textIn(file.collectionName),
      type,
    }),
    left: [
      ...othersOf(file, taken),
      ...(file.type !== undefined && type !== file.type ? ['type'] : []),
    ],
  }
}

/** `db.films` and `db.getCollection("films")`. */
function collectionOf(call: Pasted['calls'][number]): string | undefined {
  const step = call.at(-2)
  if (!step || call.length < 3) return undefined
  return step.name === 'getCollection' ? textIn(step.args?.[0]) : step.name
}

const databaseOf = (call: Pasted['calls'][number]) =>
  textIn(call.find(({ name }) => name === 'getSiblingDB')?.args?.[0])

const defined = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never
