import { revokeRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { holdSending } from './support/hold'
import {
  approved,
  clusterNamed,
  filed,
  grantCalls,
  grantPanel,
  openRequest,
  outcome,
  revokeCalls,
} from './support/requests'
import { sandbox } from './support/sandbox'

test('a grant of one minute expires, is read back and is shown as ended', async ({
  as,
  api,
  makeProject,
}) => {
  test.setTimeout(180_000)
  const clusterName = clusterNamed('minute')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const requestId = await filed(await api('requester'), project, { minutes: 1 })
  await approved(await api('approver'), requestId)
  const page = await as('viewer')
  await openRequest(page, requestId)
  await expect(grantPanel(page)).toBeVisible({ timeout: 20_000 })
  expect(await sandbox.grantOf(project.groupId, clusterName)).not.toBeNull()
  await expect(outcome(page)).toContainText('Ended', { timeout: 90_000 })
  await expect(outcome(page)).toContainText('no grant')
  expect(await revokeCalls(project.groupId), 'nothing had to be sent').toEqual([])
})

test('a grant made outside Gatehouse shows as an incident and is ended', async ({
  as,
  makeProject,
}) => {
  test.setTimeout(120_000)
  const clusterName = clusterNamed('drift')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  const page = await as('operator')
  await page.goto(routes.cluster(groupId, clusterName))
  await expect(page.getByText('No grant', { exact: true })).toBeVisible()
  const expirationTime = new Date(Date.now() + 7_200_000).toISOString()
  const grant = { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime }
  await sandbox.state({ groupId, clusterName, grant })

  const incident = page.getByRole('region', { name: `Incident on ${clusterName}` })
  await expect(incident).toContainText('granted outside Gatehouse', { timeout: 60_000 })
  await expect(incident).toContainText('Database logs')
  await incident.getByRole('button', { name: `Revoke ${clusterName}` }).click()
  await page.getByRole('button', { name: 'Revoke now' }).click()
  await expect(page.getByText('No grant', { exact: true })).toBeVisible({ timeout: 60_000 })
  expect(await sandbox.grantOf(groupId, clusterName)).toBeNull()
  expect(await revokeCalls(groupId)).toHaveLength(1)
})

test('a grant that was removed in Atlas is shown as revoked outside Gatehouse', async ({
  as,
  api,
  makeProject,
}) => {
  test.setTimeout(240_000)
  const clusterName = clusterNamed('taken')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const requestId = await filed(await api('requester'), project)
  await approved(await api('approver'), requestId)
  const page = await as('requester')
  await openRequest(page, requestId)
  await expect(grantPanel(page)).toBeVisible({ timeout: 20_000 })
  await sandbox.state({ groupId: project.groupId, clusterName, grant: null })
  await expect(
    page.getByText('outside Gatehouse').first(),
    'on the card or in its timeline',
  ).toBeVisible({ timeout: 150_000 })
})

test('when Atlas does not answer, a read settles the grant, and the activity shows it', async ({
  as,
  api,
  makeProject,
}) => {
  test.setTimeout(180_000)
  const clusterName = clusterNamed('no-answer')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const requestId = await filed(await api('requester'), project)
  await approved(await api('approver'), requestId)
  const page = await as('approver')
  await openRequest(page, requestId)
  await expect(grantPanel(page)).toBeVisible({ timeout: 90_000 })
  await expect(page.getByText('no confirmation yet')).toBeVisible()
  expect(await grantCalls(project.groupId), 'never a blind second call').toHaveLength(1)
})

test('a call that never reached Atlas shows as not confirmed, is sent once more with equal bytes, and can be revoked', async ({
  as,
  api,
  makeProject,
}) => {
  test.setTimeout(180_000)
  const clusterName = clusterNamed('lost-request')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const requestId = await filed(await api('requester'), project)
  const page = await as('approver')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: 'Approve 3 h infrastructure' }).click()
  await expect(page.getByRole('region', { name: 'The call to Atlas' })).toContainText(
    'Not confirmed yet',
    { timeout: 60_000 },
  )
  await expect
    .poll(async () => (await grantCalls(project.groupId)).length, { timeout: 90_000 })
    .toBe(2)
  const revoke = await api('operator')
  await done(revoke, revokeRequest, { requestId })
  await expect(outcome(page)).toContainText('Revoked', { timeout: 90_000 })
  const calls = await grantCalls(project.groupId)
  expect(calls).toHaveLength(2)
  expect(calls[1]?.body).toBe(calls[0]?.body)
  expect(await sandbox.grantOf(project.groupId, clusterName)).toBeNull()
})

test('while Atlas does not accept a revoke, everyone reads once that access may be open, and nobody is offered another', async ({
  as,
  api,
  makeProject,
  sandbox,
}) => {
  test.setTimeout(180_000)
  const clusterName = clusterNamed('revoke-down')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const { groupId } = project
  const requestId = await filed(await api('requester'), project)
  await approved(await api('approver'), requestId)
  const requester = await as('requester')
  await openRequest(requester, requestId)
  await expect(grantPanel(requester)).toBeVisible({ timeout: 30_000 })
  await sandbox.fault({ match: { groupId }, times: 1000, fault: { kind: 'status', status: 503 } })
  const release = await holdSending(requester, routes.op('requests.get'))
  await requester
    .getByRole('button', { name: /^I’m done/ })
    .first()
    .click()
  await requester.getByRole('button', { name: 'End access now' }).click()
  await expect(
    grantPanel(requester).getByRole('button', { name: /^Ending…/ }),
    'until the page has read it',
  ).toBeVisible()
  await expect(requester.getByRole('button', { name: /^I’m done/ })).toHaveCount(0)
  await release()
  for (const page of [requester, await as('approver'), await as('viewer')]) {
    if (page !== requester) await openRequest(page, requestId)
    const revoke = page.getByRole('region', { name: 'Revoke' })
    await expect(revoke).toContainText('Revoke not confirmed', { timeout: 60_000 })
    await expect(revoke).not.toContainText('Try again later')
    await expect(page.getByText('Revoke not confirmed:')).toHaveCount(1)
    await expect(grantPanel(page)).toBeHidden()
    await page.goto(routes.cluster(groupId, clusterName))
    await expect(page.getByText('Revoke not confirmed on')).toHaveCount(1)
    await expect(page.getByText('Atlas returned an error. Try again later.')).toHaveCount(1)
    await expect(page.getByRole('button', { name: `Revoke access ${clusterName}` })).toBeHidden()
  }
})
