import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { factsOf, parseSpec } from '@/lib/atlas/spec'
import { command, type Op, query } from '@/lib/ops/define'
import { compare } from './compare'
import { sortOut } from './difference'
import { type Fragment, fragment, ref } from './fragment'

const today = new Date('2026-11-21T00:00:00Z')
const shelfId = z.string().regex(/^[a-f0-9]{24}$/)
const book = z.strictObject({
  kind: z.enum(['CRIME', 'ROMANCE']),
  title: z.string().trim().min(3, 'Say its title').max(20),
  until: z.iso
    .datetime()
    .refine((at) => Date.parse(at) > Date.now())
    .optional(),
})
const list = query({
  id: 'books.list',
  title: 'List books',
  atlas: { op: 'listBooks', version: '2024-08-05' },
  roles: ['viewer'],
  input: z.strictObject({ shelfId }),
  output: z.looseObject({
    results: z.array(z.looseObject({ title: z.string().nullish(), scale: z.number().nullish() })),
    totalCount: z.number().nullish(),
  }),
  allPages: true,
})
const adding = {
  id: 'books.add',
  title: 'Add books',
  atlas: { op: 'addBooks', version: '2024-08-05' },
  roles: ['operator'] as const,
  input: z.strictObject({ shelfId, books: z.array(book).min(1) }),
  output: z.unknown(),
  summary: () => 'Add books',
  target: () => 'books',
  body: (i: { books: unknown }) => i.books,
}
const facts = factsOf(parseSpec(JSON.stringify(fragment()))).operations

/** The differences of these descriptions from a changed fragment, as `operation field`. */
function differ(change: (spec: Fragment) => void = () => {}, ops: Op[] = [list, command(adding)]) {
  const changed = fragment()
  change(changed)
  const { differences } = compare(parseSpec(JSON.stringify(changed)), { facts, ops, today })
  return differences.map((d) => `${d.operation} ${d.field}`)
}

const books = '/api/atlas/v2/shelves/{shelfId}/books'

describe('a specification that fits', () => {
  test('shows no difference, over references and variants', () => {
    expect(differ()).toEqual([])
  })

  test('shows none either where only a discriminator names the variants', () => {
    const found = differ((spec) => {
      const mapping = {
        CRIME: ref('Novel').$ref,
        ROMANCE: ref('Novel').$ref,
        MAP: ref('Atlas').$ref,
      }
      Object.assign(spec.components.schemas.Book, {
        oneOf: [],
        discriminator: { propertyName: 'kind', mapping },
      })
    })
    expect(found).toEqual([])
  })

  test('shows none where an older version answers with another success code', () => {
    const old = { content: { 'application/vnd.atlas.2023-01-01+json': { schema: ref('Page') } } }
    const found = differ((spec) => Object.assign(spec.paths[books].post.responses, { 200: old }))
    expect(found).toEqual([])
  })

  test('takes a sample that a field’s description gives', () => {
    const shaped = z
      .array(book)
      .min(1)
      .meta({ examples: [[{ kind: 'CRIME', title: 'Only this' }]] })
      .refine((all) => all[0]?.title === 'Only this')
    const picky = { ...adding, input: z.strictObject({ shelfId, books: shaped }) }
    expect(differ(undefined, [command(picky)])).not.toContain('books.add input')
  })
})

