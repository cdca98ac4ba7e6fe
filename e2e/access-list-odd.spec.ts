import { allowAddresses, removeAddress } from '@/lib/ops/access-list'
import { expect, test } from './fixtures'
import { fill, listOf, row, sheetOf } from './support/access-list'
import { done } from './support/api'

test.describe('an entry that was removed and could not be added again', () => {
  test.use({ expectedProblems: [[/status of 429/], { scope: 'test' }] })

  test('stays in the form', async ({ as, makeProject }) => {
    const page = await as('operator')
    await page.goto(listOf(await makeProject({ accessList: 2 })))
    await page.getByRole('button', { name: 'Edit 198.51.100.1/32' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: '1 d' }).click()
    await dialog.getByLabel('Comment').fill('sandbox: slow down')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toContainText('is not on the list')
    await expect(row(page, '198.51.100.1/32')).toBeHidden()
    await expect(dialog.getByRole('button', { name: 'Add again' })).toBeVisible()
  })
})

test('who saves an entry second is told that it changed, and keeps what was typed', async ({
  as,
  makeProject,
}) => {
  const project = await makeProject({ accessList: 2 })
  const page = await as('operator')
  const other = await page.context().newPage()
  const edit = async (tab: typeof page, comment: string) => {
    await tab.goto(listOf(project))
    await tab.getByRole('button', { name: 'Edit 198.51.100.1/32' }).click()
    await tab.getByRole('button', { name: '1 d', exact: true }).click()
    await tab.getByLabel('Comment').fill(comment)
  }
  const save = (tab: typeof page) => tab.getByRole('button', { name: 'Save', exact: true }).click()
  await edit(page, 'Mine')
  await edit(other, 'Theirs')
  await save(other)
  await expect(row(other, '198.51.100.1/32')).toContainText('Theirs')

  await save(page)
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('“Theirs”')
  await expect(dialog.getByLabel('Comment')).toHaveValue('Mine')
  await expect(row(other, '198.51.100.1/32')).toContainText('Theirs')
  await save(page)
  await expect(row(page, '198.51.100.1/32')).toContainText('Mine')
})

test('changes by others while the page is open are marked', async ({ as, makeProject, api }) => {
  const project = await makeProject({ accessList: 2 })
  const page = await as('operator')
  await page.goto(listOf(project))
  await expect(row(page, '198.51.100.1/32')).toBeVisible()
  const other = await api('operator')
  const { groupId } = project
  const entries = [{ address: '203.0.113.50', comment: 'Added elsewhere' }]
  await done(other, allowAddresses, { groupId, entries })
  await done(other, removeAddress, { groupId, entryValue: '198.51.100.2' })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await expect(row(page, '203.0.113.50/32')).toContainText('New')
  await expect(page.getByText(/1 entry added, 1 entry removed/)).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(row(page, '203.0.113.50/32').getByText('New', { exact: true })).toBeHidden()
})

test('230 entries are listed, and states are read for visible rows only', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId, ...project } = await makeProject({ accessList: 230 })
  const page = await as('viewer')
  await page.goto(listOf({ groupId, ...project }))
  await expect(page.getByText('230 entries', { exact: true })).toBeVisible()
  await expect(row(page, '198.51.100.1/32')).toContainText('Active')
  const asked = await sandbox.calls({ groupId, operationId: 'getGroupAccessListStatus' })
  expect(asked.length).toBeLessThan(40)
  await page.getByRole('searchbox', { name: 'Search entries' }).fill('worker 229')
  await expect(page.getByText('1 of 230 entries')).toBeVisible()
  await expect(row(page, '198.51.100.229/32')).toContainText('Active')
})

test.describe('when Atlas fails', () => {
  test.beforeEach(
    ({ expectedProblems }) => void expectedProblems.push(/status of (403|429|502|503)/),
  )

  test('the form keeps what was typed when Atlas asks to slow down', async ({ as, project }) => {
    const page = await as('operator')
    await page.goto(sheetOf(project))
    await fill(page, '203.0.113.8/32', 'sandbox: slow down')
    await page.getByRole('button', { name: /^Allow 203/ }).click()
    await expect(page.getByRole('alert')).toContainText('RATE_LIMITED')
    await expect(page.getByRole('alert')).toContainText('Error ID')
    await expect(page.getByLabel('Address')).toHaveValue('203.0.113.8/32')
    await expect(page.getByLabel('Comment')).toHaveValue('sandbox: slow down')
  })

  test('one unreadable state does not affect the others', async ({ as, makeProject, sandbox }) => {
    const project = await makeProject({ accessList: 3 })
    const { groupId } = project
    await sandbox.fault({
      match: { groupId, operationId: 'getGroupAccessListStatus', pathIncludes: '198.51.100.2' },
      times: 50,
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    })
    const page = await as('viewer')
    await page.goto(listOf(project))
    await expect(row(page, '198.51.100.1/32')).toContainText('Active')
    await expect(row(page, '198.51.100.3/32')).toContainText('Active')
    await expect(row(page, '198.51.100.2/32')).toContainText('Unknown')
  })
})
