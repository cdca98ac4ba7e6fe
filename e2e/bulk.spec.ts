import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const selected = (page: Page, n: number) =>
  expect(page.getByRole('status').filter({ hasText: `${n} selected` })).toBeVisible()

test('rows are selected with the keyboard alone, and what is left can be continued', async ({
  as,
  makeProject,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/status of (403|502|503)/)
  const { groupId } = await makeProject({ accessList: 5 })
  const page = await as('operator')
  await page.goto(routes.accessList(groupId))
  await expect(page.getByText('worker 005')).toBeVisible()
  // Before the page is interactive, the key does nothing.
  await expect(async () => {
    await page.keyboard.press('j')
    await expect(page.locator('tr[data-index="0"]')).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('x')
  await selected(page, 1)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await selected(page, 3)
  await page.keyboard.press('Space')
  await selected(page, 2)
  await page.keyboard.press('Escape')
  await expect(page.getByText('2 selected')).toBeHidden()
  await page.keyboard.press('Control+a')
  await selected(page, 5)
  await page.keyboard.press('k')
  await page.keyboard.press('x')
  await selected(page, 4)

  await sandbox.fault({
    match: { groupId, pathIncludes: '198.51.100.4', method: 'DELETE' },
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await page.getByRole('button', { name: 'Remove 4 entries' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Remove 4 entries?' })
  const send = dialog.getByRole('button', { name: 'Remove 4 entries' })
  await expect(send).toBeVisible()
  await send.focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('USER_UNAUTHORIZED')
  await expect(dialog).toContainText('2 done, 2 left')
  await dialog.getByRole('button', { name: 'Continue with the 2 left' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('1 entry', { exact: true })).toBeVisible()
  await expect(page.getByText('worker 002')).toBeVisible()
  const deletes = await sandbox.calls({ groupId, operationId: 'deleteGroupAccessListEntry' })
  expect(deletes, 'four, and one again').toHaveLength(5)
})

test('Shift and a click select a range, and Undo restores all rows', async ({
  as,
  makeProject,
}) => {
  const { groupId } = await makeProject({ accessList: 4 })
  const page = await as('operator')
  await page.goto(routes.accessList(groupId))
  await page.getByRole('checkbox', { name: 'Select 198.51.100.1/32' }).check()
  await page
    .getByRole('checkbox', { name: 'Select 198.51.100.3/32' })
    .click({ modifiers: ['Shift'] })
  await selected(page, 3)
  await page.getByRole('button', { name: 'Select all 4' }).click()
  await page.getByRole('button', { name: 'Remove 4 entries' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('list will be empty')
  await dialog.getByRole('button', { name: 'Remove 4 entries' }).click()
  await expect(page.getByText('No addresses yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('worker 004')).toBeVisible()
})

test('rows that need approval are requested together, and one decision approves them', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const production = { tags: [{ key: 'environment', value: 'production' }] }
  const { groupId } = await makeProject(production)
  await sandbox.collection({ collection: 'dataEndpoints', place: { groupId }, many: 2 })
  const page = await as('operator')
  await page.goto(routes.dataEndpoints(groupId))
  await page.getByRole('checkbox', { name: 'Select all 2 shown' }).check()
  await page.getByRole('button', { name: 'Delete 2 endpoints' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText('Needs approval', { exact: true })).toHaveCount(2)
  await dialog.getByLabel('Type 2 endpoints to continue').fill('2 endpoints')
  const send = dialog.getByRole('button', { name: 'Request approval' })
  await send.click()
  await expect(dialog.getByLabel('Reason')).toBeFocused()
  await dialog.getByLabel('Reason').fill('The network moves to another account')
  await dialog.getByLabel(/^Ticket/).fill('CASE-01234')
  await send.click()
  await expect(dialog.getByRole('link', { name: 'View request', exact: true })).toHaveCount(2)
  const all = await dialog.getByRole('link', { name: 'View requests' }).getAttribute('href')

  const approver = await as('approver')
  await approver.goto(all ?? '')
  await approver.getByRole('button', { name: 'Approve 2 requests…' }).click()
  const decision = approver.getByRole('dialog', { name: /^Approve 2 requests from/ })
  await decision.getByRole('button', { name: 'Approve 2 requests' }).click()
  await expect(decision).toBeHidden()
  // The same page shows what became of each.
  await expect(approver.getByText('2 done')).toBeVisible({ timeout: 30_000 })
  expect(await axe(approver)).toEqual([])
  const deletions = await sandbox.calls({ groupId, method: 'DELETE' })
  expect(deletions.filter(({ status }) => status === 200 || status === 204)).toHaveLength(2)
})

test('open alerts are acknowledged together, until one time', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await makeProject()
  await sandbox.collection({ collection: 'alerts', place: { groupId }, many: 3 })
  const page = await as('operator')
  await page.goto(routes.alerts(groupId))
  await page.getByRole('checkbox', { name: 'Select all 3 shown' }).check()
  await page.getByRole('button', { name: 'Acknowledge 3 alerts', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Review 3 alerts' }).click()
  await expect(dialog).toContainText('Choose a date and time')
  await dialog.getByRole('button', { name: '1 d' }).click()
  await dialog.getByLabel('Comment').fill('Omar works on it')
  await dialog.getByRole('button', { name: 'Review 3 alerts' }).click()
  await dialog.getByRole('button', { name: 'Acknowledge 3 alerts', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('cell', { name: 'Omar works on it' })).toHaveCount(3)
})
