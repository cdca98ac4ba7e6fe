import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { holdSending } from './support/hold'
import { awake } from './support/keyboard'
import { approved, clusterNamed, filed, grantCalls, openRequest, outcome } from './support/requests'

test('an approver who decides too late sees who was first', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('late') }] })
  const requestId = await filed(await api('requester'), project)
  const second = await as('lead')
  await openRequest(second, requestId)
  const approve = second.getByRole('button', { name: 'Approve 3 h infrastructure' })
  await expect(approve).toBeVisible()
  await awake(approve)
  // Pressed in time, but another approver's decision arrives first.
  const release = await holdSending(second, routes.op('requests.approve'))
  const answer = second.waitForResponse((r) => r.url().endsWith(routes.op('requests.approve')))
  await approve.click()
  await approved(await api('approver'), requestId)
  await release()
  const told = await answer
  expect(told.status()).toBe(409)
  expect(await told.text()).toContain('Amara Okafor')
  await expect(second.getByText(/Amara Okafor approved it/).first()).toBeVisible()
})

test('a denial or cancelation that comes too late offers to revoke', async ({
  as,
  api,
  makeProject,
}) => {
  for (const [persona, op, open, send] of [
    ['approver2', 'requests.deny', 'Deny…', 'Deny request'],
    ['requester', 'requests.cancel', 'Cancel request…', 'Cancel request'],
  ] as const) {
    const clusterName = clusterNamed('late')
    const project = await makeProject({ clusters: [{ name: clusterName }] })
    const requestId = await filed(await api('requester'), project)
    const page = await as(persona)
    await openRequest(page, requestId)
    await awake(page.getByRole('button', { name: open }))
    await page.getByRole('button', { name: open }).click()
    const reason = page.getByRole('dialog').getByRole('button', { name: 'Too long' })
    if (op === 'requests.deny') await reason.click()
    const release = await holdSending(page, routes.op(op))
    await page.getByRole('button', { name: send, exact: true }).click()
    await approved(await api('approver'), requestId)
    await release()
    await expect(page.getByText(/You can still revoke the access/)).toBeVisible()
    await page.getByRole('button', { name: 'Revoke…', exact: true }).click()
    await page
      .getByRole('dialog', { name: new RegExp(`^(Revoke|End) access to ${clusterName}`) })
      .getByRole('button', { name: / now$/ })
      .click()
    await expect(outcome(page)).toContainText('Access was revoked')
  }
})

test('an operator stops scheduled access before anything is granted', async ({
  as,
  api,
  makeProject,
}) => {
  const clusterName = clusterNamed('stop')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  const notBefore = new Date(Date.now() + 48 * 3_600_000).toISOString()
  const requestId = await filed(await api('requester'), project, { notBefore })
  await approved(await api('approver'), requestId)
  const page = await as('operator')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: `Stop grant ${clusterName}` }).click()
  const question = page.getByRole('dialog', { name: `Stop the grant on ${clusterName}` })
  await expect(question).toContainText('sends nothing to Atlas')
  await question.getByRole('button', { name: 'Stop grant' }).click()
  await expect(outcome(page)).toContainText('before anything was sent')
  await expect(page.getByText('stopped the grant')).toBeVisible()
  expect(await grantCalls(project.groupId)).toHaveLength(0)
})
