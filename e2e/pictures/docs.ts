/** Takes the pictures of the documentation: the first screen of some pages, light and wide. */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { allowAddresses } from '@/lib/ops/access-list'
import { routes } from '@/lib/routes'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { expect, test } from '../fixtures'
import { done } from '../support/api'
import { visit } from '../support/every-page'
import { machineToken } from '../support/machine'
import { filed } from '../support/requests'
import { look } from './still'

const folder = 'docs/pictures'
const MOST_BYTES = 150_000

async function picture(page: Page, name: string) {
  await look(page, { width: 1280, colorScheme: 'light' })
  // With a palette it takes half of the space.
  const png = await sharp(await page.screenshot())
    .png({ palette: true, dither: 0, effort: 10 })
    .toBuffer()
  expect(png.byteLength).toBeLessThan(MOST_BYTES)
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.png`, png)
}

const PROJECT = projectIdOf('payments-prod')
const SEARCH = { groupId: projectIdOf('search-platform'), clusterName: 'search-main' }

/** Waits until the collector has read every project of the new demo. */
async function collected(page: Page) {
  await expect(async () => {
    await visit(page, routes.home())
    await expect(page.getByText(/^Reading \d+ projects/)).toBeHidden({ timeout: 1_000 })
  }).toPass({ timeout: 240_000 })
}

test('overview, fleet and findings', async ({ as }) => {
  test.setTimeout(300_000)
  const page = await as('operator')
  await collected(page)
  await picture(page, 'overview')
  await page
    .getByRole('grid', { name: 'Posture of projects' })
    .evaluate((grid) => grid.closest('section')?.scrollIntoView())
  await picture(page, 'fleet')
  await visit(page, routes.findings())
  await picture(page, 'findings')
})

test('approvals', async ({ as, api }) => {
  const id = await filed(await api('requester'), {
    groupId: SEARCH.groupId,
    clusters: [{ name: 'search-suggest' }],
  })
  const page = await as('approver')
  await visit(page, routes.request(id))
  await picture(page, 'approvals')
})

test('access list and history', async ({ as, api }) => {
  const page = await as('operator')
  await visit(page, routes.accessList(PROJECT))
  await picture(page, 'access-list')
  // In production it would need a typed confirmation.
  const groupId = projectIdOf('payments-staging')
  const entry = { address: '198.51.100.20/32', comment: 'Office Porto' }
  await done(await api('operator'), allowAddresses, { groupId, entries: [entry] })
  await visit(page, routes.changes(groupId))
  await expect(page.getByText('Omar Haddad').nth(1)).toBeVisible()
  await picture(page, 'history')
})

test('search and streams', async ({ as }) => {
  const page = await as('operator')
  await visit(page, routes.search(SEARCH.groupId, SEARCH.clusterName))
  await picture(page, 'search')
  await visit(page, routes.streamWorkspace(projectIdOf('streams-eu'), 'orders-eu'))
  await picture(page, 'streams')
})

test('palette', async ({ as }) => {
  const page = await as('operator')
  await visit(page, routes.clusters(SEARCH.groupId))
  await page
    .getByRole('button', { name: /^Search/ })
    .last()
    .click()
  const dialog = page.getByRole('dialog', { name: 'Go to' })
  await dialog.getByRole('combobox').fill('search')
  await expect(dialog.getByRole('option').first()).toContainText('search')
  await expect(dialog.locator('.animate-spin')).toHaveCount(0)
  await picture(page, 'palette')
})

test('machines', async ({ as, api, playwright, baseURL }) => {
  const client = await playwright.request.newContext({ baseURL })
  const authorization = await machineToken(client, await api('admin'))
  const refused = await client.post(`/api/atlas/v2/groups/${PROJECT}/peers`, {
    data: { providerName: 'AWS', vpcId: 'vpc-0a1b2c3d4e5f60718', awsAccountId: '123456789012' },
    headers: {
      authorization,
      accept: 'application/vnd.atlas.2023-01-01+json',
      'content-type': 'application/vnd.atlas.2023-01-01+json',
      'user-agent':
        'terraform-provider-mongodbatlas/1.40.0 Terraform/1.9.5 Name/mongodbatlas_network_peering Operation/create',
    },
  })
  const { parameters } = (await refused.json()) as { parameters: string[] }
  const page = await as('approver')
  await visit(page, routes.request(parameters[0] ?? ''))
  await picture(page, 'machines')
})

test('explorer', async ({ as }) => {
  const page = await as('operator')
  await visit(page, routes.atlasOperation('getGroup'))
  await page.getByLabel('groupId').fill(PROJECT)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Atlas’s answer' })).toContainText('tags')
  await picture(page, 'explorer')
})
