import type { Page } from '@playwright/test'
import { whoAmI } from '@/lib/ops/me'
import { approveRequest, getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done, send } from './support/api'
import { clusterNamed, filed } from './support/requests'
import { signIn, tooOldToCount } from './support/sign-in'

const again = (page: Page) => page.getByRole('button', { name: 'Sign in again to approve' })
const atProvider = (page: Page) => page.getByRole('heading', { name: 'Confirm who you are' })

/** Starts the new sign-in for a request. Returns the state of the attempt. */
async function leave(page: Page): Promise<string> {
  const sent = page.waitForRequest((one) => new URL(one.url()).searchParams.has('code_challenge'))
  await again(page).click()
  const url = new URL((await sent).url())
  await atProvider(page).waitFor()
  return url.searchParams.get('state') ?? ''
}

test('a new sign-in of another person does not count, and takes over nothing', async ({
  browser,
  contextOptions,
  api,
  makeProject,
}) => {
  const project = await makeProject({
    tags: [{ key: 'data', value: 'health' }],
    clusters: [{ name: clusterNamed('other') }],
  })
  const requestId = await filed(await api('requester'), project, { minutes: 60 })
  const context = await browser.newContext(contextOptions)
  const page = await context.newPage()
  await signIn(page, 'approver2', routes.request(requestId))
  await tooOldToCount(Date.now())
  await leave(page)
  await page.getByRole('button', { name: 'approver', exact: true }).click()
  const refusal = page.getByRole('alert').filter({ hasText: 'another person' })
  await expect(refusal).toContainText('Amara Okafor')
  // This provider also ends the session of the first person, and tells Gatehouse.
  expect((await send(context.request, whoAmI.id, {})).body.kind).toBe('signed-out')
  await context.close()
})

test('a canceled new sign-in approves nothing, one in each of two tabs counts for the later, and none is used twice', async ({
  browser,
  contextOptions,
  api,
  makeProject,
}) => {
  const project = await makeProject({
    tags: [{ key: 'data', value: 'health' }],
    clusters: [{ name: clusterNamed('one') }, { name: clusterNamed('two') }],
  })
  const requester = await api('requester')
  const one = await filed(requester, project, { minutes: 60 })
  const other = { ...project, clusters: project.clusters.slice(1) }
  const two = await filed(requester, other, { minutes: 60 })
  const context = await browser.newContext(contextOptions)
  const page = await context.newPage()
  await signIn(page, 'approver2', routes.request(one))
  await tooOldToCount(Date.now())
  const vote = async (requestId: string) => {
    const { request } = await done(await api('viewer'), getRequest, { requestId })
    const { digest } = request
    return (await send(context.request, approveRequest.id, { requestId, digest })).body.kind
  }

  // The person gives up at the provider, which says so to the callback.
  const state = await leave(page)
  const answer = new URLSearchParams({ error: 'access_denied', state })
  await page.goto(`${routes.signInAnswer()}?${answer}`)
  const canceled = page.getByRole('alert').filter({ hasText: 'canceled or refused' })
  await expect(canceled).toContainText('still signed in as Anton Weiss')
  await canceled.getByRole('link', { name: 'Continue' }).click()
  await expect(again(page)).toBeVisible()
  expect(await vote(one)).toBe('step-up')

  // Each tab returns to its own request.
  const tab = await context.newPage()
  await tab.goto(routes.request(two))
  await leave(page)
  await leave(tab)
  const back = page.waitForRequest((sent) => sent.url().includes(routes.signInAnswer()))
  await page.getByRole('button', { name: 'approver2', exact: true }).click()
  const used = (await back).url()
  await page.waitForURL(`**${routes.request(one)}`)
  await expect(page.getByText(/You signed in again for this request/)).toBeVisible()
  await tab.getByRole('button', { name: 'approver2', exact: true }).click()
  await tab.waitForURL(`**${routes.request(two)}`)
  await expect(tab.getByText(/You signed in again for this request/)).toBeVisible()
  expect(await vote(one)).toBe('step-up')

  // The answer of the first is used up.
  await page.goto(used)
  await page.waitForURL(`**${routes.request(one)}`)
  await expect(again(page)).toBeVisible()
  expect(await vote(one)).toBe('step-up')
  expect(await vote(two)).toBeUndefined()
  await context.close()
})
