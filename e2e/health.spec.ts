import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('an admin sees what needs attention, each part, and saves it as JSON', async ({ as }) => {
  const page = await as('admin')
  await page.goto(routes.home())
  await page.getByRole('link', { name: 'Health' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Health' })).toBeVisible()
  for (const part of [
    'Needs attention',
    'Queues',
    'Audit log',
    'Consoles',
    'Connections',
    'Background loops',
  ])
    await expect(page.getByRole('heading', { level: 2, name: part })).toBeVisible()
  // The sandbox has grants from outside from the start.
  const outside = page.getByRole('listitem').filter({ hasText: 'outside Gatehouse' })
  await expect(outside.getByRole('link', { name: 'View requests' })).toBeVisible()
  await expect(page.getByText('Answered this page')).toBeVisible()
  await page.getByRole('button', { name: 'Show all loops' }).click()
  await expect(page.getByRole('row', { name: /outside Gatehouse/ }).last()).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as JSON' }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  expect(
    z.looseObject({ queues: z.unknown(), replicas: z.unknown() }).parse(JSON.parse(text)).replicas,
  ).toMatchObject({ why: null })
  const answer = await page.request.get('/api/health/details')
  expect(answer.status()).toBe(200)
  await outside.getByRole('link', { name: 'View requests' }).click()
  await expect(page).toHaveURL(/approvals/)
})

test('others see who can open it, and get no data', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.health())
  await expect(page.getByText(/Only admins can/)).toBeVisible()
  expect((await page.request.get('/api/health/details')).status()).toBe(403)
})

test('a page view in the sample reports how fast it was, without an id', async ({ as }) => {
  const page = await as('viewer')
  await page.addInitScript(() => {
    Math.random = () => 0.01
  })
  await page.goto(routes.approvals())
  const sent = page.waitForRequest(/vitals\.report/)
  let isSent = false
  void sent.then(() => {
    isSent = true
  })
  // As if the tab was closed, once the code has loaded.
  const hide = () => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  await expect
    .poll(async () => {
      await page.evaluate(hide)
      return isSent
    })
    .toBe(true)
  const request = await sent
  expect(request.postDataJSON()).toMatchObject({ page: '/approvals', ttfb: expect.any(Number) })
  expect((await request.response())?.status()).toBe(200)
})

test('without a token, metrics and the details tell nothing', async ({ request }) => {
  // 404: metrics are off, as they are by default.
  expect([401, 404]).toContain((await request.get('/api/metrics')).status())
  expect((await request.get('/api/health/details')).status()).toBe(401)
})
