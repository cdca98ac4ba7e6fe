import { describe, expect, test } from 'vitest'
import { readJson } from '@/lib/format/json'
import { definitionProblems, holds } from './search-definition'
import type { IndexType } from './search-known'

/** What is said of a definition: `path: message`, notes with a question mark in front. */
const said = (type: IndexType, value: unknown) =>
  definitionProblems(type, value).map(
    ({ path, message, note }) => `${note ? '? ' : ''}${path.join('.')}: ${message}`,
  )
const search = (value: unknown) => said('search', value)
const vector = (value: unknown) => said('vectorSearch', value)
test('a whole number may be written as a decimal', () => {
  const text =
    '{"fields":[{"type":"vector","path":"v","numDimensions":1024.0,"similarity":"cosine"}],"numPartitions":2.0}'
  expect(definitionProblems('vectorSearch', readJson(text))).toEqual([])
})

const field = { type: 'vector', path: 'v', numDimensions: 8, similarity: 'cosine' }

describe('a search definition', () => {
  test.each([
    [{ mappings: { dynamic: true } }],
    [
      {
        mappings: { dynamic: { typeSet: 'all' } },
        typeSets: [{ name: 'all', types: [{ type: 'string' }] }],
      },
    ],
    [
      {
        mappings: {
          dynamic: false,
          fields: { a: [{ type: 'document', dynamic: true }, { type: 'string' }] },
        },
      },
    ],
    [
      {
        mappings: { dynamic: true },
        analyzer: 'mine',
        analyzers: [{ name: 'mine', tokenizer: { type: 'standard' } }],
      },
    ],
    [{ mappings: { dynamic: true }, storedSource: { include: ['a'] }, numPartitions: 2 }],
    [{ mappings: { dynamic: true, fields: { internal_notes: [], title: { type: 'string' } } } }],
    [
      {
        mappings: {
          dynamic: true,
          fields: { emb: { type: 'vector', numDimensions: 1024, similarity: 'cosine' } },
        },
      },
    ],
    [
      {
        mappings: { dynamic: true },
        synonyms: [{ name: 's', analyzer: 'lucene.english', source: { collection: 'c' } }],
      },
    ],
  ])('there is no message for %j', (value) => {
    expect(search(value)).toEqual([])
  })

  test.each<[string, unknown, string]>([
    ['a list', [], ': A definition is an object'],
    ['nothing', null, ': A definition is an object'],
    ['no mappings', {}, ': A search index needs "mappings"'],
    ['mappings as a list', { mappings: [] }, 'mappings: mappings is an object'],
    [
      'a word for dynamic',
      { mappings: { dynamic: 'yes' } },
      'mappings.dynamic: dynamic is true, false or an object',
    ],
    [
      'a bare type',
      { mappings: { fields: { a: 'string' } } },
      'mappings.fields.a: A field is an object with a type',
    ],
    ['no type', { mappings: { fields: { a: {} } } }, 'mappings.fields.a: Give this field a type'],
    [
      'a fault deep inside',
      {
        mappings: {
          fields: {
            a: [{ type: 'document', fields: { b: { type: 'embeddedDocuments', fields: [] } } }],
          },
        },
      },
      'mappings.fields.a.0.fields.b.fields: fields is an object',
    ],
    [
      'an analyzer that is a number',
      { mappings: { dynamic: true }, analyzer: 1 },
      'analyzer: analyzer is the name of an analyzer',
    ],
    [
      'a nameless analyzer',
      { mappings: { dynamic: true }, analyzers: [{}] },
      'analyzers.0: An analyzer has a name and a tokenizer',
    ],
    [
      'an analyzer by one of Atlas’s names',
      { mappings: { dynamic: true }, analyzers: [{ name: 'lucene.english', tokenizer: {} }] },
      'analyzers.0.name: “lucene.english” is a built-in analyzer',
    ],
    [
      'two of one name',
      {
        mappings: { dynamic: true },
        analyzers: [
          { name: 'a', tokenizer: {} },
          { name: 'a', tokenizer: {} },
        ],
      },
      'analyzers.1.name: “a” appears twice',
    ],
    [
      'synonyms without a source',
      { mappings: { dynamic: true }, synonyms: [{ name: 's' }] },
      'synonyms.0: A synonym mapping has',
    ],
    [
      'a number for the stored source',
      { mappings: { dynamic: true }, storedSource: 1 },
      'storedSource: storedSource is true',
    ],
    [
      'a file of the Atlas CLI',
      { name: 'n', database: 'd', collectionName: 'c', mappings: { dynamic: true } },
      'collectionName: “collectionName” is not part',
    ],
    [
      'half a partition',
      { mappings: { dynamic: true }, numPartitions: 0.5 },
      'numPartitions: numPartitions is a whole number',
    ],
  ])('%s is reported at its path', (_, value, message) => {
    expect(search(value)).toContainEqual(expect.stringContaining(message))
    expect(search(value).some((line) => line.startsWith('? '))).toBe(false)
  })

  test.each<[string, unknown, string]>([
    [
      'an unknown part',
      { mappings: { dynamic: true }, future: 1 },
      '? future: Gatehouse does not know “future”',
    ],
    [
      'an unknown type',
      { mappings: { fields: { a: { type: 'emoji' } } } },
      '? mappings.fields.a.type: Gatehouse does not know',
    ],
    [
      'an unknown analyzer',
      { mappings: { dynamic: true }, analyzer: 'lucene.klingon' },
      '? analyzer: “lucene.klingon” is not an analyzer',
    ],
    [
      'one used in a field',
      {
        mappings: {
          fields: { a: { type: 'string', multi: { b: { type: 'string', analyzer: 'x' } } } },
        },
      },
      '? mappings.fields.a.multi.b.analyzer: “x” is not an analyzer',
    ],
    ['an empty index', { mappings: { dynamic: false } }, '? mappings: This indexes nothing'],
    [
      'a type set that nobody defines',
      { mappings: { dynamic: { typeSet: 'texts' } } },
      '? mappings.dynamic: The type set “texts”',
    ],
    [
      'a source both ways',
      { mappings: { dynamic: true }, storedSource: { include: [], exclude: [] } },
      '? storedSource: storedSource is true',
    ],
  ])('%s is a note, and can be sent', (_, value, message) => {
    expect(search(value)).toEqual([expect.stringContaining(message)])
  })
})

