import { expect, test } from 'vitest'
import { namesIn, pageAt, samePageIn, samePageOf } from './page-at'
import { type Page, pages } from './pages'
import { fill, routes } from './routes'

const everyPage = Object.entries<Page>(pages).map(([name, page]) => ({
  name,
  at: page.at,
  path: fill(
    page.at,
    namesIn(page.at).map((one) => `${one}-a`),
  ),
}))
const patternAt = (path: string) => pageAt(path)?.page.at

test.each(everyPage)('the address of $name is recognized, with its names', ({ name, at, path }) => {
  expect(pageAt(path)?.name).toBe(name)
  expect(Object.keys(pageAt(path)?.place ?? {})).toEqual(namesIn(at))
})

test.each(everyPage)(
  'switching the project on $name leads to a page of that project',
  ({ path }) => {
    const there = samePageIn('b', path)
    expect(namesIn(patternAt(there) ?? '')).toEqual(['groupId'])
    expect(pageAt(there)?.place).toEqual({ groupId: 'b' })
  },
)

test.each(everyPage)(
  'switching the organization on $name leads to one of its pages',
  ({ path }) => {
    const there = samePageOf('b', path)
    expect(namesIn(patternAt(there) ?? '')).toEqual(['orgId'])
    expect(pageAt(there)?.place).toEqual({ orgId: 'b' })
  },
)

const list = everyPage.filter(
  ({ at }) => namesIn(at).join() === 'groupId' && at.split('/').length > 3,
)
test.each(list)('$name stays the same page in another project', ({ at, path }) => {
  expect(patternAt(samePageIn('b', path))).toBe(at)
})

test.each([
  [routes.streamProcessor('a', 'w', 'p'), routes.streams('b')],
  [routes.backup('a', 'main'), routes.clusters('b')],
  [routes.searchIndex('a', 'main', 'i'), routes.clusters('b')],
  [routes.privateEndpoint('a', 'AWS', 's', 'e'), routes.privateEndpoints('b')],
  [routes.federatedDatabase('a', 't'), routes.dataFederation('b')],
  [routes.dataEndpoints('a'), routes.dataEndpoints('b')],
  [routes.pipeline('a', 'p'), routes.pipelines('b')],
  [routes.alert('a', 'x'), routes.alerts('b')],
  [routes.orgApiKey('o', 'k'), routes.apiKeys('b')],
  [routes.serviceAccounts('o'), routes.projectServiceAccounts('b')],
  [routes.orgActivity('o'), routes.activity('b')],
  [routes.orgSettings('o'), routes.clusters('b')],
  [routes.home(), routes.clusters('b')],
  ['/no/such/page', routes.clusters('b')],
])('%s in another project is %s', (from, to) => {
  expect(samePageIn('b', from)).toBe(to)
})

test.each([
  [routes.apiKeys('a'), routes.orgApiKeys('b')],
  [routes.orgApiKey('o', 'k'), routes.orgApiKeys('b')],
  [routes.resourcePolicy('o', 'p'), routes.resourcePolicies('b')],
  [routes.connectedOrg('o', 'x'), routes.federation('b')],
  [routes.clusters('a'), routes.federation('b')],
])('%s in another organization is %s', (from, to) => {
  expect(samePageOf('b', from)).toBe(to)
})
