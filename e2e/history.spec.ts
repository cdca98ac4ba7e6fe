import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { fill, row } from './support/access-list'

test('an operator’s change appears in the history of the list, in the project’s changes, and for an auditor by person', async ({
  as,
  makeProject,
}) => {
  const { groupId } = await makeProject()
  const operator = await as('operator')
  await operator.goto(routes.accessList(groupId))
  await operator.getByRole('button', { name: 'Allow address' }).first().click()
  await fill(operator, '198.51.100.77', 'office of Ines')
  await operator.getByRole('button', { name: /^Allow 198\.51\.100\.77/ }).click()
  await expect(row(operator, '198.51.100.77/32')).toBeVisible()
  await operator.getByRole('button', { name: 'Show history' }).click()
  const history = operator
    .getByRole('region', { name: 'History' })
    .or(operator.locator('section', { has: operator.getByRole('heading', { name: 'History' }) }))
  await expect(history.getByText('Omar Haddad').first()).toBeVisible()
  await expect(history.getByText('Done').first()).toBeVisible()
  await expect(operator).toHaveURL(/history=open/)
  await operator.getByRole('button', { name: 'History of 198.51.100.77/32' }).click()
  const ofRow = operator.getByRole('dialog', { name: /198\.51\.100\.77/ })
  await expect(ofRow.getByText('Omar Haddad').first()).toBeVisible()
  await operator.keyboard.press('Escape')
  await expect(ofRow).toBeHidden()
  await operator.keyboard.press('Control+k')
  await operator.keyboard.press('w')
  await expect(operator.getByRole('option', { name: /What changed/ }).first()).toBeVisible()
  await operator.keyboard.press('Enter')
  await expect(operator).toHaveURL(routes.changes(groupId))

  const viewer = await as('viewer')
  await viewer.goto(routes.changes(groupId))
  await viewer
    .getByRole('button', { name: /^View / })
    .first()
    .click()
  const dialog = viewer.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: 'Values sent' })).toBeVisible()
  await dialog.getByRole('button', { name: 'JSON' }).click()
  await expect(dialog.getByText(/\(hidden\)/).first()).toBeVisible()
  await expect(dialog.getByText('Ines')).toHaveCount(0)

  const auditor = await as('auditor')
  await auditor.goto(routes.audit({ person: 'operator', project: groupId }))
  await auditor.getByRole('checkbox', { name: 'Include machines they own' }).check()
  await expect(auditor).toHaveURL(/machines=owned/)
  await expect(auditor.getByRole('cell', { name: /^Command done/ }).first()).toBeVisible()
})

test('without Atlas’s events, the page says what is missing', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await makeProject()
  await sandbox.fault({
    match: { operationId: 'listGroupEvents', groupId },
    times: 50,
    fault: { kind: 'status', status: 500 },
  })
  const page = await as('viewer')
  await page.goto(routes.changes(groupId))
  await expect(page.getByText(/events are missing/)).toBeVisible()
})
