import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('an operator acknowledges an alert and undoes it', async ({ as, axe, project, sandbox }) => {
  const { groupId } = project
  await sandbox.collection({ collection: 'alerts', place: { groupId }, many: 1 })
  const page = await as('operator')
  await page.goto(routes.alerts(groupId))
  await page.getByRole('button', { name: 'Acknowledge Host down', exact: true }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Acknowledge', exact: true }).click()
  await expect(sheet.getByText(/date and time/).first()).toBeVisible()
  await sheet.getByRole('button', { name: '8 h' }).click()
  await sheet.getByLabel('Comment').fill('Atlas repairs the node')
  expect(await axe(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Acknowledge', exact: true }).last().click()
  const row = page.getByRole('row', { name: /Host down/ })
  await expect(row).toContainText('Atlas repairs the node')

  await row.getByRole('link').first().click()
  await expect(page.getByText('Acknowledged by')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1, name: /^Host down/ })).toBeVisible()
  const raw = page.getByLabel('Raw Atlas response')
  await expect(raw).toBeHidden()
  await page.getByText('Raw Atlas response').click()
  await expect(raw.first()).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: 'Unacknowledge' }).click()
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: 'Unacknowledge' }).click()
  await expect(page.getByText('Acknowledged by')).toBeHidden()
})
