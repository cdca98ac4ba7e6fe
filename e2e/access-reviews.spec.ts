import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

test('an auditor starts a review, a reviewer marks an entry, and the usual command asks before it removes it', async ({
  as,
  axe,
  makeProject,
}) => {
  const project = await makeProject({ accessList: 2 })
  // Reviewers are people who signed in.
  const operator = await as('operator')
  await operator.goto(routes.accessReviews())

  const page = await as('auditor')
  await page.goto(routes.accessReviews())
  await page.getByRole('button', { name: 'Start review' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill(`Review ${project.name}`)
  await form.getByLabel('Organization').selectOption(project.orgId)
  await form.getByRole('combobox', { name: 'Projects' }).fill(project.name)
  await page.getByRole('option', { name: project.name }).click()
  await form.getByRole('combobox', { name: 'Reviewers' }).fill('Omar')
  await page.getByRole('option', { name: /Omar Haddad/ }).click()
  await form.getByLabel('Due').fill('2030-12-01T12:00')
  await form.getByRole('button', { name: 'Start review' }).click()
  await expect(form).toBeHidden()
  await page.getByRole('link', { name: `Review ${project.name}` }).click()
  await expect(page.getByText(/Decided 0 of \d+/)).toBeVisible()
  expect(await axe(page)).toEqual([])

  await operator.goto(new URL(page.url()).pathname)
  const entry = operator.getByRole('row').filter({ hasText: 'Access list entry' }).first()
  await entry.getByRole('button', { name: /^Decide/ }).click()
  const decision = operator.getByRole('dialog')
  await decision.getByLabel('Decision').selectOption('revoke')
  await decision.getByLabel('Remark').fill('Nobody knows it')
  await decision.getByRole('button', { name: 'Save decision' }).click()
  await expect(operator.getByText(/Decided 1 of \d+/)).toBeVisible()
  await entry.getByRole('button', { name: /^Remove/ }).click()
  await expect(operator.getByText('can no longer connect')).toBeVisible()
  await operator.getByRole('button', { name: 'Cancel' }).click()
  await expect(entry).toContainText('Nobody knows it')
})
