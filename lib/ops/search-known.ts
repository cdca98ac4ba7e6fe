/** The two kinds of index definitions, from Atlas's specification of 2026-08-21 (SearchIndex…) and Atlas Search's documentation. */

import { isObject } from '@/lib/format/values'

export const indexTypes = ['search', 'vectorSearch'] as const
export type IndexType = (typeof indexTypes)[number]
export type Definition = Record<string, unknown>

/** Something about a definition: what Atlas certainly refuses or, as a note, what it may take. */
export type DefinitionProblem = {
  path: Array<string | number>
  message: string
  note?: true
}

// biome-ignore format: a word list reads better in lines
const languages = [
  'standard', 'simple', 'whitespace', 'keyword', 'arabic', 'armenian', 'basque', 'bengali', 'brazilian', 'bulgarian',
  'catalan', 'chinese', 'cjk', 'czech', 'danish', 'dutch', 'english', 'finnish', 'french', 'galician', 'german', 'greek',
  'hindi', 'hungarian', 'indonesian', 'irish', 'italian', 'japanese', 'korean', 'kuromoji', 'latvian', 'lithuanian',
  'morfologik', 'nori', 'norwegian', 'persian', 'portuguese', 'romanian', 'russian', 'smartcn', 'sorani', 'spanish',
  'swedish', 'thai', 'turkish', 'ukrainian',
] as const
/** Atlas's built-in analyzers; others must be defined in `analyzers`. */
export const builtInAnalyzers: readonly string[] = languages.map((name) => `lucene.${name}`)

// biome-ignore format: a word list reads better in lines
export const fieldTypes = [
  'string', 'autocomplete', 'token', 'number', 'date', 'boolean', 'objectId', 'uuid', 'geo', 'document',
  'embeddedDocuments', 'vector', 'stringFacet', 'numberFacet', 'dateFacet', 'knnVector',
] as const
export const similarities = ['euclidean', 'cosine', 'dotProduct'] as const
export const dimensions = { min: 1, max: 8192 } as const
export const vectorFieldTypes = ['vector', 'filter', 'text', 'autoEmbed']

export type Path = DefinitionProblem['path']
export const wrong = (path: Path, message: string): DefinitionProblem => ({ path, message })
export const note = (path: Path, message: string): DefinitionProblem => ({
  path,
  message,
  note: true,
})
export const each = (
  value: unknown,
  path: Path,
  say: (item: unknown, path: Path) => DefinitionProblem[],
) => (Array.isArray(value) ? value.flatMap((item, i) => say(item, [...path, i])) : [])

/** Names that appear twice in a list of named things. */
export function twice(value: unknown, path: Path, key: string, what: string): DefinitionProblem[] {
  const seen = new Set<unknown>()
  return each(value, path, (item, at) => {
    const name = isObject(item) ? item[key] : undefined
    if (name === undefined || !seen.has(name)) {
      seen.add(name)
      return []
    }
    return [wrong([...at, key], `“${name}” appears twice: ${what}.`)]
  })
}

/** A value that should be an array but is not. Atlas writes null where nothing is set, and may take it. */
export const shape = (value: unknown, key: string, message: string) =>
  value == null || Array.isArray(value) ? [] : [wrong([key], message)]
