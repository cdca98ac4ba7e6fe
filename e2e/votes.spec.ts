import { createDelegation } from '@/lib/ops/delegations'
import { approveRequest, getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done, send } from './support/api'
import {
  approved,
  clusterNamed,
  filed,
  fileIt,
  grantCalls,
  grantPanel,
  openRequest,
  outcome,
} from './support/requests'
import { signIn, tooOldToCount } from './support/sign-in'

const cardholder = [{ key: 'data', value: 'cardholder' }]

test('two people approve in order, the first narrows the access, and the narrower access is granted', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({
    tags: cardholder,
    clusters: [{ name: clusterNamed('two') }],
  })
  const requestId = await filed(await api('requester'), project, { minutes: 120 })

  // The second step can't come first.
  const approver = await as('approver')
  await openRequest(approver, requestId)
  await expect(approver.getByText(/waiting for platform-leads/).first()).toBeVisible()
  await expect(approver.getByRole('button', { name: /^Approve/ })).toHaveAccessibleDescription(
    /comes after/,
  )

  const lead = await as('lead')
  await openRequest(lead, requestId)
  await lead.getByRole('button', { name: 'Database logs' }).click()
  await lead.getByLabel('For', { exact: true }).fill('1h')
  await lead.getByRole('button', { name: 'Add remark' }).click()
  await lead.getByLabel(/Remark/).fill('The logs are enough')
  await lead.getByRole('button', { name: 'Approve 1 h database log' }).click()
  await expect(lead.getByText('1 of 2 approvals').first()).toBeVisible()
  expect(await grantCalls(project.groupId)).toHaveLength(0)

  await approver.reload()
  await expect(approver.getByText(/Lena Fischer approved only database log for 1 h/)).toBeVisible()
  await expect(approver.getByText('“The logs are enough”').first()).toBeVisible()
  await approver.getByRole('button', { name: 'Approve 1 h database log' }).click()
  await expect(grantPanel(approver)).toContainText('Database logs', { timeout: 30_000 })
  const [call] = await grantCalls(project.groupId)
  expect(JSON.parse(call?.body ?? '{}').grantType).toBe('CLUSTER_DATABASE_LOGS')
})

test('a person requests two clusters from the list, and the approver leaves one out', async ({
  as,
  makeProject,
}) => {
  const [first, second] = [clusterNamed('one'), clusterNamed('other')]
  const project = await makeProject({ clusters: [{ name: first }, { name: second }] })
  const requester = await as('requester')
  await requester.goto(routes.newRequest())
  await requester.getByRole('button', { name: 'Several clusters' }).click()
  const search = requester.getByLabel('Clusters', { exact: true })
  for (const name of [first, second]) {
    await search.fill(name)
    // The observer has to see the new cluster first.
    await requester.getByRole('checkbox', { name }).check({ timeout: 60_000 })
  }
  await expect(requester.getByText('2 clusters selected')).toBeVisible()
  await requester.getByRole('radio', { name: /Database logs/ }).check()
  await requester.getByLabel('Reason').fill('Support case about slow checkpoints')
  await requester.getByLabel(/Ticket/).fill('CASE-01234')
  // The policy's default.
  await expect(requester.getByRole('textbox', { name: 'Duration' })).toHaveValue('4h')
  await requester.getByRole('button', { name: 'Send request' }).click()
  await expect(requester.getByRole('heading', { name: /2 clusters/ }).first()).toBeVisible()

  const approver = await as('approver')
  await approver.goto(requester.url())
  await approver.getByRole('checkbox', { name: `Approve ${second}` }).uncheck()
  await approver.getByRole('button', { name: /database log access on 1 cluster/ }).click()
  await expect(approver.getByText('1 of 1 granted, 1 left out').first()).toBeVisible({
    timeout: 30_000,
  })
  expect(await grantCalls(project.groupId)).toHaveLength(1)
})

test('an approver delegates on the delegation page, and the delegate approves for them', async ({
  as,
  api,
  makeProject,
}) => {
  const page = await as('lead')
  await page.goto(routes.delegation())
  // The table of an earlier run has a column of that name.
  await page.getByRole('button', { name: 'Delegate', exact: true }).first().click()
  const sheet = page.getByRole('dialog', { name: 'Delegate approvals' })
  await sheet.getByLabel('Delegate').selectOption({ label: 'Omar Haddad' })
  await sheet.getByLabel('End').fill('2020-01-01T10:00')
  await sheet.getByRole('button', { name: 'Delegate', exact: true }).click()
  await expect(sheet.getByText(/end date after the start/).first()).toBeVisible()
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  await sheet.getByLabel('End').fill(`${tomorrow}T10:00`)
  await sheet.getByRole('button', { name: 'Delegate', exact: true }).click()
  const row = page.getByRole('row', { name: /Omar Haddad/ }).first()
  await expect(row).toContainText('Active')

  const project = await makeProject({
    tags: cardholder,
    clusters: [{ name: clusterNamed('delegated') }],
  })
  const requestId = await filed(await api('requester'), project)
  const operator = await as('operator')
  await openRequest(operator, requestId)
  await operator.getByRole('button', { name: /^Approve/ }).click()
  await expect(operator.getByText('You for Lena Fischer').first()).toBeVisible()

  await row.getByRole('button', { name: /^End/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'End', exact: true }).click()
  await expect(row).toContainText('Ended')
})

