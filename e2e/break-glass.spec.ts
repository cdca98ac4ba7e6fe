import { breakGlass } from '@/lib/ops/break-glass'
import { getRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done, send } from './support/api'
import {
  clusterNamed,
  filed,
  fillRequest,
  grantCalls,
  grantPanel,
  openRequest,
  revokeCalls,
} from './support/requests'
import { signIn, tooOldToCount } from './support/sign-in'

test('the break-glass persona sends access at once after a new sign-in, and an approver reviews it', async ({
  as,
  api,
  axe,
  browser,
  contextOptions,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('glass') }] })
  const [cluster] = project.clusters
  const at = { groupId: project.groupId, clusterName: cluster?.name ?? '' }
  // Its own session, which the new sign-in replaces.
  const page = await (await browser.newContext(contextOptions)).newPage()
  await signIn(page, 'breakglass', routes.newRequest(at))
  const signedInAt = Date.now()
  await fillRequest(page, '4h')
  await page.getByRole('button', { name: 'Break glass…' }).click()

  const dialog = page.getByRole('dialog', { name: 'Break glass?' })
  await expect(dialog).toContainText('Access lasts 1 h')
  await expect(dialog).toContainText(/review it by .* UTC/)
  expect(await axe(page)).toEqual([])
  expect(await grantCalls(project.groupId)).toHaveLength(0)
  await tooOldToCount(signedInAt)
  await dialog.getByRole('button', { name: 'Sign in again' }).click()
  await page.getByRole('button', { name: 'breakglass', exact: true }).click()

  // Back on the request, with the dialog open.
  const reason = dialog.getByLabel('Why it can’t wait for approval')
  await reason.fill('short')
  await dialog.getByRole('button', { name: 'Break glass for 1 h' }).click()
  await expect(dialog.getByText(/at least 10 characters/)).toBeVisible()
  expect(await grantCalls(project.groupId)).toHaveLength(0)
  await reason.fill('Production is down and nobody answers')
  await dialog.getByRole('button', { name: 'Break glass for 1 h' }).click()
  await expect(grantPanel(page)).toContainText('Infrastructure', { timeout: 30_000 })
  const notice = page.getByRole('region', { name: 'Break-glass' })
  await expect(notice).toContainText(/review due in/i)
  await expect(notice).toContainText('can’t review your own')
  expect(await grantCalls(project.groupId)).toHaveLength(1)
  const requestId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  const approver = await as('approver')
  await approver.goto(routes.approvals('for-me'))
  const row = approver
    .getByRole('region', { name: 'Break-glass to review' })
    .getByRole('listitem')
    .filter({ hasText: cluster?.name ?? '' })
  await row.getByRole('link', { name: 'Review…' }).click()
  await expect(approver.getByText(/sent without approval/).first()).toBeVisible()
  await approver.getByRole('button', { name: 'Mark as reviewed…' }).click()
  const review = approver.getByRole('dialog', { name: 'Review break-glass' })
  await review.getByRole('button', { name: 'Mark as reviewed' }).click()
  await expect(review.getByText('Choose one')).toBeVisible()
  await review.getByRole('radio', { name: /^Not justified/ }).check()
  await review.getByLabel('Comment').fill('It could have waited')
  expect(await axe(approver)).toEqual([])
  await review.getByRole('button', { name: 'End access and save review' }).click()
  await expect(approver.getByRole('region', { name: 'Outcome' })).toContainText('Revoked', {
    timeout: 30_000,
  })
  await expect(approver.getByRole('region', { name: 'Break-glass' })).toContainText(
    'It could have waited',
  )
  expect(await revokeCalls(project.groupId)).toHaveLength(1)
  const { request } = await done(await api('viewer'), getRequest, { requestId })
  expect(request.breakGlass?.review?.verdict).toBe('not-justified')
})

test('without a new sign-in, or without the role, nothing is sent', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('no-glass') }] })
  const session = await api('breakglass')
  const requestId = await filed(session, project, { minutes: 30 })
  const { request } = await done(session, getRequest, { requestId })
  const input = { requestId, digest: request.digest, reason: 'Nobody answers the phone' }
  for (const [who, kind] of [
    [session, 'step-up'],
    [await api('requester'), 'not-allowed'],
  ] as const) {
    const { body } = await send(who, breakGlass.id, input)
    expect(body).toMatchObject({ kind })
  }
  const approver = await as('approver')
  await openRequest(approver, requestId)
  await expect(approver.getByRole('button', { name: /^Approve/ })).toBeVisible()
  await expect(approver.getByRole('button', { name: 'Break glass…' })).toHaveCount(0)
  expect(await grantCalls(project.groupId)).toHaveLength(0)
})
