import type { Path } from '@/lib/format/values'
import { formsOf, type JsonSchema, type Schemas, typesOf } from './schema'

/** A mismatch between a value and a schema. */
export type Problem = { at: Path; about: string; ours: string; theirs: string }

/** The mismatches of a value; with alternatives, those of the closest one. */
export function problemsOf(
  value: unknown,
  schema: unknown,
  schemas: Schemas,
  at: Path = [],
): Problem[] {
  const tries = formsOf(schema, schemas).map((form) => inForm(value, form, schemas, at))
  return (
    tries.reduce<Problem[] | undefined>(
      (best, next) => (best && best.length <= next.length ? best : next),
      undefined,
    ) ?? []
  )
}

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value

/** An integer is also a number. */
export const fitsType = (type: string, types: readonly string[]): boolean =>
  types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'))

function inForm(value: unknown, form: JsonSchema, schemas: Schemas, at: Path): Problem[] {
  if (value === null && form.nullable) return []
  const type = typeOf(value)
  const types = typesOf(form)
  if (!fitsType(type, types)) return [{ at, about: 'type', ours: type, theirs: types.join(' or ') }]
  if (Array.isArray(value))
    return value.flatMap((item, i) => problemsOf(item, form.items, schemas, [...at, i]))
  if (typeof value === 'object' && value !== null) return inObject(value, form, schemas, at)
  return limitsOf(form).flatMap(({ about, theirs, holds }) =>
    holds(value) ? [] : [{ at, about: about || `value ${value}`, ours: String(value), theirs }],
  )
}

function inObject(value: object, form: JsonSchema, schemas: Schemas, at: Path): Problem[] {
  const known = form.properties ?? {}
  // Atlas does not set additionalProperties. An object that lists its fields allows no others.
  const isOpen = !form.properties || Boolean(form.additionalProperties)
  const fields = Object.entries(value).flatMap(([name, item]): Problem[] => {
    const here = [...at, name]
    if (!(name in known))
      return isOpen ? [] : [{ at: here, about: 'field', ours: 'sent', theirs: 'unknown' }]
    const forms = formsOf(known[name], schemas)
    if (forms.some((f) => f.readOnly))
      return [{ at: here, about: 'field', ours: 'sent', theirs: 'read-only' }]
    return problemsOf(item, known[name], schemas, here)
  })
  const missing = (form.required ?? [])
    .filter((name) => !(name in value) && !formsOf(known[name], schemas).some((f) => f.readOnly))
    .map((name) => ({ at: [...at, name], about: 'required', ours: 'left out', theirs: 'required' }))
  return [...fields, ...missing]
}

type Limit = { about: string; theirs: string; holds(value: unknown): boolean }

function limitsOf(form: JsonSchema): Limit[] {
  const text = (
    about: string,
    limit: string | number | undefined,
    holds: (text: string) => boolean,
  ) =>
    limit === undefined
      ? []
      : [{ about, theirs: String(limit), holds: (v: unknown) => typeof v !== 'string' || holds(v) }]
  const number = (about: string, limit: number | undefined, holds: (n: number) => boolean) =>
    limit === undefined
      ? []
      : [{ about, theirs: String(limit), holds: (v: unknown) => typeof v !== 'number' || holds(v) }]
  const { enum: values, pattern, minLength, maxLength, minimum, maximum, format } = form
  return [
    ...(values
      ? [{ about: '', theirs: values.join(', '), holds: (v: unknown) => values.includes(v) }]
      : []),
    ...text('pattern', pattern, (t) => matches(pattern ?? '', t)),
    ...text('minLength', minLength, (t) => t.length >= (minLength ?? 0)),
    ...text('maxLength', maxLength, (t) => t.length <= (maxLength ?? t.length)),
    ...text(
      'format',
      format === 'date-time' ? format : undefined,
      (t) => !Number.isNaN(Date.parse(t)),
    ),
    ...number('minimum', minimum, (n) => n >= (minimum ?? n)),
    ...number('maximum', maximum, (n) => n <= (maximum ?? n)),
  ]
}

/** A pattern that ECMAScript can't parse is skipped. */
function matches(pattern: string, text: string): boolean {
  try {
    // `\p{L}` needs this flag, with which some other patterns of Atlas do not parse.
    return new RegExp(pattern, pattern.includes('\\p{') ? 'u' : '').test(text)
  } catch {
    return true
  }
}
