/** Reads the fields of bodies from an OpenAPI file of the Atlas Admin API: names, types, values and what is required. */
import { z } from 'zod'
import { newestOf } from '@/lib/ops/derived'
import type { Fact } from '@/lib/ops/fact'
import type { Spec, SpecOperation } from './spec'

/**
 * A field as lib/atlas/bodies.json has it: its type, with `[]` for a list and `!` if it is required. With values to choose
 * from, the name of its shape, or the kinds that have it, it is an object.
 */
export type WrittenField =
  | string
  | { type: string; values?: string[]; shape?: string; only?: string[] }

export type WrittenBodies = {
  /** The fields of each kind of object. */
  shapes: Record<string, Record<string, WrittenField>>
  /** The body of each operation: the name of a shape, with `[]` for a list. */
  bodies: Record<string, string>
}

const schemaOf: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    readOnly: z.boolean().optional(),
    properties: z.record(z.string(), schemaOf).optional(),
    required: z.array(z.string()).optional(),
    items: schemaOf.optional(),
    allOf: z.array(schemaOf).optional(),
    oneOf: z.array(schemaOf).optional(),
    anyOf: z.array(schemaOf).optional(),
    discriminator: z
      .looseObject({
        propertyName: z.string(),
        mapping: z.record(z.string(), z.string()).optional(),
      })
      .optional(),
  }),
)
type Schema = {
  $ref?: string | undefined
  type?: string | undefined
  format?: string | undefined
  enum?: unknown[] | undefined
  readOnly?: boolean | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  items?: Schema | undefined
  allOf?: Schema[] | undefined
  oneOf?: Schema[] | undefined
  anyOf?: Schema[] | undefined
  discriminator?: { propertyName: string; mapping?: Record<string, string> | undefined } | undefined
}

type Found = { schema: Schema; isRequired: boolean; only?: string[] }
type Fields = Map<string, Found>

/** Marked as read-only, because a cluster also answers with what is in effect. */
const settable = ['DedicatedHardwareSpec20240805', 'BaseCloudProviderInstanceSize']

const nameOf = (ref: string) => ref.split('/').at(-1) ?? ref

