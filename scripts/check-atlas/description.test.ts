import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { command, query } from '@/lib/ops/define'
import { adding, book, differ, list, shelfId } from './example'
import type { Fragment } from './fragment'

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
