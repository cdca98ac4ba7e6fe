import { describe, expect, it } from 'vitest'
import { pageOf } from './client/page-of'
import { clusterOf, isWithin, orgOf, projectOf } from './client/place-in-path'
import { samePageIn } from './page-at'
import { routePatterns, routes } from './routes'

describe('internal addresses', () => {
  it('ignore path separators and dots in their parts', () => {
    expect(routes.cluster('a/../b', '../../x?y#z')).toBe(
      '/projects/a%2F..%2Fb/clusters/..%2F..%2Fx%3Fy%23z',
    )
    const base = 'http://x'
    for (const name of ['.', '..'])
      expect(new URL(routes.streamProcessor('p', 'w', name), base).pathname).toMatch(
        /^\/projects\/p\/streams\/w\/[^./]+$/,
      )
  })

  it('carry the start of a request', () => {
    const url = new URL(
      routes.newRequest({ groupId: 'g', op: 'access.allow', input: { a: '&' } }),
      'http://x',
    )
    expect(Object.fromEntries(url.searchParams)).toEqual({
      groupId: 'g',
      op: 'access.allow',
      input: '{"a":"&"}',
    })
  })

  it('know the project they are inside of', () => {
    expect(projectOf(routes.accessList('abc'))).toBe('abc')
    expect(projectOf(routes.approvals())).toBeUndefined()
  })

  it('know the organization and the cluster they are inside of', () => {
    expect(orgOf(routes.connectedOrg('abc', 'def'))).toBe('abc')
    expect(orgOf(routes.streams('abc'))).toBeUndefined()
    expect(clusterOf(routes.restoreJob('p', 'a/b: é', 'j'))).toEqual({
      groupId: 'p',
      clusterName: 'a/b: é',
    })
    expect(clusterOf(routes.clusters('p'))).toBeUndefined()
    expect(clusterOf('/projects/p/clusters/%E0%A4%A')).toBeUndefined()
  })

  it('tell whether they are of a page or further inside it, however they were typed', () => {
    expect(isWithin('/projects/p/clusters/a:b/backup', routes.cluster('p', 'a:b'))).toBe(true)
    expect(isWithin(routes.cluster('p', 'main2'), routes.cluster('p', 'main'))).toBe(false)
    expect(isWithin(routes.cluster('p', 'main'), routes.cluster('p', 'main'))).toBe(true)
  })

  it('lead to the same page of another project', () => {
    expect(samePageIn('b', routes.accessList('a'))).toBe(routes.accessList('b'))
    expect(samePageIn('b', routes.cluster('a', 'main'))).toBe(routes.clusters('b'))
    expect(samePageIn('b', routes.streamProcessor('a', 'w', 'p'))).toBe(routes.streams('b'))
    expect(samePageIn('b', routes.approvals())).toBe(routes.clusters('b'))
  })

  it('are one for each page', () => {
    expect(new Set(routePatterns).size).toBe(routePatterns.length)
  })
})

describe('the page of an operation', () => {
  const place = { groupId: 'a'.repeat(24), clusterName: 'main', tenantName: 'events' }

  it.each([
    ['access.allow', 'Access list of this project', routes.accessList(place.groupId)],
    ['flexBackup.restore', 'Backup of main', routes.backup(place.groupId, 'main')],
    ['flexClusters.delete', 'Overview of main', routes.cluster(place.groupId, 'main')],
    [
      'streams.createProcessor',
      'Stream workspace events',
      routes.streamWorkspace(place.groupId, 'events'),
    ],
    ['federation.delete', 'Federation of this organization', routes.federation('b'.repeat(24))],
  ])('%s is the %s', (op, label, href) => {
    expect(pageOf(op, place, 'b'.repeat(24))).toEqual({ label, href })
  })

  it('is the one its input has a place for', () => {
    const { groupId } = place
    expect(pageOf('streams.acceptPeering', { groupId }, '')).toEqual({
      label: 'Streams of this project',
      href: routes.streams(groupId),
    })
    expect(pageOf('requests.file', place, '')).toBeUndefined()
  })
})