/** The bodies of all operations. */
export function bodiesOf(
  spec: Spec,
  operations: ReadonlyArray<{ fact: Fact; operation: SpecOperation }>,
): WrittenBodies {
  const shapes: WrittenBodies['shapes'] = {}
  const resolved = (schema: Schema): Schema =>
    schema.$ref ? schemaOf.parse(spec.components.schemas[nameOf(schema.$ref)] ?? {}) : schema

  /** The fields of an object. Of one of several kinds: all, with the kinds that have each. */
  function fieldsOf(given: Schema, isPart = false): Fields {
    const schema = resolved(given)
    const fields: Fields = new Map()
    for (const part of schema.allOf ?? [])
      for (const [name, found] of fieldsOf(part, true)) fields.set(name, found)
    for (const [name, one] of Object.entries(schema.properties ?? {}))
      if (!isReadOnly(name, one) && name !== 'links')
        fields.set(name, { schema: one, isRequired: fields.get(name)?.isRequired ?? false })
    // A part of its own kinds would lead back to them.
    if (!isPart) for (const [name, found] of kindsOf(schema, fields)) fields.set(name, found)
    for (const name of schema.required ?? []) {
      const found = fields.get(name)
      if (found) fields.set(name, { ...found, isRequired: true })
    }
    return fields
  }

  const isReadOnly = (name: string, schema: Schema) =>
    schema.readOnly === true ||
    (resolved(schema).readOnly === true &&
      (/^effective/.test(name) || !settable.includes(nameOf(schema.$ref ?? ''))))

  /** The values of a text, of all kinds of it. */
  const valuesOf = (schema: Schema): string[] | undefined => {
    if (schema.enum) return schema.enum.map(String)
    const kinds = (schema.oneOf ?? schema.anyOf ?? []).map((one) => resolved(one).enum)
    return kinds.length > 0 && kinds.every((one) => one !== undefined)
      ? [...new Set(kinds.flatMap((one) => (one ?? []).map(String)))]
      : undefined
  }

  function kindsOf(schema: Schema, common: Fields): Fields {
    const kinds = schema.oneOf ?? schema.anyOf ?? []
    const { mapping = {}, propertyName } = schema.discriminator ?? {}
    const named = kinds.map((kind) => {
      const values = Object.keys(mapping).filter((value) => mapping[value] === kind.$ref)
      return { names: values, fields: fieldsOf(kind) }
    })
    const all: Fields = new Map()
    for (const name of new Set(named.flatMap(({ fields }) => [...fields.keys()]))) {
      const having = named.filter(({ fields }) => fields.has(name))
      const found = having.flatMap(({ fields }) => fields.get(name) ?? [])
      const [first] = found
      if (!first) continue
      const only = having.flatMap(({ names }) => names)
      const isPartial = having.length < named.length && only.length > 0
      const values = found.map(({ schema: one }) => valuesOf(resolved(one)) ?? [])
      const isText = values.every((some) => some.length > 0)
      all.set(name, {
        schema: isText ? { type: 'string', enum: [...new Set(values.flat())] } : first.schema,
        isRequired: found.every(({ isRequired }) => isRequired) && !(having.length < named.length),
        ...(isPartial && !common.has(name) ? { only } : {}),
      })
    }
    const values = Object.keys(mapping)
    if (propertyName && values.length > 0)
      all.set(propertyName, {
        schema: { type: 'string', enum: values },
        isRequired:
          all.get(propertyName)?.isRequired ?? common.get(propertyName)?.isRequired ?? false,
      })
    return all
  }

  /** Adds the shape of an object under its name. Undefined: it has no fields of its own. */
  function shapeOf(given: Schema, otherwise: string): string | undefined {
    const name = given.$ref ? nameOf(given.$ref) : otherwise
    if (name in shapes) return name
    const fields = fieldsOf(given)
    if (fields.size === 0) return undefined
    // First, because a field can have the shape that it is in.
    const written: Record<string, WrittenField> = {}
    shapes[name] = written
    for (const [field, found] of fields) written[field] = writtenOf(found, `${name}.${field}`)
    return name
  }

  function writtenOf({ schema, isRequired, only }: Found, path: string): WrittenField {
    const { type, values, shape } = typeOf(schema, path)
    const whole = `${type}${isRequired ? '!' : ''}`
    const more = {
      ...(values ? { values } : {}),
      ...(shape ? { shape } : {}),
      ...(only ? { only } : {}),
    }
    return Object.keys(more).length > 0 ? { type: whole, ...more } : whole
  }

  function typeOf(
    given: Schema,
    path: string,
  ): { type: string; values?: string[]; shape?: string } {
    const schema = resolved(given)
    if (schema.type === 'array' && schema.items) {
      const item = typeOf(schema.items, path)
      return { ...item, type: `${item.type}[]` }
    }
    const values = valuesOf(schema)
    if (values) return { type: 'text', values }
    if (schema.type === 'string') return { type: schema.format === 'date-time' ? 'time' : 'text' }
    if (schema.type === 'integer' || schema.type === 'number' || schema.type === 'boolean')
      return { type: schema.type }
    const shape = shapeOf(given, path)
    return { type: 'object', ...(shape ? { shape } : {}) }
  }

  const bodies = operations.flatMap(({ fact, operation }) => {
    const content = Object.entries(operation.requestBody?.content ?? {})
    const [, media] =
      content.find(([type]) => type.includes(newestOf(fact))) ?? content.at(-1) ?? []
    if (!media) return []
    const parsed = schemaOf.parse(media.schema ?? {})
    const { type, shape } = typeOf(parsed, operation.operationId)
    return shape ? [[operation.operationId, shape + type.replace('object', '')] as const] : []
  })
  return {
    shapes: Object.fromEntries(Object.entries(shapes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    bodies: Object.fromEntries(bodies),
  }
}
