import { getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { enter } from './support/keyboard'
import {
  asked,
  clusterNamed,
  filed,
  fileIt,
  fillRequest,
  findCluster,
  grantCalls,
  level,
  openRequest,
  outcome,
} from './support/requests'

/** Contoso Labs does not restrict employee access. */
const contoso = '63bc19308a31971fc86a6573'

test('a person cannot approve their own request, and sees why', async ({
  as,
  api,
  makeProject,
}) => {
  const requestId = await filed(
    await api('requester'),
    await makeProject({ clusters: [{ name: clusterNamed('own') }] }),
  )
  const page = await as('requester')
  await openRequest(page, requestId)
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveAccessibleDescription(
    'You can’t approve your own request.',
  )
  await page.getByRole('button', { name: 'Approve' }).click({ force: true })
  const { request } = await done(await api('approver'), getRequest, { requestId })
  expect(request.state).toBe('pending')
})

test('a person without the role sees who can approve', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('who') }] })
  const requestId = await filed(await api('requester'), project)
  for (const persona of ['viewer', 'operator'] as const) {
    const page = await as(persona)
    await openRequest(page, requestId)
    await expect(page.getByText(/^Only approvers can approve a request/).first()).toBeVisible()
    await expect(page.getByRole('button', { name: /^Approve/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
  }
})

test('a denial needs a reason, which the requester reads', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('deny') }] })
  const requestId = await filed(await api('requester'), project)
  const page = await as('approver')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: 'Deny…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Deny this request?' })
  await dialog.getByRole('button', { name: 'Deny request' }).click()
  await expect(
    dialog.getByText('Give a reason, so that the requester knows what to change'),
  ).toBeVisible()
  await expect(dialog.getByLabel('Reason', { exact: true })).toBeFocused()
  await dialog.getByRole('button', { name: 'Too much' }).click()
  await dialog.getByRole('button', { name: 'Deny request' }).click()
  await expect(outcome(page)).toContainText('Denied')

  const requester = await as('requester')
  await openRequest(requester, requestId)
  await expect(outcome(requester)).toContainText(
    'Amara Okafor denied it: “A lower level of access is enough for this ticket.”',
  )
})

test('an approver can shorten a request but not lengthen it', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('long') }] })
  const requestId = await filed(await api('requester'), project, { minutes: 60 })
  const page = await as('approver')
  await openRequest(page, requestId)
  const length = page.getByLabel('For', { exact: true })
  await length.fill('2h')
  await expect(page.getByText(/only shorten it/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Approve 1 h infrastructure' })).toBeVisible()
  await length.fill('20')
  await expect(page.getByRole('button', { name: 'Approve 20 min infrastructure' })).toBeVisible()
})

test('a flex cluster is refused with the reason', async ({ as, makeProject }) => {
  const page = await as('requester')
  await page.goto(routes.newRequest())
  // A demo cluster, in free-and-flex.
  const option = await findCluster(page, 'flex-web')
  await expect(option).toContainText('Flex clusters have no employee access')
  await expect(option).toHaveAttribute('aria-disabled', 'true')
  await option.click({ force: true })
  await expect(page.getByRole('combobox', { name: 'Cluster' })).toBeVisible()

  // A link leads to the same message.
  const clusterName = clusterNamed('flex')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName, type: 'FLEX' }] })
  await page.goto(routes.newRequest({ groupId, clusterName }))
  await expect(page.getByText(/can’t request access here/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send request' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('where the organization does not restrict employee access, the form says that a grant adds little', async ({
  as,
  makeProject,
}) => {
  const clusterName = clusterNamed('open')
  const { groupId } = await makeProject({ orgId: contoso, clusters: [{ name: clusterName }] })
  const page = await as('requester')
  await page.goto(routes.newRequest({ groupId, clusterName }))
  await expect(page.getByText(/already have infrastructure access/)).toBeVisible()
})

test('errors appear at their fields, and typed text is kept', async ({ as, makeProject }) => {
  const clusterName = clusterNamed('form')
  const { groupId } = await makeProject({
    clusters: [{ name: clusterName }],
    tags: [{ key: 'environment', value: 'production' }],
  })
  const page = await as('requester')
  await page.goto(routes.newRequest({ groupId, clusterName }))
  await expect(page.getByText(/Policy rules:.*employee access to production/)).toBeVisible()
  await level(page, /^Database logs/).check()
  await page.getByLabel('Duration').fill('3 days')
  await page.getByLabel('Reason').fill('Too short')
  await page.getByLabel('Ticket').fill('no ticket')
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page.getByText('At most 8 h here')).toBeVisible()
  await expect(page.getByText(/Give a reason of at least/)).toBeVisible()
  await expect(page.getByLabel('Ticket')).toHaveAccessibleDescription(/such as CASE-01234/)
  await expect(page.getByLabel('Ticket')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Reason')).toHaveValue('Too short')
  await expect(page.getByLabel('Ticket')).toHaveValue('no ticket')
})

