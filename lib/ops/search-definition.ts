import { sameValue } from '@/lib/format/same'
import { type DefinitionProblem, type IndexType, isObject, note, wrong } from './search-known'
import { searchProblems } from './search-mappings'
import { vectorProblems } from './search-vector'

const keys = {
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
  if (value === undefined || typeof value === 'boolean') return []
  if (isObject(value) && Array.isArray(value.include) !== Array.isArray(value.exclude)) return []
  return [
    wrong(
      ['storedSource'],
      'storedSource is true, false, {"include": [paths]} or {"exclude": [paths]}.',
    ),
  ]
}

/** Everything to say about a definition; what is not a note keeps it from being sent. Of an unknown type only its shape is known. */
export function definitionProblems(
  type: IndexType | undefined,
  value: unknown,
): DefinitionProblem[] {
  if (!isObject(value)) return [wrong([], 'A definition is an object: { … }.')]
  if (type === undefined) return []
  const known: readonly string[] = keys[type]
  const parts = value.numPartitions
  return [
    ...(type === 'search' ? searchProblems(value) : vectorProblems(value)),
    ...storedSource(value.storedSource),
    ...(parts === undefined || (Number.isInteger(parts) && Number(parts) > 0)
      ? []
      : [wrong(['numPartitions'], 'numPartitions is a whole number: 1, 2 or 4.')]),
    ...Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) =>
        note(
          [key],
          `“${key}” is no part of a ${type} definition that this console knows. It is sent as it stands; Atlas decides.`,
        ),
      ),
  ]
}

/**
 * Whether what is there has everything that was sent: Atlas fills in what was left out (an analyzer, a default), so a
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
      Object.entries(sent).every(([key, s]) => Object.hasOwn(there, key) && holds(there[key], s))
    )
  return sameValue(there, sent)
}
