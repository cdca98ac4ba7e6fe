import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { command } from '@/lib/ops/define'
import { sortOut } from './difference'
import { adding, book, differ, shelfId } from './example'
import { type Fragment, ref } from './fragment'

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
