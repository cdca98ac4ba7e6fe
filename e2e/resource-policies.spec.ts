import type { Locator } from '@playwright/test'
import { fileRequest } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { approved, asked, openRequest, outcome } from './support/requests'
import { review } from './support/review'
import { unique } from './support/sandbox'

const northwind = '622f06e0f21affc0c09d52e1'

const forbid = (action: string, clause = '') =>
  `forbid (principal, action == ResourcePolicy::Action::"${action}", resource)${clause};`

/** Types over the text of an editor, as it is: closing brackets are not typed twice. */
async function write(editor: Locator, text: string) {
  await editor.click()
  await editor.press('ControlOrMeta+a')
  await editor.page().keyboard.insertText(text)
}

test('an operator corrects a policy at the marks, an approver reads the difference, and it takes effect', async ({
  as,
  axe,
  project,
}) => {
  const { orgId } = project
  const name = `Only AWS ${unique()}`
  const page = await as('operator')
  await page.goto(routes.resourcePolicies(orgId))
  await page.getByRole('button', { name: 'Create policy' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill(name)
  const first = form.getByRole('textbox', { name: 'Cedar policy', exact: true })
  await write(first, `// 😀\n${forbid('cluster.modify', ' when { context.x == "é" && }')}`)
  await expect(form.getByText(/^Line 2, column \d+:/)).toBeVisible()
  await expect(form.locator('.cm-lintRange-error')).toHaveText('}')
  await write(first, forbid('cluster.modify', ' when { context.cluster.color == "red" }'))
  await expect(form.getByText(/POLICY_HAS_FAILED_VALIDATIONS/).first()).toBeVisible()
  await write(first, forbid('project.vpcPeering.modify'))
  await form.getByRole('button', { name: 'Add Cedar policy' }).click()
  await write(
    form.getByRole('textbox', { name: 'Cedar policy 2' }),
    forbid('cluster.modify', ' when { context.cluster.cloudProviders.isEmpty() }'),
  )
  await expect(form.getByText('Atlas accepts this.')).toBeVisible()
  expect(await axe(page)).toEqual([])
  await form.getByRole('button', { name: 'Request approval' }).click()

  await expect(page.getByRole('region', { name: 'Consequences' })).toContainText('vpcPeering')
  await expect(page.getByText(/isEmpty/).first()).toBeVisible()
  await page.getByLabel('Reason').fill(asked.reason)
  await page.getByLabel('Ticket').fill(asked.ticket)
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)

  const approver = await as('approver')
  await approver.goto(page.url())
  await expect(approver.getByText('Added:').first()).toBeAttached()
  await expect(approver.getByText(/isEmpty/).first()).toBeVisible()
  expect(await axe(approver)).toEqual([])
  await approver.getByRole('button', { name: /^Approve/ }).click()
  await review(approver, /^Approve: /)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(outcome(approver)).toContainText('Atlas', { timeout: 40_000 })

  await page.goto(routes.resourcePolicies(orgId))
  await page.getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { name: 'Cedar policy 2' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible()
})

test('a viewer sees the policies and what breaks them, and why they can change nothing', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.resourcePolicies(northwind))
  await expect(page.getByRole('link', { name: 'Europe only' }).first()).toBeVisible()
  const create = page.getByRole('button', { name: 'Create policy' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  expect(await axe(page)).toEqual([])
})

test('an approved change can be undone by another request', async ({
  as,
  api,
  sandbox,
  project: { orgId, groupId: id },
}) => {
  const name = `Undone ${unique()}`
  const policies = [{ id, body: forbid('cluster.modify') }]
  const item = { id, orgId, name, description: null, policies }
  await sandbox.collection({ collection: 'resourcePolicies', place: { orgId }, add: [item] })
  const opened = { name, description: '', policies }
  const input = { orgId, resourcePolicyId: id, ...opened, name: `${name} 2`, opened }
  const request = { op: 'resourcePolicies.update', input, ...asked }
  const { requestId } = await done(await api('operator'), fileRequest, request)
  await approved(await api('approver'), requestId)
  const page = await as('operator')
  await openRequest(page, requestId)
  await page.getByRole('button', { name: 'Request to undo' }).click({ timeout: 40_000 })
  await expect(page.getByText(`Change the name of the resource policy “${name} 2”`)).toBeVisible()
})
