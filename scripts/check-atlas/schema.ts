import { z } from 'zod'

/** The parts of a JSON schema (OpenAPI 3.0 or draft 2020-12) that are compared. */
const jsonSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  readOnly: z.boolean().optional(),
  nullable: z.boolean().optional(),
  allOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  discriminator: z.looseObject({ mapping: z.record(z.string(), z.string()).optional() }).optional(),
  examples: z.array(z.unknown()).optional(),
})
export type JsonSchema = z.output<typeof jsonSchema>

/** An unknown value as a schema; anything else becomes the schema that allows everything. */
export const asSchema = (value: unknown): JsonSchema => jsonSchema.safeParse(value).data ?? {}

/** The named schemas that `$ref` points to. */
export type Schemas = Record<string, unknown>

/** The types a flat schema allows; empty if it has none. */
export const typesOf = (schema: JsonSchema): string[] => {
  const named = [schema.type ?? []].flat()
  if (named.length > 0) return named
  if (schema.properties) return ['object']
  return schema.items === undefined ? [] : ['array']
}

/**
 * Every alternative of a schema, flattened: references resolved, `allOf` merged, one entry per branch of `oneOf` and
 * `anyOf`, and per variant that only a discriminator lists. Properties keep their own references.
 */
export function formsOf(
  value: unknown,
  schemas: Schemas,
  above: readonly string[] = [],
): JsonSchema[] {
  const schema = asSchema(value)
  if (schema.$ref) {
    const name = schema.$ref.replace('#/components/schemas/', '')
    // Atlas's variants refer to their parent, which refers to its variants.
    return above.includes(name) ? [] : formsOf(schemas[name], schemas, [...above, name])
  }
  const { allOf = [], oneOf = [], anyOf = [], discriminator, ...own } = schema
  const variants = oneOf.length > 0 ? [] : Object.values(discriminator?.mapping ?? {})
  const branches = [...oneOf, ...anyOf, ...variants.map(($ref) => ({ $ref }))].flatMap((branch) =>
    formsOf(branch, schemas, above),
  )
  const groups = [
    ...allOf.map((part) => formsOf(part, schemas, above)).filter((forms) => forms.length > 0),
    ...(branches.length > 0 ? [branches] : []),
  ]
  return groups.reduce<JsonSchema[]>(
    (made, forms) => made.flatMap((a) => forms.map((b) => merged(a, b))),
    [own],
  )
}

const merged = (a: JsonSchema, b: JsonSchema): JsonSchema => ({
  ...a,
  ...b,
  ...(a.properties || b.properties ? { properties: { ...a.properties, ...b.properties } } : {}),
  ...(a.required || b.required ? { required: [...(a.required ?? []), ...(b.required ?? [])] } : {}),
})

/** The enum values of all alternatives; undefined if one has no enum. */
export function valuesOf(forms: readonly JsonSchema[]): unknown[] | undefined {
  const lists = forms
    .filter((form) => !typesOf(form).includes('null') || typesOf(form).length > 1)
    .map((form) => form.enum ?? ('const' in form ? [form.const] : undefined))
  return lists.length === 0 || lists.includes(undefined)
    ? undefined
    : [...new Set(lists.flatMap((list) => list ?? []))]
}
