import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { visit } from './support/every-page'
import type { PersonaName } from './support/sign-in'

type Case = {
  persona?: PersonaName
  to: (groupId: string) => string
  /** What people do, and the parameter that keeps it. */
  act: (page: Page, groupId: string) => Promise<unknown>
  param: string
  /** Visible while the state is there. */
  shows: (page: Page) => ReturnType<Page['locator']>
}

const dialog = (page: Page) => page.getByRole('dialog')

/** One of each kind of state. */
const cases: Record<string, Case> = {
  'a tab': {
    persona: 'approver',
    to: () => routes.approvals(),
    act: (page) => page.getByRole('tab', { name: /^Closed/ }).click(),
    param: 'tab',
    shows: (page) => page.getByRole('tab', { name: /^Closed/, selected: true }),
  },
  sorting: {
    to: () => routes.permissions(),
    act: (page) => page.getByRole('columnheader').first().getByRole('button').click(),
    param: '-sort',
    shows: (page) => page.locator('th[aria-sort=ascending]'),
  },
  'what was typed in a search': {
    to: () => routes.permissions(),
    act: async (page) => {
      const search = page.getByRole('searchbox').first()
      await search.fill('a')
      await has(page, '-q').toBe(true)
      await search.fill('ac')
      // Back drops what the URL does not have yet.
      await expect(page).toHaveURL(/-q=ac$/)
    },
    param: '-q',
    shows: (page) => page.getByRole('status').filter({ hasText: /^\d+ of \d+ / }),
  },
  'a choice of members': {
    to: (groupId) => routes.hotNamespaces(groupId, 'main'),
    act: (page) => page.getByLabel('Members').selectOption('SECONDARY'),
    param: 'view',
    shows: (page) => page.locator('select:has(option[value=SECONDARY]:checked)'),
  },
  'a form of a button': {
    to: () => routes.machines(),
    act: (page) =>
      page
        .getByRole('button', { name: /Create machine|Create/ })
        .first()
        .click(),
    persona: 'admin',
    param: 'form',
    shows: dialog,
  },
  'a view of a list': {
    to: routes.alerts,
    act: (page) => page.getByRole('button', { name: 'All', exact: true }).click(),
    param: 'show',
    shows: (page) => page.locator('button[aria-pressed=true]').filter({ hasText: 'All' }),
  },
  'a form': {
    to: routes.accessList,
    act: (page) => page.getByRole('button', { name: 'Allow address' }).first().click(),
    param: 'panel',
    shows: dialog,
  },
  'a form of a page with a list': {
    to: routes.clusters,
    act: (page) => page.getByRole('button', { name: 'Create flex cluster' }).click(),
    param: 'form',
    shows: dialog,
  },
  'a time range': {
    to: (groupId) => routes.hotNamespaces(groupId, 'main'),
    act: (page) => page.getByRole('button', { name: '7 days' }).click(),
    param: 'period',
    shows: (page) => page.locator('button[aria-pressed=true]').filter({ hasText: '7 days' }),
  },
  'a read of the explorer': {
    to: () => routes.atlasOperation('listGroupClusters'),
    act: async (page, groupId) => {
      await page.getByLabel('groupId').fill(groupId)
      await page.getByRole('button', { name: 'Read', exact: true }).click()
    },
    param: 'input',
    shows: (page) => page.getByRole('cell', { name: 'main', exact: true }),
  },
}

const has = (page: Page, param: string) =>
  expect.poll(() => [...new URL(page.url()).searchParams.keys()].some((key) => key.endsWith(param)))

for (const [name, { persona = 'operator', to, act, param, shows }] of Object.entries(cases))
  test(`${name} is in the URL, survives a reload, and follows Back and Forward`, async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject({ clusters: [{ name: 'main' }] })
    const page = await as(persona)
    await visit(page, to(groupId))
    await expect(shows(page)).toHaveCount(0)
    await act(page, groupId)
    await expect(shows(page).first()).toBeVisible()
    await has(page, param).toBe(true)
    await page.goBack()
    await expect(shows(page)).toHaveCount(0)
    await page.goForward()
    await expect(shows(page).first()).toBeVisible()
    await page.reload()
    await expect(shows(page).first()).toBeVisible()
    await has(page, param).toBe(true)
  })
