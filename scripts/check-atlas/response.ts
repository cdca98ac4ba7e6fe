import { z } from 'zod'
import type { Op } from '@/lib/ops/define'
import { type Difference, shown } from './difference'
import { fitsType } from './problems'
import { formsOf, type JsonSchema, type Schemas, typesOf, valuesOf } from './schema'

type Found = Omit<Difference, 'operation'>

/** Checks what a description reads from an answer against the specification. */
export function responseDifferences(op: Op, theirs: unknown, schemas: Schemas): Found[] {
  const ours = z.toJSONSchema(op.output, { io: 'input', unrepresentable: 'any' })
  return compare(ours, [theirs], schemas, 'answer')
}

const isNull = (form: JsonSchema) => typesOf(form).join() === 'null'

function compare(
  ours: unknown,
  theirs: readonly unknown[],
  schemas: Schemas,
  place: string,
): Found[] {
  const our = formsOf(ours, {}).filter((form) => !isNull(form))
  const their = theirs.flatMap((schema) => formsOf(schema, schemas)).filter((form) => !isNull(form))
  const ourTypes = [...new Set(our.flatMap(typesOf))].filter((type) => type !== 'null')
  const theirTypes = [...new Set(their.flatMap(typesOf))]
  // `z.unknown()` reads nothing.
  if (ourTypes.length === 0) return []
  const strangers = theirTypes.filter((type) => type !== 'null' && !fitsType(type, ourTypes))
  if (strangers.length > 0)
    return [
      { field: `${place} type`, ours: ourTypes.join(' or '), theirs: theirTypes.join(' or ') },
    ]
  return [
    ...values(our, their, place),
    ...our.flatMap((form) => [
      ...fields(form, their, schemas, place),
      ...(form.items === undefined
        ? []
        : compare(
            form.items,
            their.flatMap((f) => f.items ?? []),
            schemas,
            `${place}[]`,
          )),
    ]),
  ]
}

function fields(
  form: JsonSchema,
  their: readonly JsonSchema[],
  schemas: Schemas,
  place: string,
): Found[] {
  const isOpen = their.some((f) => Boolean(f.additionalProperties))
  return Object.entries(form.properties ?? {}).flatMap(([name, field]): Found[] => {
    const found = their.flatMap((f) => f.properties?.[name] ?? [])
    if (found.length > 0) return compare(field, found, schemas, `${place}.${name}`)
    return isOpen ? [] : [{ field: `${place}.${name} field`, ours: 'read', theirs: 'unknown' }]
  })
}

/** Only if our schema refuses other values: an enum combined with a string accepts all. */
function values(our: readonly JsonSchema[], their: readonly JsonSchema[], place: string): Found[] {
  const [a, b] = [valuesOf(our), valuesOf(their)]
  if (!a) return []
  if (!b) return [{ field: `${place} values`, ours: `one of ${a.length}`, theirs: 'any' }]
  return [
    ...b.filter((v) => !a.includes(v)).map((v) => [v, 'refused', shown(v)] as const),
    ...a.filter((v) => !b.includes(v)).map((v) => [v, 'expected', 'unknown'] as const),
  ].map(([v, ours, theirs]) => ({ field: `${place} value ${v}`, ours, theirs }))
}
