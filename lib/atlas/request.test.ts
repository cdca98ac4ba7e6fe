import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { character } from '@/scripts/testing/character'
import { fact } from './facts'
import { buildRequest } from './request'
import { aChange, aRead } from './testing/scripted-atlas'

describe('a request', () => {
  test('carries the pinned media type, the user agent and the exact body', () => {
    expect(buildRequest(aChange)).toEqual({
      method: 'POST',
      path: '/api/atlas/v2/groups/0123456789abcdef01234567/clusters/orders-eu:grantMongoDBEmployeeAccess',
      headers: {
        accept: 'application/vnd.atlas.2024-08-05+json',
        'accept-encoding': 'identity',
        'content-type': 'application/vnd.atlas.2024-08-05+json',
        'user-agent': expect.stringMatching(/^gatehouse\/\d/),
        'x-request-id': 'req-2',
      },
      body: aChange.body,
    })
    expect(buildRequest(aRead).headers).not.toHaveProperty('content-type')
  })

  test('repeats a query parameter for each value and omits undefined', () => {
    const { path } = buildRequest({
      op: 'listGroupEvents',
      version: '2023-01-01',
      path: { groupId: 'a' },
      query: { eventType: ['A', 'B&C'], pageNum: 2, minDate: undefined },
      requestId: 'r',
    })
    expect(path).toBe('/api/atlas/v2/groups/a/events?eventType=A&eventType=B%26C&pageNum=2')
  })

  test('encodes a CIDR block once, as one segment', () => {
    const { path } = buildRequest({
      op: 'deleteGroupAccessListEntry',
      version: '2023-01-01',
      path: { groupId: 'a', entryValue: '2001:db8::/32' },
      requestId: 'r',
    })
    expect(path).toBe('/api/atlas/v2/groups/a/accessList/2001%3Adb8%3A%3A%2F32')
  })

  test.each(['', '.', '..', 'a\ud800'])('refuses %j, which cannot be a segment', (clusterName) => {
    const call = { ...aChange, path: { ...aChange.path, clusterName } }
    expect(() => buildRequest(call)).toThrow(OpError)
  })

  test('names a missing parameter', () => {
    expect(() => buildRequest({ ...aRead, path: { groupId: 'a' } })).toThrow(/clusterName/)
  })
})

describe('W4: values that look like paths cannot change the path', () => {
  const nasty = fc.oneof(
    { weight: 2, arbitrary: fc.string({ unit: character, minLength: 1 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', minLength: 1 }) },
    {
      weight: 6,
      arbitrary: fc
        .array(
          fc.constantFrom(
            ...['/', '\\', ':', '%', '%2f', '%2F', '%252f', '..', '../', '.', '?', '#', ';', '&'],
            ...['\u2024', '\u2025', '\uff0f', '\u2215', '\uff1a', '\u0000', '\r\n', ' ', '@', 'x'],
            ':revokeMongoDBEmployeeAccess',
          ),
          { minLength: 1, maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    },
  )

  test.each([
    ['grantGroupClusterMongoDbEmployeeAccess', '2024-08-05', 'clusterName'],
    ['deleteGroupAccessListEntry', '2023-01-01', 'entryValue'],
  ])('%s', (op, version, last) => {
    const template = fact(op).path.split('/')
    fc.assert(
      fc.property(nasty, nasty, (groupId, value) => {
        fc.pre(![groupId, value].some((v) => v === '.' || v === '..'))
        const { path } = buildRequest({
          op,
          version,
          path: { groupId, [last]: value },
          requestId: 'r',
        })
        // As a URL parser sees it: dot segments resolved, without query and fragment.
        const url = new URL(path, 'http://atlas.test')
        expect(url.pathname).toBe(path)
        expect(url.search + url.hash).toBe('')
        const decoded = path.split('/').map(decodeURIComponent)
        expect(decoded).toEqual(
          template.map((part) =>
            part.replace('{groupId}', () => groupId).replace(`{${last}}`, () => value),
          ),
        )
        // Colons in values are encoded, so no value can name another action.
        const colons = (text: string) => text.split(':').length
        expect(colons(path)).toBe(colons(template.join('/')))
      }),
      { numRuns: 1_000 },
    )
  })
})
