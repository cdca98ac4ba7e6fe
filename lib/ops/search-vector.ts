import { numberOf } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import {
  type Definition,
  type DefinitionProblem,
  dimensions,
  each,
  note,
  type Path,
  similarities,
  vectorFieldTypes,
  wrong,
} from './search-known'

/** Problems of a vector's length and similarity. */
export function vectorNumbers(
  value: Definition,
  path: Path,
  key: 'numDimensions' | 'dimensions',
): DefinitionProblem[] {
  const count = value[key]
  const { similarity } = value
  const known: readonly unknown[] = similarities
  const length = numberOf(count) ?? 0
  const isCount = Number.isInteger(length) && length >= dimensions.min && length <= dimensions.max
  return [
    ...(isCount
      ? []
      : [
          wrong(
            count === undefined ? path : [...path, key],
            `${key} is the length of each vector, a whole number from ${dimensions.min} to ${dimensions.max}.`,
          ),
        ]),
    ...(known.includes(similarity)
      ? []
      : [
          wrong(
            similarity === undefined ? path : [...path, 'similarity'],
            `similarity is ${similarities.join(', ')}.`,
          ),
        ]),
  ]
}

function vectorField(value: unknown, path: Path): DefinitionProblem[] {
  if (!isObject(value))
    return [wrong(path, 'A field is an object, such as {"type": "filter", "path": "genre"}.')]
  const { type, path: at } = value
  return [
    ...(typeof type !== 'string'
      ? [wrong(path, 'Give this field a type: vector or filter.')]
      : vectorFieldTypes.includes(type)
        ? []
        : [note([...path, 'type'], `Gatehouse does not know the field type “${type}”.`)]),
    ...(typeof at === 'string' && at !== ''
      ? []
      : [
          wrong(
            at === undefined ? path : [...path, 'path'],
            'Enter the path of the field, with dots for nested fields: “details.embedding”.',
          ),
        ]),
    ...(type === 'vector' ? vectorNumbers(value, path, 'numDimensions') : []),
    ...(value.quantization == null ||
    ['none', 'scalar', 'binary'].includes(String(value.quantization))
      ? []
      : [
          note(
            [...path, 'quantization'],
            'Gatehouse knows the quantizations none, scalar and binary.',
          ),
        ]),
  ]
}

/** Problems of a vectorSearch definition. */
export function vectorProblems(value: Definition): DefinitionProblem[] {
  const { fields } = value
  if (!Array.isArray(fields) || fields.length === 0)
    return [
      wrong(
        fields === undefined ? [] : ['fields'],
        value.mappings === undefined
          ? 'A vectorSearch index needs "fields", an array with at least one field of type vector.'
          : 'This is the definition of a search index. A vectorSearch index has "fields" instead of "mappings".',
      ),
    ]
  const isVector = (f: unknown) => isObject(f) && f.type !== 'filter'
  return [
    ...each(fields, ['fields'], vectorField),
    ...(fields.some(isVector)
      ? []
      : [wrong(['fields'], 'At least one field must be of type vector.')]),
    ...samePath(fields),
  ]
}

/** A path that is indexed twice in one way; in two ways Atlas may take it. */
function samePath(fields: readonly unknown[]): DefinitionProblem[] {
  const kinds = new Map<unknown, unknown[]>()
  return fields.flatMap((field, i) => {
    if (!isObject(field) || field.path === undefined) return []
    const before = kinds.get(field.path) ?? []
    kinds.set(field.path, [...before, field.type])
    if (before.length === 0) return []
    const say = before.includes(field.type) ? wrong : note
    return [say(['fields', i, 'path'], `“${field.path}” appears twice. Atlas indexes a path once.`)]
  })
}
