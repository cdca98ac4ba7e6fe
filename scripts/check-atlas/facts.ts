import type { Fact } from '@/lib/atlas/spec'
import { type Difference, shown } from './difference'

type Facts = ReadonlyArray<readonly [string, Fact]>

/** Compares the facts table with a specification file, in both directions. */
export function factDifferences(ours: Facts, theirs: Facts): Difference[] {
  const our = new Map(ours)
  const their = new Map(theirs)
  const ids = [...new Set([...our.keys(), ...their.keys()])].sort()
  return ids.flatMap((operation): Difference[] => {
    const a = our.get(operation)
    const b = their.get(operation)
    if (a && b) return fieldsOf(a, b).map((field) => ({ operation, ...field }))
    const exists = (fact: Fact | undefined) =>
      fact ? `${fact.method} ${fact.path}` : 'no such operation'
    return [{ operation, field: 'operation', ours: exists(a), theirs: exists(b) }]
  })
}

function fieldsOf(a: Fact, b: Fact): Array<Omit<Difference, 'operation'>> {
  const plain = (
    ['method', 'path', 'tag', 'sunset', 'removed', 'deprecated', 'cli'] as const
  ).flatMap((field) => differ(field, a[field], b[field]))
  const lists = (['roles', 'query'] as const).flatMap((field) =>
    differ(field, without(a[field], b[field]), without(b[field], a[field])),
  )
  const dates = [...new Set([...a.versions, ...b.versions].map((v) => v.version))].sort()
  const versions = dates.flatMap((date) => {
    const [x, y] = [a, b].map((fact) => fact.versions.find((v) => v.version === date))
    if (!x || !y) return differ(`version ${date}`, x && 'listed', y && 'listed')
    return (['stability', 'sunset', 'preview'] as const).flatMap((field) =>
      differ(`version ${date} ${field}`, x[field], y[field]),
    )
  })
  return [...plain, ...lists, ...versions]
}

/** The items missing from the other list, so that a long list shows only differences. */
const without = (list: readonly string[], other: readonly string[]) => {
  const only = list.filter((item) => !other.includes(item)).sort()
  return only.length > 0 ? `has ${only.join(', ')}` : undefined
}

const differ = (field: string, a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field, ours: shown(a), theirs: shown(b) }]
