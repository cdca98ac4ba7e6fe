import { z } from 'zod'
import type { Path } from '@/lib/format/values'
import type { Op } from '@/lib/ops/define'
import { given } from './given'
import { formsOf, type JsonSchema, typesOf, valuesOf } from './schema'

/** An input as a person would send it, and as parsed. */
export type Sample = { raw: unknown; input: Record<string, unknown> }

const soon = () => new Date(Date.now() + 3_600_000).toISOString()

/** Texts for inputs of Atlas operations. The schema of a field picks those that match. */
const TEXTS = () => [
  'sample-name',
  '6a1b2c3d4e5f60718293a4b5',
  '6a1b2c3d4e5f60718293',
  'mdb_sa_id_6a1b2c3d4e5f60718293a4b5',
  '203.0.113.8',
  '203.0.113.0/24',
  '2001:db8::/48',
  'sg-0a1b2c3d4e5f60718',
  soon(),
  'PT10H',
  'US_EAST_1',
  'https://sample.example/',
  'sample@domain.example',
  '1234',
  '0b5c1f3e-7a2d-4c86-9e10-5d4f3b2a1c09',
  '0123456789abcdef'.repeat(4),
]

const listed = (schema: JsonSchema): unknown[] | undefined =>
  schema.enum ?? ('const' in schema ? [schema.const] : undefined)

/** Candidate values of a leaf, best first. */
function candidatesOf(schema: JsonSchema): unknown[] {
  const values = listed(schema)
  if (values) return values
  const [type = 'string'] = typesOf(schema).filter((name) => name !== 'null')
  if (type === 'boolean') return [true, false]
  if (type === 'integer' || type === 'number')
    return [...new Set([schema.minimum ?? 1, schema.maximum ?? 100])]
  const fits = (text: string) =>
    text.length >= (schema.minLength ?? 0) &&
    text.length <= (schema.maxLength ?? Number.POSITIVE_INFINITY) &&
    (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text))
  return TEXTS().filter(fits)
}

/** Builds a value of a schema; `pick` chooses among the candidates of each leaf. */
function build(
  value: unknown,
  full: boolean,
  pick: (path: Path, candidates: unknown[]) => unknown,
  path: Path = [],
): unknown {
  const forms = formsOf(value, {}).filter((form) => typesOf(form).join() !== 'null')
  const form = forms[0] ?? {}
  // The schema gives examples for this field, because arbitrary JSON would be rejected.
  if (form.examples) return pick(path, form.examples)
  const type = typesOf(form)[0]
  if (type === 'array') return [build(form.items, full, pick, [...path, 0])]
  if (type !== 'object') return pick(path, forms.flatMap(candidatesOf))
  const fields = Object.entries(form.properties ?? {})
    .filter(([name]) => full || form.required?.includes(name))
    .map(([name, field]) => [name, build(field, full, pick, [...path, name])])
  return Object.fromEntries(fields)
}

/**
 * Valid inputs: with and without optional fields, and with every candidate of every leaf. Empty if none was found.
 */
export const samplesOf = (op: Op): Sample[] =>
  given[op.id]?.flatMap((raw) => accepted(op, raw)) ??
  [true, false].flatMap((full) => variants(op, full))

/** A valid input, with as few fields as possible. Undefined if none was found. */
export const sampleOf = (op: Op): unknown =>
  given[op.id]?.[0] ?? (validIn(op, schemaOf(op), false) ?? validIn(op, schemaOf(op), true))?.raw

const schemaOf = (op: Op) => z.toJSONSchema(op.input, { io: 'input', unrepresentable: 'any' })

function validIn(op: Op, schema: unknown, full: boolean): Sample | undefined {
  const choice = new Map<string, number>()
  const made = () => build(schema, full, (path, all) => all[choice.get(path.join('/')) ?? 0])
  let tried = op.input.safeParse(made())
  // If the schema refuses a value, the next candidate is tried.
  for (let turn = 0; !tried.success && turn < 60; turn += 1) {
    for (const issue of tried.error.issues) {
      const key = issue.path.join('/')
      choice.set(key, (choice.get(key) ?? 0) + 1)
    }
    tried = op.input.safeParse(made())
  }
  return tried.success ? { raw: made(), input: tried.data } : undefined
}

function variants(op: Op, full: boolean): Sample[] {
  const schema = schemaOf(op)
  const base = validIn(op, schema, full)
  if (!base) return []
  const sizes = new Map<string, { path: Path; candidates: unknown[] }>()
  build(schema, full, (path, candidates) => {
    sizes.set(path.join('/'), { path, candidates })
    return undefined
  })
  const others = [...sizes.values()].flatMap(({ path, candidates }) =>
    candidates.flatMap((candidate) => accepted(op, withValue(base.raw, path, candidate))),
  )
  return [base, ...others]
}

/** The sample of a raw input, or nothing if the schema refuses it. */
export function accepted(op: Op, raw: unknown): Sample[] {
  const parsed = op.input.safeParse(raw)
  return parsed.success ? [{ raw, input: parsed.data }] : []
}

/** A copy of `whole` with another value at `path`. */
export function withValue(whole: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value
  if (Array.isArray(whole))
    return whole.map((item, i) => (i === step ? withValue(item, rest, value) : item))
  if (typeof whole !== 'object' || whole === null) return whole
  const fields = new Map(Object.entries(whole))
  fields.set(String(step), withValue(fields.get(String(step)), rest, value))
  return Object.fromEntries(fields)
}

/** A path in readable form: `body[].comment`. */
export const placeOf = (start: string, path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[]` : `${text}.${step}`),
    start,
  )

/** The values of an input field, if its schema is an enum. */
export function listedAt(op: Op, path: Path): unknown[] | undefined {
  let forms = formsOf(schemaOf(op), {})
  for (const step of path)
    forms = forms.flatMap((form) =>
      formsOf(typeof step === 'number' ? form.items : form.properties?.[step], {}),
    )
  return valuesOf(forms)
}