test('live access is extended with a request that replaces it, and the requester ends it when done', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('extend') }] })
  const first = await filed(await api('requester'), project, { minutes: 30 })
  await approved(await api('approver'), first)
  const page = await as('requester')
  const approver = await as('approver')
  await openRequest(approver, first)
  await expect(grantPanel(approver)).toBeVisible({ timeout: 30_000 })
  await expect(approver.getByText('Extend or change…')).toHaveCount(0)
  await openRequest(page, first)
  await page.getByRole('link', { name: 'Extend or change…' }).click()
  await page
    .getByRole('group', { name: 'What MongoDB employees can see' })
    .getByRole('radio', { name: /^Infrastructure(?! and)/ })
    .check()
  await page.getByLabel('Duration').fill('2h')
  await page.getByLabel('Reason').fill('The case needs more time than we thought')
  await page.getByLabel('Ticket').fill('CASE-01234')
  await expect(page.getByText(/Policy rules/)).toBeVisible()
  await expect(page.getByText(/granted outside Gatehouse/)).toBeHidden()
  const next = await fileIt(page)
  await approved(await api('approver'), next)
  await expect(grantPanel(page)).toBeVisible({ timeout: 30_000 })
  const { request } = await done(await api('viewer'), getRequest, { requestId: first })
  expect(request.how).toBe('replaced')
  expect(await grantCalls(project.groupId)).toHaveLength(2)
  await page
    .getByRole('button', { name: /^I’m done/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'End access now' }).click()
  await expect(outcome(page)).toContainText('Revoked', { timeout: 30_000 })
})

test('a delegation without the approver role is refused with the reason', async ({ as, api }) => {
  const page = await as('viewer')
  await page.goto(routes.delegation())
  await expect(page.getByRole('button', { name: 'Delegate', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  const answer = await (await api('viewer')).post(routes.op(createDelegation.id), {
    data: { to: 'operator', endsAt: new Date(Date.now() + 3_600_000).toISOString() },
  })
  expect(answer.status()).toBe(403)
})

test('an approval that needs a new sign-in counts for that request only, and keeps what was chosen', async ({
  browser,
  contextOptions,
  api,
  makeProject,
}) => {
  const project = await makeProject({
    tags: [{ key: 'data', value: 'health' }],
    clusters: [{ name: clusterNamed('fresh') }, { name: clusterNamed('other') }],
  })
  const requester = await api('requester')
  const requestId = await filed(requester, project, { minutes: 120 })
  const other = await filed(requester, { ...project, clusters: project.clusters.slice(1) })
  // Its own session, which the new sign-in replaces.
  const context = await browser.newContext(contextOptions)
  const page = await context.newPage()
  await signIn(page, 'approver', routes.request(requestId))
  const signedInAt = Date.now()
  const { request } = await done(await api('viewer'), getRequest, { requestId })
  const vote = (digest: string, id: string) =>
    send(context.request, approveRequest.id, { requestId: id, digest })
  expect((await vote(request.digest, requestId)).body.kind).toBe('step-up')

  await page.getByLabel('For', { exact: true }).fill('1h')
  await page.getByRole('button', { name: 'Add remark' }).click()
  await page.getByLabel(/Remark/).fill('An hour is enough')
  await tooOldToCount(signedInAt)
  await page.getByRole('button', { name: 'Sign in again to approve' }).click()
  await page.getByRole('heading', { name: 'Confirm who you are' }).waitFor()
  // Back leads to the request, as it was left.
  await page.goBack()
  await expect(page.getByLabel(/Remark/)).toHaveValue('An hour is enough')
  await page.getByRole('button', { name: 'Sign in again to approve' }).click()
  await page.getByRole('button', { name: 'approver', exact: true }).click()
  await page.waitForURL(`**${routes.request(requestId)}`)
  await expect(page.getByText(/You signed in again for this request/)).toBeFocused()
  await expect(page.getByLabel(/Remark/)).toHaveValue('An hour is enough')

  const tab = await context.newPage()
  await openRequest(tab, other)
  await expect(tab.getByRole('button', { name: 'Sign in again to approve' })).toBeVisible()
  const { request: second } = await done(await api('viewer'), getRequest, { requestId: other })
  expect((await vote(second.digest, other)).body.kind).toBe('step-up')

  await page.getByRole('button', { name: 'Approve 1 h infrastructure' }).click()
  await expect(grantPanel(page)).toBeVisible({ timeout: 30_000 })
  await context.close()
})
