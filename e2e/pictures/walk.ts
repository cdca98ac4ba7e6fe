/** Takes a picture of every page of lib/pages.ts and of /dev/components, in each width and theme. */
import { type PageName, pages } from '@/lib/pages'
import { routes } from '@/lib/routes'
import { expect, test } from '../fixtures'
import { apart, personaOf, startedReview, visit, visitFull } from '../support/every-page'
import { clusterNamed, filed } from '../support/requests'
import { takePictures } from './still'

const names = Object.keys(pages) as PageName[]
for (const name of names.filter((one) => !apart.includes(one)))
  test(name, async ({ as }) => {
    const page = await as(personaOf(name))
    await visitFull(page, name)
    await takePictures(page, name)
  })

test('request', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('orders') }] })
  const id = await filed(await api('requester'), project)
  const page = await as('approver')
  await visit(page, routes.request(id))
  await takePictures(page, 'request')
})

test('accessReview', async ({ as, api }) => {
  const page = await as('operator')
  await visit(page, routes.accessReview(await startedReview(api)))
  await takePictures(page, 'accessReview')
})

test('find', async ({ as }) => {
  const page = await as('viewer')
  await visit(page, routes.find('0'.repeat(24)))
  await takePictures(page, 'find')
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

test('components', async ({ page, expectedProblems }) => {
  // Its failing panels log the calls that failed.
  expectedProblems.push(/./)
  await page.goto('/dev/components')
  await expect(page.getByRole('heading', { level: 1, name: 'Components' })).toBeVisible()
  await expect(page.getByText('office-berlin').first()).toBeVisible()
  await takePictures(page, 'components', 20_000)
})