describe('a vectorSearch definition', () => {
  test.each([
    [{ fields: [field] }],
    [
      {
        fields: [
          { ...field, quantization: 'scalar', numDimensions: 8192 },
          { type: 'filter', path: 'a.b' },
        ],
      },
    ],
  ])('there is no message for %j', (value) => {
    expect(vector(value)).toEqual([])
  })

  test.each<[string, unknown, string]>([
    ['no fields', {}, ': A vectorSearch index needs "fields"'],
    [
      'the other kind',
      { mappings: { dynamic: true } },
      ': This is the definition of a search index',
    ],
    [
      'filters alone',
      { fields: [{ type: 'filter', path: 'a' }] },
      'fields: At least one field must be of type vector',
    ],
    [
      'no dimensions',
      { fields: [{ ...field, numDimensions: undefined }] },
      'fields.0: numDimensions is the length of each vector, a whole number from 1 to 8192',
    ],
    ['too many', { fields: [{ ...field, numDimensions: 8193 }] }, 'fields.0.numDimensions: '],
    ['a text', { fields: [{ ...field, numDimensions: '8' }] }, 'fields.0.numDimensions: '],
    [
      'another measure',
      { fields: [{ ...field, similarity: 'near' }] },
      'fields.0.similarity: similarity is euclidean, cosine, dotProduct',
    ],
    ['no path', { fields: [{ ...field, path: '' }] }, 'fields.0.path: Enter the path'],
    ['no type', { fields: [{ path: 'v' }] }, 'fields.0: Give this field a type'],
    ['one path twice', { fields: [field, field] }, 'fields.1.path: “v” appears twice'],
    ['a bare name', { fields: ['v'] }, 'fields.0: A field is an object'],
  ])('%s is reported at its path', (_, value, message) => {
    expect(vector(value)).toContainEqual(expect.stringContaining(message))
  })

  test('what Atlas may have added is a note', () => {
    expect(
      vector({
        fields: [
          { ...field, quantization: 'ternary' },
          { type: 'sparse', path: 's' },
          { type: 'filter', path: 's' },
        ],
      }),
    ).toEqual([
      expect.stringContaining('? fields.0.quantization'),
      expect.stringContaining('? fields.1.type'),
      expect.stringContaining('? fields.2.path'),
    ])
  })
})

test('the numbers of a vector are checked in a search index as well', () => {
  const emb = { type: 'vector', numDimensions: 9000, similarity: 'cosine' }
  expect(search({ mappings: { fields: { emb } } })).toEqual([
    expect.stringContaining('mappings.fields.emb.numDimensions: '),
  ])
})

test('an existing definition is never refused, so that the rest can be changed', () => {
  const held = { mappings: { dynamic: 'odd', fields: { a: { kind: 'new' } } } }
  const next = { ...held, analyzer: 'lucene.english' }
  expect(definitionProblems('search', next).filter((p) => !p.note)).not.toEqual([])
  expect(definitionProblems('search', next, held).filter((p) => !p.note)).toEqual([])
  const worse = { mappings: { ...held.mappings, fields: { a: { kind: 'new' }, b: {} } } }
  expect(definitionProblems('search', worse, held).filter((p) => !p.note)).toHaveLength(1)
})

test('null stands for what is left out', () => {
  const none = { analyzer: null, analyzers: null, storedSource: null, numPartitions: null }
  const search = { ...none, mappings: { dynamic: true, fields: null } }
  expect(definitionProblems('search', search)).toEqual([])
  expect(holds({ mappings: { dynamic: true } }, search)).toBe(true)
  expect(holds({ mappings: { dynamic: true }, numPartitions: 2 }, search)).toBe(false)
  const vector = { type: 'vector', path: 'v', numDimensions: 8, similarity: 'cosine' }
  const fields = [{ ...vector, quantization: null }]
  expect(definitionProblems('vectorSearch', { fields, storedSource: null })).toEqual([])
})

test('a definition read back may hold what Atlas filled in, but nothing else', () => {
  const sent = { mappings: { dynamic: true, fields: { a: [{ type: 'string' }] } } }
  expect(holds({ ...sent, searchAnalyzer: 'lucene.standard' }, sent)).toBe(true)
  expect(holds({ mappings: { dynamic: false, fields: sent.mappings.fields } }, sent)).toBe(false)
  expect(holds({ mappings: { dynamic: true, fields: { a: [] } } }, sent)).toBe(false)
  expect(holds(undefined, sent)).toBe(false)
})
