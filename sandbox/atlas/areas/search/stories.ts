import { idFrom, iso } from '../../ids'
import { type Generation, hostCount, never, type SearchIndex } from './shapes'

type Story = Pick<SearchIndex, 'name' | 'database' | 'collectionName'> &
  Partial<Omit<SearchIndex, 'main' | 'staged'>> & {
    main?: Partial<Generation>
    staged?: Partial<Generation>
  }

const day = 86_400_000
const settled = [0, 0, 0]

const products = {
  analyzer: 'lucene.english',
  mappings: {
    dynamic: false,
    fields: {
      title: [{ type: 'string', analyzer: 'lucene.english' }, { type: 'autocomplete' }],
      brand: { type: 'token' },
      price: { type: 'number' },
      released: { type: 'date' },
      stock: {
        type: 'document',
        dynamic: false,
        fields: { warehouse: { type: 'token' }, units: { type: 'number' } },
      },
    },
  },
}

/** Twelve indexes in all seven statuses; none changes on its own. */
const stories: Story[] = [
  {
    name: 'products',
    database: 'shop',
    collectionName: 'products',
    main: { version: 3, definition: products },
  },
  {
    name: 'products_next',
    database: 'shop',
    collectionName: 'products',
    main: { version: 3, definition: products },
    staged: {
      version: 4,
      definition: {
        ...products,
        mappings: {
          ...products.mappings,
          fields: { ...products.mappings.fields, ean: { type: 'token', normalizer: 'lowercase' } },
        },
      },
      buildingAt: 0,
      doneAt: [0, never, never],
    },
  },
  {
    name: 'product_embeddings',
    database: 'shop',
    collectionName: 'products',
    type: 'vectorSearch',
    main: {
      version: 1,
      definition: {
        fields: [
          { type: 'vector', path: 'embedding', numDimensions: 1536, similarity: 'cosine' },
          { type: 'filter', path: 'brand' },
        ],
      },
    },
  },
  {
    name: 'reviews',
    database: 'shop',
    collectionName: 'reviews',
    main: {
      version: 2,
      definition: { analyzer: 'lucene.klingon', mappings: { dynamic: true } },
      fails: 'Analyzer "lucene.klingon" is neither a built-in analyzer nor defined in "analyzers".',
    },
  },
  {
    name: 'reviews_synonyms',
    database: 'shop',
    collectionName: 'reviews',
    main: {
      version: 5,
      definition: {
        mappings: { dynamic: false, fields: { text: { type: 'string' } } },
        synonyms: [
          {
            name: 'colours',
            analyzer: 'lucene.english',
            source: { collection: 'colour_synonyms' },
          },
          { name: 'brands', analyzer: 'lucene.standard', source: { collection: 'brand_synonyms' } },
        ],
      },
    },
    badSynonyms: {
      brands: 'Document 64f1c0de in "brand_synonyms" has no "synonyms" array.',
    },
  },
  {
    name: 'orders',
    database: 'sales',
    collectionName: 'orders',
    main: {
      version: 7,
      definition: { mappings: { dynamic: true } },
      stale:
        'The oplog was overwritten before this host had read it. The index no longer follows the collection.',
    },
  },
  {
    name: 'invoices',
    database: 'sales',
    collectionName: 'invoices',
    main: { buildingAt: never, doneAt: [never, never, never] },
  },
  {
    name: 'customers',
    database: 'sales',
    collectionName: 'customers',
    main: { version: 1, buildingAt: 0, doneAt: [never, never, never] },
  },
  { name: 'customers_old', database: 'sales', collectionName: 'customers', stays: 'DELETING' },
  { name: 'leads', database: 'sales', collectionName: 'leads', stays: 'DOES_NOT_EXIST' },
  {
    name: 'suggest “né” v1.0',
    database: 'Web & Blog',
    collectionName: 'posts/archive 2024',
    main: {
      definition: {
        mappings: { dynamic: { typeSet: 'all' } },
        typeSets: [{ name: 'all', types: [{ type: 'string' }] }],
      },
    },
  },
  {
    name: 'pages',
    database: 'Web & Blog',
    collectionName: 'pages',
    main: { version: 2 },
    staged: {
      version: 3,
      definition: { mappings: { dynamic: true }, analyzer: 'my_missing' },
      buildingAt: 0,
      doneAt: settled,
      fails: 'Analyzer "my_missing" is neither a built-in analyzer nor defined in "analyzers".',
    },
  },
]

const generation = (wanted: Partial<Generation>, createdAt: string): Generation => ({
  version: 0,
  definition: { mappings: { dynamic: true } },
  createdAt,
  buildingAt: 0,
  doneAt: settled,
  ...wanted,
})

function tell(clusterId: string, now: number) {
  return ({ main, staged, ...story }: Story, i: number): SearchIndex => {
    const made = iso(now - (200 - i) * day)
    return {
      type: 'search',
      badSynonyms: {},
      ...story,
      clusterId,
      indexID: idFrom(`search index ${clusterId} ${story.name} ${i}`, made),
      main: generation(main ?? {}, iso(now - (12 - (i % 12)) * day)),
      ...(staged ? { staged: generation(staged, iso(now - 14 * 60_000)) } : {}),
    }
  }
}

/** The indexes of `search-main` for a cluster: all seven statuses, staged next to main, synonyms, unusual names. */
export const storiedIndexes = (clusterId: string, now: number): SearchIndex[] =>
  stories.map(tell(clusterId, now))

/** Ordinary indexes that are READY: `index-001` … over 5 databases and 20 collections. */
export const manyIndexes = (clusterId: string, count: number, now: number): SearchIndex[] =>
  Array.from({ length: count }, (_, i): Story => {
    const isVector = i % 7 === 3
    return {
      name: `index-${String(i + 1).padStart(3, '0')}`,
      database: `tenant_${(i % 5) + 1}`,
      collectionName: `items_${(i % 20) + 1}`,
      type: isVector ? 'vectorSearch' : 'search',
      main: {
        version: i % 4,
        doneAt: Array.from({ length: hostCount }, () => 0),
        ...(isVector
          ? {
              definition: {
                fields: [
                  { type: 'vector', path: 'v', numDimensions: 768, similarity: 'dotProduct' },
                ],
              },
            }
          : {}),
      },
    }
  }).map(tell(clusterId, now))
