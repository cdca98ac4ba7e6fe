import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('an operator sets, changes and deletes a query limit', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  const { groupId } = project
  await sandbox.collection({
    collection: 'dataFederation',
    place: { groupId },
    add: [{ name: 'lake' }],
  })
  const page = await as('operator')
  await page.goto(routes.dataFederation(groupId))
  await page.getByRole('link', { name: 'lake' }).click()
  await page.getByRole('button', { name: 'Add limit' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Data that queries can process').fill('much')
  await dialog.getByRole('button', { name: 'Set limit' }).click()
  await expect(dialog.getByText(/whole bytes/)).toBeVisible()
  await dialog.getByLabel('Data that queries can process').fill('9007199254740993')
  await expect(dialog.getByText('9,007,199,254,740,993 bytes').first()).toBeVisible()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Set limit' }).click()
  await dialog.getByRole('button', { name: 'Set limit' }).last().click()
  const row = page.getByRole('row', { name: /A day/ })
  await expect(row).toContainText('9,007,199,254,740,993 bytes')

  await row.getByRole('button', { name: 'Delete A day' }).click()
  await dialog.getByRole('textbox').fill('lake')
  await dialog.getByRole('button', { name: 'Delete limit' }).click()
  await expect(row).toBeHidden()
})
