import { describe, expect, it } from 'vitest'
import { projectOf, routePatterns, routes, samePageIn } from './routes'

describe('internal addresses', () => {
  it('cannot be led elsewhere by what stands in them', () => {
    expect(routes.cluster('a/../b', '../../x?y#z')).toBe(
      '/projects/a%2F..%2Fb/clusters/..%2F..%2Fx%3Fy%23z',
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

  it('lead to the same page of another project', () => {
    expect(samePageIn('b', routes.accessList('a'))).toBe(routes.accessList('b'))
    expect(samePageIn('b', routes.cluster('a', 'main'))).toBe(routes.clusters('b'))
    expect(samePageIn('b', routes.approvals())).toBe(routes.clusters('b'))
  })

  it('are one for each page', () => {
    expect(new Set(routePatterns).size).toBe(routePatterns.length)
  })
})
