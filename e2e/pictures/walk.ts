/** Takes a picture of every page of lib/pages.ts and of /dev/components, in each width and theme. */
import type { Page } from '@playwright/test'
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from '../fixtures'
import { personaOf, visit, visitFull } from '../support/every-page'
import { clusterNamed, filed } from '../support/requests'

/** Not in git, except those that the documentation shows. */
const folder = 'pictures'
const inDocs: Partial<Record<PageName, string>> = {
  request: 'docs/overview.png',
}

const widths = [1280, 360]
const themes = ['light', 'dark'] as const

async function takePictures(page: Page, name: string) {
  for (const width of widths)
    for (const colorScheme of themes) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // Long tables and charts follow the width.
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      await page.screenshot({
        path: `${folder}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      })
    }
}

/** The first screen, light and wide. */
async function forDocs(page: Page, name: PageName) {
  const path = inDocs[name]
  if (!path) return
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.screenshot({ path })
}

const names = Object.keys(pages) as PageName[]
/** Those that lead elsewhere, have nothing to show in the demo data, or are shown to other people. */
const apart: readonly PageName[] = ['signIn', 'noRole', 'request', 'project', 'pipeline']

for (const name of names.filter((one) => !apart.includes(one)))
  test(name, async ({ as }) => {
    const page = await as(personaOf(name))
    await visitFull(page, name)
    await takePictures(page, name)
    await forDocs(page, name)
  })

test('request', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('orders') }] })
  const id = await filed(await api('requester'), project)
  const page = await as('approver')
  await visit(page, routes.request(id))
  await takePictures(page, 'request')
  await forDocs(page, 'request')
})

test('signIn', async ({ page }) => {
  await page.goto(routes.signIn())
  await takePictures(page, 'signIn')
})

test('noRole', async ({ as }) => {
  const page = await as('outsider')
  await page.goto(routes.home())
  await takePictures(page, 'noRole')
})

test('components', async ({ page, problems }) => {
  await page.goto('/dev/components')
  await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible()
  // One panel shows how it looks while loading.
  await expect(page.getByText('office-berlin').first()).toBeVisible()
  for (const width of widths)
    for (const colorScheme of themes) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({
        path: `${folder}/components-${width}-${colorScheme}.png`,
        fullPage: true,
      })
    }
  // Its failing panels log the calls that failed.
  problems.length = 0
})
