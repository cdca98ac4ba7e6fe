import { describe, expect, test } from 'vitest'
import { printJson, readJson } from '@/lib/format/json'
import {
  fromSimpleSearch,
  fromSimpleVector,
  templates,
  toSimpleSearch,
  toSimpleVector,
} from './simple'

const throughSearch = (definition: object) => {
  const simple = toSimpleSearch(definition)
  return simple && fromSimpleSearch(simple)
}
const throughVector = (definition: object) => {
  const simple = toSimpleVector(definition)
  return simple && fromSimpleVector(simple)
}

describe('the simple form of a search definition', () => {
  test.each([
    [templates.search],
    [
      {
        mappings: { dynamic: false, fields: { a: { type: 'string', analyzer: 'lucene.english' } } },
      },
    ],
    [
      {
        mappings: { dynamic: true, fields: { a: [{ type: 'string' }, { type: 'autocomplete' }] } },
      },
    ],
    [
      {
        mappings: {
          dynamic: { typeSet: 'all' },
          fields: {
            d: { type: 'document', fields: { x: { type: 'date' } } },
            s: { type: 'string', store: false },
          },
          future: 1,
        },
        searchAnalyzer: 'lucene.standard',
        typeSets: [{ name: 'all', types: [] }],
      },
    ],
  ])('gives back what it was opened with: %j', (definition) => {
    expect(throughSearch(definition)).toEqual(definition)
  })

  test('makes rows of plain fields and keeps the others', () => {
    expect(
      toSimpleSearch({
        mappings: { fields: { a: { type: 'string' }, d: { type: 'document', fields: {} } } },
      }),
    ).toMatchObject({
      dynamic: undefined,
      rows: [{ name: 'a', type: 'string', analyzer: '' }],
      keptFields: { d: { type: 'document' } },
    })
  })

  test.each([
    '{"analyzer":"lucene.english","mappings":{"fields":{"2025":{"type":"date"},"notes":[],"2024":{"type":"number"},"one":[{"type":"string"}],"a":{"analyzer":"x","type":"string"},"b":{"type":"string","boost":1.0}},"dynamic":false}}',
    '{"mappings":{"fields":{}}}',
    '{"mappings":{}}',
  ])('keeps the order and the digits of %s', (text) => {
    expect(printJson(throughSearch(Object(readJson(text))))).toBe(text)
  })

  test('leaves out rows that have no name yet', () => {
    const simple = toSimpleSearch(templates.search)
    const rows = [{ name: '', type: 'string', analyzer: '' }]
    expect(simple && fromSimpleSearch({ ...simple, rows })).toEqual(templates.search)
  })

  test.each([[null], [[]], [{ mappings: [] }], [{ mappings: { fields: [] } }]])(
    'there is none of %j',
    (definition) => {
      expect(toSimpleSearch(definition)).toBeUndefined()
    },
  )
})

describe('the simple form of a vectorSearch definition', () => {
  test.each([
    [templates.vectorSearch],
    [
      {
        fields: [
          {
            type: 'vector',
            path: 'v',
            numDimensions: 8,
            similarity: 'cosine',
            quantization: 'scalar',
          },
          { type: 'filter', path: 'brand', future: true },
          { type: 'autoEmbed', path: 'text' },
        ],
        nestedRoot: 'items',
      },
    ],
    [{ fields: [{ type: 'vector', path: 'v', numDimensions: 'many' }] }],
  ])('gives back what it was opened with: %j', (definition) => {
    expect(throughVector(definition)).toEqual(definition)
  })

  test.each([
    '{"storedSource":true,"fields":[{"path":"a","type":"filter"},{"type":"autoEmbed","path":"t"},{"similarity":"cosine","path":"v","type":"vector","numDimensions":8}]}',
  ])('keeps the order of %s', (text) => {
    expect(printJson(throughVector(Object(readJson(text))))).toBe(text)
  })

  test('makes numbers of what is typed, and leaves out filters without a path', () => {
    expect(
      fromSimpleVector({
        vectors: [{ path: 'v', numDimensions: ' 768 ', similarity: 'euclidean', more: {} }],
        filters: [{ path: '', more: {} }],
        keptFields: [],
        kept: {},
        from: {},
      }),
    ).toEqual({
      fields: [{ type: 'vector', path: 'v', numDimensions: 768, similarity: 'euclidean' }],
    })
  })

  test.each([[null], [{ fields: {} }]])('there is none of %j', (definition) => {
    expect(toSimpleVector(definition)).toBeUndefined()
  })
})
