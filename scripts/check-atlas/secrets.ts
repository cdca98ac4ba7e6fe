import { secretFields } from '@/lib/format/secret-names'
import type { Op } from '@/lib/ops/define'
import type { Difference } from './difference'
import { formsOf, type Schemas, typesOf } from './schema'

/** The strings in an answer, at any depth, whose field has a secret name. */
export function secretsIn(value: unknown, isSecret = false): string[] {
  if (typeof value === 'string') return isSecret && value !== '' ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((one) => secretsIn(one, isSecret))
  const secret = secretFields(Object.keys(value))
  return Object.entries(value).flatMap(([name, one]) => secretsIn(one, secret.includes(name)))
}

type Found = Omit<Difference, 'operation'>

/** The answer fields with a secret name that are in neither `hiddenFields` nor `shownOnce`. */
export function secretDifferences(op: Op, answer: unknown, schemas: Schemas): Found[] {
  if (op.hiddenFields === 'like secrets') return []
  const declared = new Set([...(op.hiddenFields ?? []), ...(op.shownOnce ?? [])])
  const found = new Map<string, Found>()
  const visit = (schema: unknown, isSecret: boolean, place: string, above: readonly unknown[]) => {
    if (above.includes(schema)) return
    for (const form of formsOf(schema, schemas)) {
      if (isSecret && typesOf(form).includes('string'))
        found.set(place, { field: `${place} secret`, ours: 'shown', theirs: 'named like a secret' })
      if (form.items !== undefined) visit(form.items, isSecret, `${place}[]`, [...above, schema])
      const names = Object.keys(form.properties ?? {}).filter((name) => !declared.has(name))
      for (const name of names)
        visit(form.properties?.[name], secretFields(names).includes(name), `${place}.${name}`, [
          ...above,
          schema,
        ])
    }
  }
  visit(answer, false, 'answer', [])
  return [...found.values()]
}
