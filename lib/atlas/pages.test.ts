import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Connection, connect } from './connection'
import { allPages } from './pages'
import {
  aRead,
  aServiceAccount,
  json,
  type ScriptedAtlas,
  scriptedAtlas,
} from './testing/scripted-atlas'

let atlas: ScriptedAtlas
let connection: Connection

beforeEach(async () => {
  atlas = await scriptedAtlas()
  connection = connect({
    name: 'main',
    baseUrl: atlas.url,
    credentials: aServiceAccount,
    requestsPerMinute: 60_000,
  })
})
afterEach(async () => {
  await connection.close()
  await atlas.close()
})

const events = {
  op: 'listGroupEvents',
  version: '2023-01-01',
  path: { groupId: 'a' },
  requestId: 'r',
}
const all = (call = events) => allPages(connection.call, call)
const queries = () =>
  atlas.calls.map((call) => Object.fromEntries(new URL(call.url, atlas.url).searchParams))
const rows = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)

/** A list of so many rows, served in pages of at most `cap`. */
const listOf =
  (count: number, cap = 500, more: Record<string, unknown> = {}): ScriptedAtlas['script'] =>
  (request, response, n) => {
    const query = new URL(request.url, atlas.url).searchParams
    const size = Math.min(cap, Number(query.get('itemsPerPage')))
    const from = (Number(query.get('pageNum')) - 1) * size
    const results = rows(from, Math.max(0, Math.min(size, count - from)))
    const total = query.get('includeCount') === 'false' ? {} : { totalCount: count }
    json(200, { results, links: [{ rel: 'self' }], ...total, ...more })(request, response, n)
  }

describe('every page of a list', () => {
  test.each([0, 1, 499, 500, 501, 1_400])('of %i rows', async (count) => {
    atlas.script = listOf(count)
    const { body } = await all()
    expect(body).toEqual({ results: rows(0, count), totalCount: count })
  })

  test('requests 500 rows at a time', async () => {
    atlas.script = listOf(700)
    await all()
    expect(queries()).toEqual([
      { pageNum: '1', itemsPerPage: '500' },
      { pageNum: '2', itemsPerPage: '500' },
    ])
  })

  test('is read when pages are shorter than requested', async () => {
    atlas.script = listOf(230, 100)
    expect((await all()).body).toMatchObject({ results: rows(0, 230), totalCount: 230 })
  })

  test.each([{ totalCount: '230' }, { totalCount: undefined, links: [null, { rel: 'next' }] }])(
    'is read when %j tells of more',
    async (more) => {
      atlas.script = (request, response, n) =>
        listOf(230, 100, n < 3 ? more : { totalCount: undefined })(request, response, n)
      expect((await all()).body).toMatchObject({ results: rows(0, 230), totalCount: 230 })
    },
  )

  test('is read when the count is too low', async () => {
    atlas.script = listOf(600, 500, { totalCount: 500 })
    expect((await all()).body).toMatchObject({ results: rows(0, 600), totalCount: 600 })
  })

  test('is read without the count when counting takes too long', async () => {
    atlas.script = (request, response, n) =>
      request.url.includes('includeCount=false')
        ? listOf(600)(request, response, n)
        : json(500, { errorCode: 'TIMEOUT_WHILE_PAGING' })(request, response, n)
    expect((await all()).body).toEqual({ results: rows(0, 600), totalCount: 600 })
    expect(atlas.calls).toHaveLength(3)
  })

  test('ends after 200 pages and is marked incomplete', async () => {
    atlas.script = (request, response, n) =>
      json(200, { results: [n], links: [{ rel: 'next' }] })(request, response, n)
    expect((await all()).body).toMatchObject({ incomplete: true, totalCount: 200 })
    expect(atlas.calls).toHaveLength(200)
  })

  test('counts a row once that moved to the next page, and says when one is missing', async () => {
    const moved =
      (totalCount: number): ScriptedAtlas['script'] =>
      (request, response, n) => {
        const page = Number(new URL(request.url, atlas.url).searchParams.get('pageNum'))
        const results = [[], [{ a: 1 }, { a: 2 }], [{ a: 2 }, { a: 3 }]][page] ?? []
        json(200, { results, totalCount })(request, response, n)
      }
    const results = [{ a: 1 }, { a: 2 }, { a: 3 }]
    atlas.script = moved(3)
    expect((await all()).body).toEqual({ results, totalCount: 3 })
    atlas.script = moved(5)
    expect((await all()).body).toEqual({ results, totalCount: 5, incomplete: true })
  })

  test('is read once when pages repeat', async () => {
    atlas.script = json(200, { results: [1, 2], totalCount: 121, links: [{ rel: 'next' }] })
    expect((await all()).body).toEqual({ results: [1, 2], totalCount: 121, incomplete: true })
    expect(atlas.calls).toHaveLength(2)
  })

  test('ends when pages repeat in turns, or in another order', async () => {
    const turns = [rows(0, 500), rows(500, 500)]
    atlas.script = (request, response, n) =>
      json(200, { results: turns[(n - 1) % 2] })(request, response, n)
    const { body } = await all()
    expect(body).toMatchObject({ totalCount: 1000, incomplete: true })
    expect(atlas.calls).toHaveLength(3)
    atlas.script = (request, response, n) =>
      json(200, { results: n % 2 ? rows(0, 500) : rows(0, 500).reverse() })(request, response, n)
    expect((await all()).body).toMatchObject({ totalCount: 500, incomplete: true })
    expect(atlas.calls).toHaveLength(5)
  })

  test('fails as a whole when one page fails', async () => {
    atlas.script = (request, response, n) =>
      request.url.includes('pageNum=2')
        ? json(404, { errorCode: 'GROUP_NOT_FOUND' })(request, response, n)
        : listOf(600)(request, response, n)
    await expect(all()).rejects.toMatchObject({ kind: 'not-found' })
  })
})

test('a bare array and an operation without pages are returned as they are', async () => {
  atlas.script = json(200, [1, 2])
  expect((await all()).body).toEqual([1, 2])
  expect((await all(aRead)).body).toEqual([1, 2])
  expect(queries()[1]).toEqual({})
})