test('a request for someone else waits for its start, and they can’t approve it', async ({
  as,
  makeProject,
}) => {
  const clusterName = clusterNamed('later')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  const page = await as('requester')
  await page.goto(routes.newRequest({ groupId, clusterName }))
  await fillRequest(page, '1h')
  await page.getByText('Start later, or request for someone else').click()
  const start = page.getByLabel('Start (optional)')
  await start.fill('2020-01-01T09:00')
  await page.getByLabel('For', { exact: true }).selectOption('Amara Okafor')
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(start).toHaveAccessibleDescription(/in the future/)
  await start.fill(new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 16))
  const requestId = await fileIt(page)

  const beneficiary = await as('approver')
  await openRequest(beneficiary, requestId)
  await expect(beneficiary.getByText(/^For you$/)).toBeVisible()
  await expect(beneficiary.getByText(/filed for you/).first()).toBeVisible()
  const approver = await as('approver2')
  await openRequest(approver, requestId)
  await expect(approver.getByText(/^For Amara Okafor$/)).toBeVisible()
  await approver.getByRole('button', { name: 'Approve 1 h infrastructure' }).click()
  await expect(approver.getByRole('heading', { name: /Gatehouse sends it/ })).toBeVisible()
  await expect(approver.getByText('Approved, scheduled', { exact: true })).toBeVisible()
  expect(await grantCalls(groupId)).toHaveLength(0)
  await approver.getByRole('button', { name: 'Deny…' }).click()
  await approver.getByRole('dialog').getByRole('button', { name: 'Too much' }).click()
  await approver.getByRole('button', { name: 'Deny request' }).click()
  await expect(outcome(approver)).toContainText('Denied')
})

test('an edit makes a new revision, which an approver who looked at the old one must read first', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('edit') }] })
  const requestId = await filed(await api('requester'), project)
  const approver = await as('approver')
  await openRequest(approver, requestId)
  await expect(approver.getByRole('button', { name: 'Approve 3 h infrastructure' })).toBeVisible()

  const requester = await as('requester')
  await openRequest(requester, requestId)
  await requester.getByRole('button', { name: 'Edit' }).click()
  await requester.getByLabel('Duration').fill('45')
  await requester.getByRole('button', { name: 'Save new revision' }).click()
  await expect(requester.getByText('revision 2').first()).toBeVisible()

  await expect(approver.getByText(/edited this request/).first()).toBeVisible({
    timeout: 20_000,
  })
  const approve = approver.getByRole('button', { name: 'Approve 45 min infrastructure' })
  await expect(approve).toHaveAttribute('aria-disabled', 'true')
  await approver.getByRole('button', { name: 'I reviewed it' }).click()
  await expect(approve).not.toHaveAttribute('aria-disabled', 'true')
})

test('a request that was filed by mistake is canceled', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('oops') }] })
  const requestId = await filed(await api('requester'), project)
  const page = await as('requester')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: 'Cancel request…' }).click()
  await page.getByRole('button', { name: 'Cancel request', exact: true }).click()
  await expect(outcome(page)).toContainText('Canceled')
  await expect(page.getByText('canceled the request')).toBeVisible()
})

test('a cluster with a request that waits takes no second one', async ({
  as,
  api,
  makeProject,
}) => {
  const clusterName = clusterNamed('twice')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const requestId = await filed(await api('requester'), project)
  const page = await as('operator')
  await page.goto(routes.newRequest({ groupId: project.groupId, clusterName }))
  await expect(page.getByText(/Rosa Delgado already has a pending request/).first()).toBeVisible()
  await page.getByRole('link', { name: 'View that request' }).click()
  await expect(page).toHaveURL(routes.request(requestId))
  await expect(page.getByText(asked.reason).first()).toBeVisible()
})

test('approving the widest access in production asks once more, and keeps the remark', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({
    clusters: [{ name: clusterNamed('grave') }],
    tags: [{ key: 'environment', value: 'production' }],
  })
  const requestId = await filed(await api('requester'), project, {
    grantType: 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA',
  })
  const page = await as('approver')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: /^Approve 3 h/ }).click()
  const question = page.getByRole('dialog', { name: /^Approve:/ })
  await question.getByLabel(/^Remark/).fill('Agreed with Rosa on the phone')
  const { request } = await done(await api('approver'), getRequest, { requestId })
  expect(request.state, 'the first press decides nothing').toBe('pending')
  await question.getByRole('button', { name: /^Approve 3 h/ }).click()
  await expect(page.getByText('Agreed with Rosa on the phone').first()).toBeVisible()
})

test('a decision leaves the focus on the page, not on nothing', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('focus') }] })
  const requestId = await filed(await api('requester'), project)
  const page = await as('approver')
  await openRequest(page, requestId)
  await enter(page, page.getByRole('button', { name: 'Deny…' }))
  await page.keyboard.type('A lower level of access is enough')
  await enter(page, page.getByRole('button', { name: 'Deny request' }))
  await expect(outcome(page)).toContainText('Denied')
  // All of it, even what was typed before the dialog opened, and none of it as a shortcut.
  await expect(outcome(page)).toContainText('“A lower level of access is enough”')
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
})
