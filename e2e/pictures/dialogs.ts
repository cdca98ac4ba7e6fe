/** Opens what the buttons of every page open, by the keyboard: pictures, no barriers, and neither the place nor what was typed is lost. */
import type { Page } from '@playwright/test'
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from '../fixtures'
import { apart, personaOf, visit, visitFull } from '../support/every-page'
import { barriersIn, callsOf, type Opener, openersOf, problemsOf } from '../support/openers'
import { approved, clusterNamed, filed, grantPanel } from '../support/requests'
import type { PersonaName } from '../support/sign-in'

/** Who can press the most on a page. */
const pressing: Partial<Record<PageName, PersonaName>> = {
  machines: 'admin',
  machine: 'admin',
  deliveries: 'admin',
  accessReviews: 'auditor',
  delegation: 'approver',
}

/** Every table has these. */
const ofTables = /^(Columns|Saved views|History of )/

async function foldProblems(page: Page, { name }: Opener, picture: string) {
  const button = page.getByRole('button', { name, exact: true }).first()
  await button.press('Enter')
  await expect(button.and(page.locator('[aria-expanded=false]'))).toHaveCount(0)
  return barriersIn(page, picture, 'main')
}

/** What is wrong with everything that the page opens, by what opens it. */
async function problemsOn(page: Page, all: readonly Opener[], answered: () => Promise<void>) {
  const problems: Record<string, readonly string[]> = {}
  const address = page.url()
  for (const one of all) {
    const picture = `${new URL(page.url()).pathname} ${one.what}`.replaceAll(/[^\w.]+/g, '-')
    const found = await (one.isFold
      ? foldProblems(page, one, picture)
      : problemsOf(page, one, picture, answered))
    if (found.length > 0) problems[one.what] = found
    if (page.url() === address && !one.isFold) continue
    await page.goto(address)
    await answered()
  }
  return problems
}

for (const name of (Object.keys(pages) as PageName[]).filter((one) => !apart.includes(one)))
  test(`dialogs of ${name}`, async ({ as }) => {
    const page = await as(pressing[name] ?? personaOf(name))
    const answered = callsOf(page)
    await visitFull(page, name)
    await answered()
    const all = await openersOf(page)
    const own = all.filter((one) => name === 'accessList' || !ofTables.test(one.name))
    expect(await problemsOn(page, own, answered)).toEqual({})
    const row = page.locator('tbody').getByRole('checkbox', { disabled: false }).first()
    if (!(await row.isVisible())) return
    await row.press('Space')
    await expect(page.getByText(/\S 1 selected$|settled from here/).first()).toBeVisible()
    const more = (await openersOf(page)).filter(({ what }) => !all.some((one) => one.what === what))
    expect(await problemsOn(page, more, answered), 'for a selected row').toEqual({})
  })

for (const persona of ['requester', 'approver'] as const)
  test(`dialogs of a request, as its ${persona}`, async ({ as, api, makeProject }) => {
    const project = await makeProject({ clusters: [{ name: clusterNamed('opens') }] })
    const id = await filed(await api('requester'), project)
    const page = await as(persona)
    const answered = callsOf(page)
    await visit(page, routes.request(id))
    expect(await problemsOn(page, await openersOf(page), answered)).toEqual({})
    await approved(await api('approver'), id)
    await visit(page, routes.request(id))
    await expect(grantPanel(page)).toBeVisible({ timeout: 30_000 })
    expect(await problemsOn(page, await openersOf(page), answered)).toEqual({})
  })

test('messages', async ({ as, makeProject, sandbox }) => {
  const { groupId } = await makeProject({ accessList: 1 })
  const page = await as('operator')
  await visit(page, routes.accessList(groupId))
  const remove = page.getByRole('button', { name: /^Remove / }).first()
  const dialog = page.getByRole('dialog')
  const match = { groupId, operationId: 'deleteGroupAccessListEntry' }
  await sandbox.fault({
    match,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await remove.press('Enter')
  await dialog.getByRole('button', { name: /^Remove/ }).press('Enter')
  await expect(dialog.getByText('USER_UNAUTHORIZED')).toBeVisible()
  expect(await barriersIn(page, 'refused'), 'refused').toEqual([])
  await dialog.getByRole('button', { name: /^Remove/ }).press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  // Messages stay while the keyboard is in them.
  await page.keyboard.press('Alt+t')
  expect(await barriersIn(page, 'done', 'body'), 'done').toEqual([])
})
