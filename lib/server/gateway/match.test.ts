import { expect, test } from 'vitest'
import { allFacts } from '@/lib/atlas/facts'
import { isForGateway } from './elsewhere'
import { matchOf } from './match'

const group = '6c1f00000000000000000001'
const at = `/api/atlas/v2/groups/${group}`
const idOf = (method: string, path: string) => matchOf(method, path)?.operationId

test('every operation of Atlas is found by its method and path', () => {
  for (const [id, { method, path }] of allFacts()) {
    const found = matchOf(method, path.replaceAll(/\{(\w+)\}/g, 'x-$1'))
    expect(found?.operationId, path).toBe(id)
    for (const [name, value] of Object.entries(found?.params ?? {})) expect(value).toBe(`x-${name}`)
  }
})

test('a value is decoded once, and keeps slashes only where Atlas’s own ids have them', () => {
  expect(matchOf('DELETE', `${at}/accessList/10.0.0.0%2F8`)?.params.entryValue).toBe('10.0.0.0/8')
  const azure = '%2Fsubscriptions%2Fa%2FprivateEndpoints%2Fb'
  const endpoint = `${at}/privateEndpoint/AZURE/endpointService/${group}/endpoint/${azure}`
  expect(matchOf('GET', endpoint)?.params.endpointId).toBe('/subscriptions/a/privateEndpoints/b')
  expect(matchOf('GET', `${at}/clusters/100%25`)?.params.clusterName).toBe('100%')
  expect(matchOf('GET', `${at}/clusters/caf%C3%A9`)?.params.clusterName).toBe('café')
})

test.each([
  ['an empty segment', 'GET', '/api/atlas/v2//groups'],
  ['an empty segment at the end', 'GET', `${at}/clusters//x`],
  ['a trailing slash', 'GET', `${at}/clusters/`],
  ['an encoded slash', 'GET', `${at}/clusters/a%2Fb`],
  ['a slash encoded twice', 'GET', `${at}/clusters/a%252Fb`],
  ['an encoded backslash', 'GET', `${at}/clusters/a%5Cb`],
  ['a dot segment', 'GET', `${at}/clusters/..`],
  ['an encoded dot segment', 'GET', `${at}/clusters/%2e%2E`],
  ['a dot segment encoded twice', 'GET', `${at}/clusters/%252e%252e`],
  ['a dot segment in an address', 'DELETE', `${at}/accessList/10.0.0.0%2F..%2F..`],
  ['a path parameter', 'GET', `${at};x=1/clusters`],
  ['an encoded semicolon', 'GET', `${at}/clusters/a%3Bb`],
  ['NUL', 'GET', `${at}/clusters/a%00`],
  ['a line break', 'GET', `${at}/clusters/a%0D%0Ab`],
  ['overlong UTF-8', 'GET', `${at}/clusters/%C0%AE%C0%AE`],
  ['a broken escape', 'GET', `${at}/clusters/%zz`],
  ['raw bytes', 'GET', `${at}/clusters/caf\u00e9`],
  ['another case', 'GET', `${at}/Clusters`],
  ['another case of the prefix', 'GET', '/api/Atlas/v2/groups'],
  ['HEAD', 'HEAD', `${at}/clusters`],
  ['OPTIONS', 'OPTIONS', `${at}/clusters`],
  ['another method', 'PUT', `${at}/clusters`],
  ['a lower-case method', 'get', `${at}/clusters`],
  ['an encoded verb', 'DELETE', `${at}/clusters/a%3ArevokeMongoDBEmployeeAccess`],
  ['an unknown verb', 'POST', `${at}/clusters/a:explode`],
  ['an unknown path', 'GET', `${at}/everything`],
])('%s is no operation', (_, method, path) => {
  expect(idOf(method, path)).toBeUndefined()
})

test('a literal comes before a parameter, and a verb belongs to its operation', () => {
  expect(idOf('GET', '/api/atlas/v2/groups/byName/x')).toBe('getGroupByName')
  expect(idOf('POST', `${at}/clusters/a:revokeMongoDBEmployeeAccess`)).toBe(
    'revokeGroupClusterMongoDbEmployeeAccess',
  )
})

test('the gateway also answers what only looks like its paths, so that nothing else reads it differently', () => {
  for (const path of [
    '/api/atlas/v2/groups',
    '/api/atlas/v1.0/groups',
    '/api/private/ipinfo?x=1',
    '/api/public/v1.0',
    '//api//atlas/v2/groups',
    '/API/ATLAS/v2/groups',
    '/x/..%2fapi/atlas/v2/groups',
    '/%61pi/atlas/v2/groups',
    '/api%252fatlas/v2/groups',
    '/api;x/atlas/v2/groups',
    '/api/private/unauth/account/device/../../../../atlas/v2/groups',
  ])
    expect(isForGateway(path), path).toBe(true)
  for (const path of [
    '/api/ops/me.get',
    '/api/oauth/token',
    '/api/private/unauth/account/device/authorize',
    '/projects/x?path=/api/atlas/v2',
    '/_next/static/A.js',
  ])
    expect(isForGateway(path), path).toBe(false)
})
