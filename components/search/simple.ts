import { z } from 'zod'
import { digitsOf, keyOf, nameOf, readJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import type { Definition } from '@/lib/ops/search-known'

/**
 * The simple forms of definitions. They keep what they do not show, so that opening a definition here loses
 * nothing.
 */

export type SearchField = { name: string; type: string; analyzer: string }
export type SimpleSearch = {
  /** True, false, undefined, or anything else, which stays as it is. */
  dynamic: unknown
  rows: SearchField[]
  /** Fields that need the JSON: documents, multi, options. */
  keptFields: Definition
  keptMappings: Definition
  kept: Definition
  /** The definition it was made of, whose order of names stays. */
  from: Definition
}

/** A field of a vectorSearch definition, with its place there; a new one has none. */
type Placed = { more: Definition; from?: Definition; at?: number }
export type VectorField = { path: string; numDimensions: string; similarity: string } & Placed
type FilterField = { path: string } & Placed
export type SimpleVector = {
  vectors: VectorField[]
  filters: FilterField[]
  keptFields: Array<{ value: unknown; at: number }>
  kept: Definition
  from: Definition
}

/** An object with the names of another first, in its order. */
function inOrderOf(value: Definition, other: unknown): Definition {
  const known = isObject(other) ? Object.keys(other).filter((key) => key in value) : []
  const keys = new Set([...known, ...Object.keys(value)])
  return Object.fromEntries([...keys].map((key) => [key, value[key]]))
}

const simpleField = z.strictObject({ type: z.string(), analyzer: z.string().optional() })
// An array of one type stays an array: the form would write it without.
const listed = z.union([simpleField.transform((one) => [one]), z.array(simpleField).min(2)])

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
  return { dynamic, rows, keptFields, keptMappings, kept, from: definition }
}

/** The definition of a simple form. Rows with the same name are several types of one field; rows without a name are left out. */
export function fromSimpleSearch(simple: SimpleSearch): Definition {
  const { mappings } = simple.from
  const before = isObject(mappings) ? mappings : {}
  const types = Map.groupBy(
    simple.rows.filter(({ name }) => name !== ''),
    ({ name }) => keyOf(name),
  )
  const made = [...types].map(([key, rows]) => {
    const was = isObject(before.fields) ? before.fields[key] : undefined
    const all = rows.map(({ type, analyzer }, i) =>
      inOrderOf({ type, ...(analyzer ? { analyzer } : {}) }, Array.isArray(was) ? was[i] : was),
    )
    return [key, all.length > 1 ? all : all[0]] as const
  })
  const fields = inOrderOf({ ...Object.fromEntries(made), ...simple.keptFields }, before.fields)
  const all = {
    ...(simple.dynamic === undefined ? {} : { dynamic: simple.dynamic }),
    ...(Object.keys(fields).length > 0 || before.fields ? { fields } : {}),
    ...simple.keptMappings,
  }
  return inOrderOf({ mappings: inOrderOf(all, before), ...simple.kept }, simple.from)
}

const text = (value: unknown) =>
  value === undefined || value === null ? '' : (digitsOf(value) ?? String(value))

/** A vectorSearch definition for the simple form; undefined when its fields are not a list. */
export function toSimpleVector(definition: unknown): SimpleVector | undefined {
  if (!isObject(definition)) return undefined
  const { fields = [], ...kept } = definition
  if (!Array.isArray(fields)) return undefined
  const simple: SimpleVector = { vectors: [], filters: [], keptFields: [], kept, from: definition }
  fields.forEach((field: unknown, at) => {
    if (!isObject(field)) simple.keptFields.push({ value: field, at })
    else if (field.type === 'vector') {
      const { type: _type, path, numDimensions, similarity, ...more } = field
      simple.vectors.push({
        path: text(path),
        numDimensions: text(numDimensions),
        similarity: text(similarity),
        more,
        from: field,
        at,
      })
    } else if (field.type === 'filter') {
      const { type: _type, path, ...more } = field
      simple.filters.push({ path: text(path), more, from: field, at })
    } else simple.keptFields.push({ value: field, at })
  })
  return simple
}

/** A number if it is one, else what was typed, which the check then refuses. */
const numeric = (typed: string) =>
  /^\d+(\.\d+)?$/.test(typed.trim()) ? readJson(typed) : typed.trim() || undefined

/** The definition of a simple form; filters without a path are left out. */
export function fromSimpleVector(simple: SimpleVector): Definition {
  const end = Number.POSITIVE_INFINITY
  const fields = [
    ...simple.vectors.map(({ path, numDimensions, similarity, more, from, at = end }) => ({
      at,
      value: inOrderOf(
        {
          type: 'vector',
          path,
          ...(numeric(numDimensions) === undefined
            ? {}
            : { numDimensions: numeric(numDimensions) }),
          ...(similarity ? { similarity } : {}),
          ...more,
        },
        from,
      ),
    })),
    ...simple.filters
      .filter(({ path }) => path !== '')
      .map(({ path, more, from, at = end }) => ({
        at,
        value: inOrderOf({ type: 'filter', path, ...more }, from),
      })),
    ...simple.keptFields,
  ]
  // Two new ones compare as NaN, which leaves them in their order.
  const sorted = fields.toSorted((a, b) => a.at - b.at || 0)
  return inOrderOf({ fields: sorted.map(({ value }) => value), ...simple.kept }, simple.from)
}

/** What a new index starts with. */
export const templates = {
  search: { mappings: { dynamic: true } },
  vectorSearch: {
    fields: [{ type: 'vector', path: '', numDimensions: 1536, similarity: 'cosine' }],
  },
} as const satisfies Record<string, Definition>