describe('a changed specification is found:', () => {
  test('another path, and its new parameter', () => {
    const found = differ((spec) => {
      const { paths } = spec
      Object.assign(paths, { '/api/atlas/v2/halls/{hall}/shelves/{shelfId}/books': paths[books] })
      Reflect.deleteProperty(paths, books)
    })
    expect(found).toEqual([
      'addBooks path',
      'listBooks path',
      'books.list path.hall required',
      'books.add path.hall required',
    ])
  })

  test('another method', () => {
    const found = differ((spec) => {
      const item = spec.paths[books]
      Object.assign(item, { put: item.post })
      Reflect.deleteProperty(item, 'post')
    })
    expect(found).toEqual(['addBooks method'])
  })

  test('a removed operation', () => {
    const found = differ((spec) => Reflect.deleteProperty(spec.paths[books], 'get'))
    expect(found).toEqual(['listBooks operation', 'books.list operation'])
  })

  test('an operation that the facts table lacks', () => {
    const found = differ((spec) =>
      Object.assign(spec.paths, { '/new': { get: { operationId: 'getNew', responses: {} } } }),
    )
    expect(found).toEqual(['getNew operation'])
  })

  test('a vanished version', () => {
    const found = differ((spec) => spec.paths[books].post['x-atlas-versions'].pop())
    expect(found).toEqual(['addBooks version 2024-08-05', 'books.add version'])
  })

  test.each([
    ['past', '2026-11-20', true],
    ['near', '2027-01-31', true],
    ['far off', '2027-07-01', false],
  ])('a sunset that is %s', (_, sunset, isDifference) => {
    const found = differ((spec) =>
      Object.assign(spec.paths[books].get['x-atlas-versions'][0] ?? {}, { sunset }),
    )
    expect(found).toEqual([
      'listBooks version 2024-08-05 sunset',
      ...(isDifference ? ['books.list sunset'] : []),
    ])
  })

  test('a deprecated operation', () => {
    const found = differ((spec) => Object.assign(spec.paths[books].get, { deprecated: true }))
    expect(found).toEqual(['listBooks deprecated', 'books.list deprecated'])
  })

  test('another Atlas role', () => {
    const found = differ((spec) => spec.paths[books].get['x-atlas-roles'].push('Shelf Owner'))
    expect(found).toEqual(['listBooks roles'])
  })

  test('a shape of another version only', () => {
    const found = differ((spec) =>
      Object.assign(spec.paths[books].get.responses[200], {
        content: { 'application/vnd.atlas.2025-01-01+json': { schema: ref('Page') } },
      }),
    )
    expect(found).toEqual(['books.list version shape'])
  })

  test.each<
    [string, (novel: Fragment['components']['schemas']['Novel']['allOf'][1]) => void, string[]]
  >([
    [
      'a new enum value',
      (n) => 'properties' in n && n.properties.kind.enum.push('POEM'),
      ['books.add body[].kind value POEM'],
    ],
    [
      'a removed enum value',
      (n) => 'properties' in n && n.properties.kind.enum.pop(),
      ['books.add body[].kind value ROMANCE'],
    ],
    [
      'a new required field',
      (n) => 'required' in n && n.required.push('author'),
      ['books.add body[].author required'],
    ],
    [
      'a field that can no longer be left out',
      (n) => 'required' in n && n.required.push('until'),
      ['books.add body[].until required'],
    ],
    [
      'a shorter text',
      (n) => 'properties' in n && Object.assign(n.properties.title, { maxLength: 9 }),
      ['books.add body[].title maxLength'],
    ],
    [
      'a longer least text',
      (n) => 'properties' in n && Object.assign(n.properties.title, { minLength: 5 }),
      ['books.add body[].title minLength'],
    ],
    [
      'a narrower pattern',
      (n) => 'properties' in n && Object.assign(n.properties.title, { pattern: '^[a-z]+$' }),
      ['books.add body[].title pattern'],
    ],
    [
      'another type',
      (n) => 'properties' in n && Object.assign(n.properties.title, { type: 'integer' }),
      ['books.list answer.results[].title type', 'books.add body[].title type'],
    ],
    [
      'a field that is only read',
      (n) => 'properties' in n && Object.assign(n.properties.until, { readOnly: true }),
      ['books.add body[].until field'],
    ],
    [
      'a renamed field',
      (n) => 'properties' in n && Reflect.deleteProperty(n.properties, 'title'),
      ['books.list answer.results[].title field', 'books.add body[].title field'],
    ],
  ])('%s', (_, change, fields) => {
    const found = differ((spec) => {
      // Without its sibling, so that no other variant fits instead.
      spec.components.schemas.Book.oneOf.splice(1, 1)
      const novel = spec.components.schemas.Novel.allOf[1]
      if (novel) change(novel)
    }).filter((d) => !d.includes('scale'))
    expect(found).toEqual(fields)
  })

  test('a query parameter that pages need', () => {
    const found = differ((spec) => spec.paths[books].get.parameters.splice(1, 1))
    expect(found).toEqual(['listBooks query', 'books.list query.pageNum field'])
  })

  test('a body that is taken no more', () => {
    const found = differ((spec) => Reflect.deleteProperty(spec.paths[books].post, 'requestBody'))
    expect(found).toEqual(['books.add body field'])
  })
})

