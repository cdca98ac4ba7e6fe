import { callOf, isObject, othersOf, type Pasted, pretty, textIn } from './pasted'
import { definitionKeys } from './search-definition'
import { type IndexType, indexTypes } from './search-known'

/** The parts of an index for its form; `left` names the parts that the form doesn't have. */
export type IndexFile = {
  definition: string
  name?: string
  database?: string
  collectionName?: string
  type?: IndexType
  left: string[]
}

const methods = ['createSearchIndex', 'createSearchIndexes', 'updateSearchIndex', 'runCommand']
const names = ['name', 'database', 'collectionName', 'type'] as const

/**
 * A whole index in what was pasted: a file of the Atlas CLI, a body or an answer of the API, `db.films.createSearchIndex(…)`.
 * Undefined for a bare definition, and for several indexes.
 */
export function indexIn(pasted: Pasted): IndexFile | undefined {
  const { value, calls, left, isShell, database } = pasted
  const found = callOf(pasted, methods)
  const [command] = found?.args ?? []
  const isOther =
    found?.call.at(-1)?.name === 'runCommand' &&
    !(isObject(command) && /^(?:create|update)SearchIndex/.test(Object.keys(command)[0] ?? ''))
  if (found && !isOther) {
    const { file, left: extra } = ofCall(found.args)
    const place = {
      collectionName: collectionOf(found.call),
      database: databaseOf(found.call) ?? database,
    }
    const made = fileOf({ ...file, ...defined(place) })
    return made && { ...made, left: [...left, ...found.rest, ...extra, ...made.left] }
  }
  const rest = calls.map((steps) => `${steps.map(({ name }) => name).join('.')}(…)`)
  const one = onlyOne(value)
  if (!isObject(one)) return undefined
  const made = fileOf(one)
  if (!made) return isShell ? { definition: pretty(one), left: [...left, ...rest] } : undefined
  return { ...made, left: [...left, ...rest, ...made.left] }
}

/** The arguments: `("name", "type", {…})`, `("name", {…})`, `({…})` or `([{…}])`; `left` are those after them. */
function ofCall(args: readonly unknown[]): { file: Record<string, unknown>; left: string[] } {
  const at = args.findIndex((arg) => typeof arg === 'object')
  const one = onlyOne(args[at])
  const [name, type] = args.slice(0, at)
  const left = args.length > at + 1 ? ['more arguments'] : []
  if (at === 0 && isObject(one) && ('definition' in one || 'name' in one))
    return { file: one, left }
  return { file: { ...defined({ name, type }), definition: one }, left }
}

/** The only index of a list, of `{"results": […]}`, `{"indexes": […]}` and of `{"createSearchIndexes": "films", "indexes": […]}`. */
function onlyOne(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? value[0] : undefined
  if (isObject(value) && Array.isArray(value.results)) return onlyOne(value.results)
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
    left: [...othersOf(file, taken), ...(file.type != null && type !== file.type ? ['type'] : [])],
  }
}

/** `db.my.films`, `db.getCollection("films")` and, for a driver, `client.db("shop").collection("films")`. */
function collectionOf(call: Pasted['calls'][number]): string | undefined {
  const steps = call.slice(0, -1)
  const named = steps.find(({ name }) => name === 'getCollection' || name === 'collection')
  if (named) return textIn(named.args?.[0])
  const from = Math.max(
    0,
    steps.findIndex(({ name }) => name === 'getSiblingDB'),
  )
  return (
    steps
      .slice(from + 1)
      .map(({ name }) => name)
      .join('.') || undefined
  )
}

const databaseOf = (call: Pasted['calls'][number]) =>
  textIn(call.find(({ name, args }) => args && /^(?:getSiblingDB|db)$/.test(name))?.args?.[0])

const defined = <T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never
