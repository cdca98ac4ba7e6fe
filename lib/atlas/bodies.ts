import type { BodyField } from '@/lib/ops/explorer'
import table from './bodies.json'
import type { WrittenField } from './spec-bodies'

// scripts/atlas-facts.ts writes the file in this shape; TypeScript infers every field apart.
const { bodies, shapes } = table as unknown as {
  bodies: Record<string, string>
  shapes: Record<string, Record<string, WrittenField>>
}

/** Fields deeper than this are left out. */
const MOST_DEPTH = 6
const MOST_FIELDS = 400

/** The fields of an operation's body, each followed by those inside it. Undefined: none are known. */
export function bodyFieldsOf(
  operationId: string,
): { isList: boolean; fields: BodyField[] } | undefined {
  const body = bodies[operationId]
  if (body === undefined) return undefined
  const fields: BodyField[] = []
  add(fields, body.replaceAll('[]', ''), 0, [])
  return { isList: body.endsWith('[]'), fields }
}

function add(all: BodyField[], shape: string, depth: number, above: readonly string[]): void {
  const written = Object.entries(shapes[shape] ?? {})
  const isRequired = ([, field]: (typeof written)[number]) => typeOf(field).endsWith('!')
  // What is required comes first.
  for (const [name, field] of written.toSorted((a, b) => +isRequired(b) - +isRequired(a))) {
    if (all.length >= MOST_FIELDS) return
    const {
      values,
      shape: inner,
      only,
    }: Partial<Exclude<WrittenField, string>> = typeof field === 'string' ? {} : field
    all.push({
      name,
      depth,
      type: typeOf(field).replace('!', ''),
      isRequired: typeOf(field).endsWith('!'),
      ...(values ? { values } : {}),
      ...(only ? { only } : {}),
    })
    if (inner && depth < MOST_DEPTH && !above.includes(inner))
      add(all, inner, depth + 1, [...above, inner])
  }
}

const typeOf = (field: WrittenField) => (typeof field === 'string' ? field : field.type)
