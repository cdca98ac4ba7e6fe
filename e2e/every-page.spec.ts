/** Every page of lib/routes.ts in each state: accessible and without sideways scrolling, wide and narrow, light and dark. */
import type { Page } from '@playwright/test'
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { inLooks } from './support/axe'
import {
  addressOf,
  apart,
  canBeStale,
  failure,
  isOfOrg,
  isOfProject,
  namesIn,
  outOfDate,
  ownPlace,
  personaOf,
  refusal,
  startedReview,
  visit,
  visitFull,
} from './support/every-page'
import { approved, clusterNamed, filed } from './support/requests'

/** Each page without anything else to look at is seen in every look, and in the other states in the two that differ most. */
async function barriersOf(page: Page, isAll = false) {
  await inLooks(page, { isAll })
  await expect(page).toHaveTitle(/Gatehouse/)
}

const names = Object.keys(pages) as PageName[]
for (const name of names.filter((one) => !apart.includes(one)))
  test(`${name} with content, without a call that fails`, async ({ as }) => {
    const page = await as(personaOf(name))
    const failed: string[] = []
    page.on('response', (answer) => {
      // People open this page to see whether Atlas still answers.
      const isEnded = name === 'pipelines' && answer.url().endsWith('/pipelines.list')
      if (answer.status() >= 400 && !isEnded) failed.push(`${answer.status()} ${answer.url()}`)
    })
    await visitFull(page, name)
    await barriersOf(page, true)
    expect(failed).toEqual([])
  })

test('accessReview with content', async ({ as, api }) => {
  const page = await as('operator')
  await visit(page, routes.accessReview(await startedReview(api)))
  await barriersOf(page, true)
})

for (const name of names.filter(
  (one) => pages[one].at.startsWith('/projects/[groupId]/') && !isOfProject(pages[one].at),
))
  test(`${name} of something that does not exist`, async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('none') }] })
    const page = await as('operator')
    await visit(page, addressOf(pages[name].at, { groupId, clusterName: clusters[0]?.name ?? '' }))
    await barriersOf(page)
  })

for (const name of names.filter((one) => isOfProject(pages[one].at) || isOfOrg(pages[one].at)))
  test(`${name} that is new, out of date, refused by Atlas, and while Atlas fails`, async ({
    as,
    api,
    makeProject,
    sandbox,
  }) => {
    const setting = { makeProject, sandbox, session: await api('operator') }
    const [own, refused, failing] = await Promise.all([
      ownPlace(name, setting),
      ownPlace(name, setting),
      ownPlace(name, setting),
    ])
    const page = await as('viewer')
    await visit(page, own.address)
    await barriersOf(page)

    if (canBeStale(name)) {
      await sandbox.fault({ match: own.reads, times: 1000, fault: refusal })
      await outOfDate(page)
      await barriersOf(page)
    }

    await sandbox.fault({ match: refused.reads, times: 1000, fault: refusal })
    await visit(page, refused.address)
    await barriersOf(page)

    await sandbox.fault({ match: failing.reads, times: 1000, fault: failure })
    await visit(page, failing.address)
    await barriersOf(page)
  })

for (const name of names.filter(
  (one) => namesIn(pages[one].at).length === 0 && !apart.includes(one),
))
  test(`${name} out of date without a network`, async ({ as, expectedProblems }) => {
    expectedProblems.push(/ERR_INTERNET_DISCONNECTED/)
    const page = await as(personaOf(name))
    await visit(page, pages[name].at)
    await page.context().setOffline(true)
    await expect(page.getByText(/offline/i).first()).toBeVisible()
    await barriersOf(page)
  })

for (const name of ['audit', 'sessions', 'connections', 'health', 'erasures'] as const)
  test(`${name} without the role`, async ({ as }) => {
    const page = await as('viewer')
    await visit(page, routes[name]())
    await barriersOf(page)
  })

test('a person without a role', async ({ as }) => {
  const page = await as('outsider')
  await page.goto(routes.home())
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await barriersOf(page, true)
})

test('signIn', async ({ page }) => {
  await page.goto(routes.signIn())
  await barriersOf(page, true)
})

for (const persona of ['approver', 'requester', 'viewer'] as const)
  test(`a request before and after approval, as ${persona}`, async ({ as, api, makeProject }) => {
    const project = await makeProject({ clusters: [{ name: clusterNamed('a11y') }] })
    const id = await filed(await api('requester'), project)
    const page = await as(persona)
    await visit(page, routes.request(id))
    await barriersOf(page, true)
    await approved(await api('approver'), id)
    await visit(page, routes.request(id))
    await barriersOf(page)
  })

test('a request that does not exist', async ({ as, expectedProblems }) => {
  expectedProblems.push(/status of 404/)
  const page = await as('viewer')
  await visit(page, routes.request('0'.repeat(26)))
  await expect(page.getByText('Not found', { exact: true })).toBeVisible()
  await barriersOf(page)
})

test('a request form with its cluster', async ({ as, makeProject }) => {
  const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('form') }] })
  const page = await as('requester')
  await page.goto(routes.newRequest({ groupId, clusterName: clusters[0]?.name ?? '' }))
  await expect(page.getByText('Policy rules:')).toBeVisible()
  await barriersOf(page, true)
})

for (const tab of ['for-me', 'live', 'mine', 'settled'] as const)
  test(`approvals, tab ${tab}`, async ({ as }) => {
    const page = await as(tab === 'mine' ? 'requester' : 'viewer')
    await visit(page, routes.approvals(tab))
    await barriersOf(page)
  })

test('backup while it loads', async ({ as, api, makeProject, sandbox }) => {
  const setting = { makeProject, sandbox, session: await api('operator') }
  const { address, reads } = await ownPlace('backup', setting)
  await sandbox.fault({ match: reads, times: 100, fault: { kind: 'latency', ms: 4_000 } })
  const page = await as('operator')
  await page.goto(address)
  await expect(page.locator('[aria-busy=true]').first()).toBeVisible()
  await barriersOf(page)
})

for (const name of ['home', 'accessList', 'auditReport'] as const)
  test(`${name} on paper`, async ({ as, axe }) => {
    const page = await as(personaOf(name))
    await visitFull(page, name)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText('Skip to content')).toBeHidden()
    expect(await axe(page, 'colors')).toEqual([])
  })

const searchPlatform = '63628d00e6824f1b7d2db2af'

test('the menus and the list of shortcuts', async ({ as, axe }) => {
  const page = await as('viewer')
  await visit(page, routes.accessList(searchPlatform))
  for (const name of [/, account and theme$/, 'Columns and export', 'Saved views']) {
    await page.getByRole('button', { name }).first().click()
    await expect(page.getByRole('menu')).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axe(page, undefined, '[role=menu]'), colorScheme).toEqual([])
    }
    await page.keyboard.press('Escape')
  }
  // In a long list, `/` leads to the list's own search.
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible()
  await inLooks(page, { within: '[role=dialog]' })
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await inLooks(page, { within: '[role=dialog]' })
})
