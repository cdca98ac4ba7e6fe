/** Every page of lib/routes.ts in each state: accessible and without sideways scrolling, wide and narrow, light and dark. */
import type { Page } from '@playwright/test'
import { getProject } from '@/lib/ops/me'
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { addressOf, namesIn, visit, visitFull } from './support/every-page'
import { approved, clusterNamed, filed } from './support/requests'
import type { PersonaName } from './support/sign-in'

const looks = [
  { name: 'wide and light', width: 1280, colorScheme: 'light' },
  { name: 'narrow and dark', width: 320, colorScheme: 'dark' },
  { name: 'wide and dark', width: 1280, colorScheme: 'dark' },
  { name: 'narrow and light', width: 320, colorScheme: 'light' },
] as const

/** Each page without anything else to look at is seen in every look, and in the other states in the two that differ most. */
async function barriersOf(
  page: Page,
  axe: (page: Page) => Promise<string[]>,
  seen: readonly (typeof looks)[number][] = looks.slice(0, 2),
) {
  for (const { name, width, colorScheme } of seen) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 800 })
    expect(await axe(page), name).toEqual([])
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(scroll, `${name}: nothing scrolls sideways`).toBeLessThanOrEqual(width)
  }
  await expect(page).toHaveTitle(/Gatehouse/)
}

const names = Object.keys(pages) as PageName[]
/** Pages whose content is not in the demo data, or which a signed-in person does not see. */
const apart: readonly PageName[] = ['signIn', 'noRole', 'request', 'project', 'pipeline']
const ofProject = (name: PageName) => pages[name].at.startsWith('/projects/[groupId]/')
/** Pages whose names a new project has: it has one cluster and nothing else. */
const isList = (name: PageName) =>
  namesIn(pages[name].at).every((one) => one === 'groupId' || one === 'clusterName')

const personaOf = (name: PageName): PersonaName =>
  name === 'audit'
    ? 'auditor'
    : name === 'sessions' || name === 'connections' || name === 'erasures'
      ? 'admin'
      : 'operator'

for (const name of names.filter((one) => !apart.includes(one)))
  test(`${name} with content`, async ({ as, axe }) => {
    const page = await as(personaOf(name))
    await visitFull(page, name)
    await barriersOf(page, axe, looks)
  })

for (const name of names.filter((one) => ofProject(one) && isList(one)))
  test(`${name} of a new project`, async ({ as, axe, makeProject }) => {
    const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('new') }] })
    const page = await as('viewer')
    await visit(page, addressOf(pages[name].at, { groupId, clusterName: clusters[0]?.name ?? '' }))
    await barriersOf(page, axe)
  })

for (const name of names.filter((one) => ofProject(one) && !isList(one)))
  test(`${name} of something that does not exist`, async ({
    as,
    axe,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('none') }] })
    const page = await as('operator')
    await visit(page, addressOf(pages[name].at, { groupId, clusterName: clusters[0]?.name ?? '' }))
    await barriersOf(page, axe)
  })

const failures = {
  refused: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  failing: { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' },
} as const

for (const [state, fault] of Object.entries(failures))
  for (const name of names.filter((one) => ofProject(one) && isList(one)))
    test(`${name} while Atlas is ${state}`, async ({ as, api, axe, makeProject, sandbox }) => {
      const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed(state) }] })
      await done(await api('operator'), getProject, { groupId })
      await sandbox.fault({ match: { groupId, method: 'GET' }, times: 1000, fault })
      const page = await as('operator')
      await visit(
        page,
        addressOf(pages[name].at, { groupId, clusterName: clusters[0]?.name ?? '' }),
      )
      await barriersOf(page, axe)
    })

for (const name of ['audit', 'sessions', 'connections', 'erasures'] as const)
  test(`${name} without the role`, async ({ as, axe }) => {
    const page = await as('viewer')
    await visit(page, routes[name]())
    await barriersOf(page, axe)
  })

test('a person without a role', async ({ as, axe }) => {
  const page = await as('outsider')
  await page.goto(routes.home())
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await barriersOf(page, axe, looks)
})

test('signIn', async ({ page, axe }) => {
  await page.goto(routes.signIn())
  await barriersOf(page, axe, looks)
})

for (const persona of ['approver', 'requester', 'viewer'] as const)
  test(`a request before and after approval, as ${persona}`, async ({
    as,
    api,
    axe,
    makeProject,
  }) => {
    const project = await makeProject({ clusters: [{ name: clusterNamed('a11y') }] })
    const id = await filed(await api('requester'), project)
    const page = await as(persona)
    await visit(page, routes.request(id))
    await barriersOf(page, axe, looks)
    await approved(await api('approver'), id)
    await visit(page, routes.request(id))
    await barriersOf(page, axe)
  })

test('a request that does not exist', async ({ as, axe, expectedProblems }) => {
  expectedProblems.push(/status of 404/)
  const page = await as('viewer')
  await visit(page, routes.request('0'.repeat(26)))
  await expect(page.getByText('Not found', { exact: true })).toBeVisible()
  await barriersOf(page, axe)
})

test('a request form with its cluster', async ({ as, axe, makeProject }) => {
  const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('form') }] })
  const page = await as('requester')
  await page.goto(routes.newRequest({ groupId, clusterName: clusters[0]?.name ?? '' }))
  await expect(page.getByText('Policy rule:')).toBeVisible()
  await barriersOf(page, axe, looks)
})

for (const tab of ['for-me', 'live', 'mine', 'settled'] as const)
  test(`approvals, tab ${tab}`, async ({ as, axe }) => {
    const page = await as(tab === 'mine' ? 'requester' : 'viewer')
    await visit(page, routes.approvals(tab))
    await barriersOf(page, axe)
  })

test('the menus and the list of shortcuts', async ({ as, axe }) => {
  const page = await as('viewer')
  await visit(page, routes.home())
  await page.keyboard.press('/')
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible()
  await barriersOf(page, axe)
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await barriersOf(page, axe)
})