describe('a wrong description is found:', () => {
  test('a body that is needed and not sent', () => {
    expect(differ(undefined, [command({ ...adding, body: () => undefined })])).toEqual([
      'books.add body required',
    ])
  })

  test('the default body, which sends the field itself', () => {
    const { body: _, ...plain } = adding
    expect(differ(undefined, [command(plain)])).toEqual(['books.add body type'])
  })

  test('a field of a read that goes nowhere', () => {
    const input = z.strictObject({ shelfId, text: z.string() })
    expect(differ(undefined, [query({ ...list, input })])).toEqual(['books.list input.text field'])
  })

  test('free text where the file lists values', () => {
    const open = z.strictObject({ shelfId, books: z.array(book.extend({ kind: z.string() })) })
    const found = differ(
      (spec) => spec.components.schemas.Book.oneOf.splice(1, 1),
      [command({ ...adding, input: open })],
    )
    expect(found).toEqual(['books.add body[].kind values'])
  })

  test('an input that no sample fits', () => {
    const closed = z.strictObject({ shelfId, books: z.array(z.string().regex(/^never$/)) })
    expect(differ(undefined, [command({ ...adding, input: closed })])).toEqual(['books.add input'])
  })
})

describe('a field of an answer that is named like a secret', () => {
  const secret =
    (name: string, type: object = { type: 'string' }) =>
    (spec: Fragment) =>
      Object.assign(spec.components.schemas.Page.properties, { [name]: type })

  test.each([
    'privateKey',
    'clientSecret',
    'password',
    'accessToken',
    'sslKey',
    'downloadUrl',
    'deliveryUrls',
  ])('%s must be hidden or shown once', (name) => {
    const [shown] = differ(secret(name), [list])
    expect(shown).toBe(`books.list answer.${name} secret`)
    expect(differ(secret(name), [query({ ...list, hiddenFields: [name] })])).toEqual([])
    expect(differ(secret(name), [command({ ...adding, shownOnce: [name] })])).toEqual([])
  })

  test('is found in lists and objects', () => {
    const tokens = { type: 'array', items: { type: 'string' } }
    const nested = { type: 'object', properties: { tokens } }
    expect(differ(secret('more', nested), [list])).toEqual([
      'books.list answer.more.tokens[] secret',
    ])
  })

  test('is no secret when it is an id, a state, a number, a public part or a tag', () => {
    for (const name of ['publicKey', 'keyId', 'tokenType', 'secretExpiresAt'])
      expect(differ(secret(name), [list])).toEqual([])
    expect(differ(secret('tokenCount', { type: 'integer' }), [list])).toEqual([])
    const tag = { type: 'object', properties: { key: { type: 'string' }, value: {} } }
    expect(differ(secret('tags', { type: 'array', items: tag }), [list])).toEqual([])
  })
})

test('explanations take differences out, and those that explain nothing are named', () => {
  const found = [
    { operation: 'a', field: 'b', ours: '1', theirs: '2' },
    { operation: 'c', field: 'd', ours: '1', theirs: '2' },
  ]
  const because = { reason: 'r', source: 's' }
  const sorted = sortOut(found, [
    { operation: 'a', field: 'b', ...because },
    { operation: 'a', field: 'd', ...because },
  ])
  expect(sorted.explained.map((d) => d.operation)).toEqual(['a'])
  expect(sorted.unexplained.map((d) => d.operation)).toEqual(['c'])
  expect(sorted.idle.map((e) => e.field)).toEqual(['d'])
})
