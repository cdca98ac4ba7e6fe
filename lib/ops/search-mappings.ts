import { z } from 'zod'
import { isObject } from '@/lib/format/values'
import { list } from '@/lib/format/words'
import {
  builtInAnalyzers,
  type Definition,
  type DefinitionProblem,
  each,
  fieldTypes,
  note,
  type Path,
  shape,
  twice,
  wrong,
} from './search-known'
import { vectorNumbers } from './search-vector'

const named = z.array(z.looseObject({ name: z.string() }).catch({ name: '' })).catch([])

/** Problems in a field's mapping: one type, or several in an array. */
function mapped(value: unknown, path: Path, analyzers: readonly string[]): DefinitionProblem[] {
  if (Array.isArray(value))
    // An empty array leaves the field out of a dynamic mapping.
    return each(value, path, (one, at) => mappedAs(one, at, analyzers))
  return mappedAs(value, path, analyzers)
}

function mappedAs(value: unknown, path: Path, analyzers: readonly string[]): DefinitionProblem[] {
  if (!isObject(value))
    return [
      wrong(
        path,
        'A field is an object with a type, such as {"type": "string"}, or an array of such objects.',
      ),
    ]
  const { type } = value
  if (typeof type !== 'string')
    return [wrong(path, `Give this field a type: ${list([...fieldTypes.slice(0, 4)])} or another.`)]
  const known: readonly string[] = fieldTypes
  return [
    ...(known.includes(type)
      ? []
      : [note([...path, 'type'], `Gatehouse does not know the field type “${type}”.`)]),
    ...(type === 'vector' ? vectorNumbers(value, path, 'numDimensions') : []),
    ...(type === 'knnVector'
      ? [
          note(
            [...path, 'type'],
            'knnVector is deprecated. Atlas recommends a vectorSearch index.',
          ),
          ...vectorNumbers(value, path, 'dimensions'),
        ]
      : []),
    ...used(value, path, analyzers),
    ...inner(value, path, analyzers),
    ...Object.entries(isObject(value.multi) ? value.multi : {}).flatMap(([name, as]) =>
      mappedAs(as, [...path, 'multi', name], analyzers),
    ),
  ]
}

/** `dynamic` and `fields` of mappings, documents and embedded documents. */
function inner(value: Definition, path: Path, analyzers: readonly string[]): DefinitionProblem[] {
  const { dynamic, fields } = value
  return [
    ...(dynamic == null || typeof dynamic === 'boolean' || isObject(dynamic)
      ? []
      : [
          wrong(
            [...path, 'dynamic'],
            'dynamic is true, false or an object such as {"typeSet": "name"}.',
          ),
        ]),
    ...(fields == null
      ? []
      : isObject(fields)
        ? Object.entries(fields).flatMap(([name, as]) =>
            mapped(as, [...path, 'fields', name], analyzers),
          )
        : [wrong([...path, 'fields'], 'fields is an object of field names and their types.')]),
  ]
}

/** Analyzers that are used but neither built in nor defined: the build would fail. */
const used = (value: Definition, path: Path, analyzers: readonly string[]): DefinitionProblem[] =>
  ['analyzer', 'searchAnalyzer'].flatMap((key) => {
    const name = value[key]
    if (name == null) return []
    if (typeof name !== 'string')
      return [wrong([...path, key], `${key} is the name of an analyzer, as a string.`)]
    return analyzers.includes(name)
      ? []
      : [
          note(
            [...path, key],
            `“${name}” is not an analyzer of Atlas and is not defined in "analyzers". The build would fail.`,
          ),
        ]
  })

/** Problems of a search definition. */
export function searchProblems(value: Definition): DefinitionProblem[] {
  const own = named.parse(value.analyzers).map(({ name }) => name)
  const analyzers = [...builtInAnalyzers, ...own]
  const { mappings } = value
  return [
    ...(mappings === undefined
      ? [wrong([], 'A search index needs "mappings", such as {"mappings": {"dynamic": true}}.')]
      : isObject(mappings)
        ? [
            ...inner(mappings, ['mappings'], analyzers),
            ...(!mappings.dynamic &&
            (!isObject(mappings.fields) || Object.keys(mappings.fields).length === 0)
              ? [
                  note(
                    ['mappings'],
                    'This indexes nothing: dynamic is off and no fields are listed.',
                  ),
                ]
              : []),
          ]
        : [wrong(['mappings'], 'mappings is an object with dynamic, fields or both.')]),
    ...used(value, [], analyzers),
    ...shape(
      value.analyzers,
      'analyzers',
      'analyzers is an array of objects with a name and a tokenizer.',
    ),
    ...each(value.analyzers, ['analyzers'], (one, at) =>
      isObject(one) && typeof one.name === 'string' && isObject(one.tokenizer)
        ? builtInAnalyzers.includes(one.name)
          ? [wrong([...at, 'name'], `“${one.name}” is a built-in analyzer. Choose another name.`)]
          : []
        : [wrong(at, 'An analyzer has a name and a tokenizer, such as {"type": "standard"}.')],
    ),
    ...twice(value.analyzers, ['analyzers'], 'name', 'each analyzer needs its own name'),
    ...shape(
      value.synonyms,
      'synonyms',
      'synonyms is an array of objects with a name, an analyzer and a source.',
    ),
    ...each(value.synonyms, ['synonyms'], (one, at) =>
      isObject(one) &&
      typeof one.name === 'string' &&
      typeof one.analyzer === 'string' &&
      isObject(one.source) &&
      typeof one.source.collection === 'string'
        ? used(one, at, analyzers)
        : [
            wrong(
              at,
              'A synonym mapping has a name, an analyzer and a source, such as {"collection": "synonyms"}.',
            ),
          ],
    ),
    ...twice(value.synonyms, ['synonyms'], 'name', 'each synonym mapping needs its own name'),
    ...shape(value.typeSets, 'typeSets', 'typeSets is an array of objects with a name and types.'),
    ...twice(value.typeSets, ['typeSets'], 'name', 'each type set needs its own name'),
    ...typeSetOf(value),
  ]
}

/** A type set that dynamic mapping names but that is not defined. */
function typeSetOf({ mappings, typeSets }: Definition): DefinitionProblem[] {
  const dynamic = isObject(mappings) ? mappings.dynamic : undefined
  const name = isObject(dynamic) ? dynamic.typeSet : undefined
  const known = named.parse(typeSets).map((one) => one.name)
  return typeof name !== 'string' || known.includes(name)
    ? []
    : [note(['mappings', 'dynamic'], `The type set “${name}” is not defined in "typeSets".`)]
}
