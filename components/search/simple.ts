import { z } from 'zod'
import { digitsOf, keyOf, nameOf, readJson } from '@/lib/format/json'
import { type Definition, isObject } from '@/lib/ops/search-known'

/**
 * The simple forms of definitions. They keep what they do not show, so that opening a definition here loses
 * nothing.
 */

export type SearchField = { name: string; type: string; analyzer: string }
export type SimpleSearch = {
  /** True, false, undefined, or anything else, which stays as it is. */
  dynamic: unknown
  rows: SearchField[]
  /** The keys of the fields in the order of the definition. */
  order: string[]
  /** Fields that need the JSON: documents, multi, options. */
  keptFields: Definition
  keptMappings: Definition
  kept: Definition
}

export type VectorField = {
  path: string
  numDimensions: string
  similarity: string
  more: Definition
}
export type FilterField = { path: string; more: Definition }
export type SimpleVector = {
  vectors: VectorField[]
  filters: FilterField[]
  keptFields: unknown[]
  kept: Definition
}

const simpleField = z.strictObject({ type: z.string(), analyzer: z.string().optional() })
const listed = z.union([simpleField.transform((one) => [one]), z.array(simpleField).min(1)])

/** A search definition for the simple form; undefined when its mappings are not an object. */
export function toSimpleSearch(definition: unknown): SimpleSearch | undefined {
  if (!isObject(definition)) return undefined
  const { mappings = {}, ...kept } = definition
  if (!isObject(mappings)) return undefined
  const { dynamic, fields = {}, ...keptMappings } = mappings
  if (!isObject(fields)) return undefined
  const rows: SearchField[] = []
  const keptFields: Definition = {}
  for (const [key, as] of Object.entries(fields)) {
    const simple = listed.safeParse(as).data
    if (!simple) keptFields[key] = as
    else
      rows.push(...simple.map(({ type, analyzer = '' }) => ({ name: nameOf(key), type, analyzer })))
  }
  return { dynamic, rows, order: Object.keys(fields), keptFields, keptMappings, kept }
}

/** The definition of a simple form. Rows with the same name are several types of one field; rows without a name are left out. */
export function fromSimpleSearch(simple: SimpleSearch): Definition {
  const types = new Map<string, Definition[]>()
  for (const { name, type, analyzer } of simple.rows)
    if (name !== '')
      types.set(keyOf(name), [
        ...(types.get(keyOf(name)) ?? []),
        { type, ...(analyzer ? { analyzer } : {}) },
      ])
  const made: Definition = {
    ...Object.fromEntries([...types].map(([key, all]) => [key, all.length > 1 ? all : all[0]])),
    ...simple.keptFields,
  }
  const keys = new Set([...simple.order.filter((key) => key in made), ...Object.keys(made)])
  const fields = Object.fromEntries([...keys].map((key) => [key, made[key]]))
  return {
    mappings: {
      dynamic: simple.dynamic,
      ...(Object.keys(fields).length > 0 ? { fields } : {}),
      ...simple.keptMappings,
    },
    ...simple.kept,
  }
}

const text = (value: unknown) =>
  value === undefined || value === null ? '' : (digitsOf(value) ?? String(value))

/** A vectorSearch definition for the simple form; undefined when its fields are not a list. */
export function toSimpleVector(definition: unknown): SimpleVector | undefined {
  if (!isObject(definition)) return undefined
  const { fields = [], ...kept } = definition
  if (!Array.isArray(fields)) return undefined
  const simple: SimpleVector = { vectors: [], filters: [], keptFields: [], kept }
  for (const field of fields) {
    if (!isObject(field)) simple.keptFields.push(field)
    else if (field.type === 'vector') {
      const { type: _type, path, numDimensions, similarity, ...more } = field
      simple.vectors.push({
        path: text(path),
        numDimensions: text(numDimensions),
        similarity: text(similarity),
        more,
      })
    } else if (field.type === 'filter') {
      const { type: _type, path, ...more } = field
      simple.filters.push({ path: text(path), more })
    } else simple.keptFields.push(field)
  }
  return simple
}

/** A number if it is one, else what was typed, which the check then refuses. */
const numeric = (typed: string) =>
  /^\d+(\.\d+)?$/.test(typed.trim()) ? readJson(typed) : typed.trim() || undefined

/** The definition of a simple form; filters without a path are left out. */
export const fromSimpleVector = (simple: SimpleVector): Definition => ({
  fields: [
    ...simple.vectors.map(({ path, numDimensions, similarity, more }) => ({
      type: 'vector',
      path,
      ...(numeric(numDimensions) === undefined ? {} : { numDimensions: numeric(numDimensions) }),
      ...(similarity ? { similarity } : {}),
      ...more,
    })),
    ...simple.filters
      .filter(({ path }) => path !== '')
      .map(({ path, more }) => ({ type: 'filter', path, ...more })),
    ...simple.keptFields,
  ],
  ...simple.kept,
})

/** What a new index starts with. */
export const templates = {
  search: { mappings: { dynamic: true } },
  vectorSearch: {
    fields: [{ type: 'vector', path: '', numDimensions: 1536, similarity: 'cosine' }],
  },
} as const satisfies Record<string, Definition>
