import { expect, test } from 'vitest'
import { clusterPages, routes } from '@/lib/routes'
import { currentTab } from './page-tabs'

const tabs = clusterPages.map(({ label, to }) => ({ label, href: to('p', 'main') }))
const at = (pathname: string) => currentTab(pathname, tabs)?.label

test('a tab is current on its page and on the pages inside it', () => {
  expect(at(routes.cluster('p', 'main'))).toBe('Overview')
  expect(at(routes.restoreJob('p', 'main', 'j'))).toBe('Backup')
  expect(at(routes.search('p', 'main'))).toBe('Search')
  expect(at(routes.cluster('p', 'other'))).toBeUndefined()
})
