import { numberOf } from '@/lib/format/json'
import { sameValue } from '@/lib/format/same-value'
import { isObject } from '@/lib/format/values'
import { type DefinitionProblem, type IndexType, note, wrong } from './search-known'
import { searchProblems } from './search-mappings'
import { vectorProblems } from './search-vector'

export const definitionKeys = {
  search: [
    'analyzer',
    'searchAnalyzer',
    'analyzers',
    'mappings',
    'synonyms',
    'storedSource',
    'typeSets',
    'sort',
    'numPartitions',
  ],
  vectorSearch: ['fields', 'nestedRoot', 'storedSource', 'numPartitions'],
} as const satisfies Record<IndexType, readonly string[]>

function storedSource(value: unknown): DefinitionProblem[] {
  if (value == null || typeof value === 'boolean') return []
  if (isObject(value) && Array.isArray(value.include) !== Array.isArray(value.exclude)) return []
  const say = isObject(value) ? note : wrong
  return [
    say(
      ['storedSource'],
      'storedSource is true, false, {"include": [paths]} or {"exclude": [paths]}.',
    ),
  ]
}

/** Names that accompany a definition in files and API bodies; Atlas refuses them in the definition itself. */
const besides: readonly string[] = ['name', 'database', 'collectionName', 'definition', 'indexID']

/**
 * Everything to say about a definition; what is not a note keeps it from being sent. What Atlas already holds in `held`
 * is never refused. Of an unknown type only the shape is checked.
 */
export function definitionProblems(
  type: IndexType | undefined,
  value: unknown,
  held?: unknown,
): DefinitionProblem[] {
  const all = problemsOf(type, value)
  if (held === undefined || all.every((problem) => problem.note)) return all
  const before = new Set(problemsOf(type, held).map((problem) => JSON.stringify(problem)))
  return all.map((problem) =>
    before.has(JSON.stringify(problem)) ? { ...problem, note: true as const } : problem,
  )
}

function problemsOf(type: IndexType | undefined, value: unknown): DefinitionProblem[] {
  if (!isObject(value)) return [wrong([], 'A definition is an object: { … }.')]
  if (type === undefined) return []
  const known: readonly string[] = definitionKeys[type]
  const parts = numberOf(value.numPartitions) ?? value.numPartitions
  return [
    ...(type === 'search' ? searchProblems(value) : vectorProblems(value)),
    ...storedSource(value.storedSource),
    ...(parts == null || (Number.isInteger(parts) && Number(parts) > 0)
      ? []
      : [wrong(['numPartitions'], 'numPartitions is a whole number, such as 1, 2 or 4.')]),
    ...Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) =>
        besides.includes(key)
          ? wrong([key], `“${key}” is not part of a definition. Atlas refuses it here.`)
          : note([key], `Gatehouse does not know “${key}” in a ${type} definition.`),
      ),
  ]
}

/**
 * Whether a definition has everything that was sent. Atlas fills in what was left out (an analyzer, a default), so a
 * definition read back may hold more.
 */
export function holds(there: unknown, sent: unknown): boolean {
  if (Array.isArray(sent))
    return (
      Array.isArray(there) &&
      there.length === sent.length &&
      sent.every((s, i) => holds(there[i], s))
    )
  if (isObject(sent))
    return (
      isObject(there) &&
      Object.entries(sent).every(
        ([key, s]) => (s === null && !Object.hasOwn(there, key)) || holds(there[key], s),
      )
    )
  return sameValue(there, sent)
}
