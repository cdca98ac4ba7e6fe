import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'

const analytics = '63c5335de3498b84c7cb9bc9'

test('an operator adds a bucket with an authorized role and deletes it', async ({
  as,
  axe,
  project,
}) => {
  const page = await as('operator')
  await page.goto(routes.exportBuckets(project.groupId))
  await page.getByRole('button', { name: 'Add Azure bucket' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Service URL').fill('https://contosobackups.blob.core.windows.net')
  await dialog.getByRole('button', { name: 'Add bucket' }).click()
  await expect(dialog.getByText('Choose a role').last()).toBeVisible()
  await dialog.getByLabel('Cloud role').selectOption({ index: 1 })
  await dialog.getByRole('button', { name: 'Add bucket' }).click()
  await expect(dialog.getByText(/Enter the container/)).toBeVisible()
  await dialog.getByLabel('Container').fill('exports')
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Add bucket' }).click()
  await dialog.getByRole('button', { name: 'Add bucket' }).last().click()
  await page.getByRole('link', { name: 'exports', exact: true }).click()
  await expect(page.getByText('https://contosobackups.blob.core.windows.net')).toBeVisible()
  await expect(page.getByText('No cluster')).toBeVisible()
  expect(await axe(page)).toEqual([])

  await page.getByRole('link', { name: 'Backup exports' }).first().click()
  await page.getByRole('button', { name: 'Delete exports' }).click()
  await expect(dialog.getByText(/exports in it.*kept/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete bucket' }).click()
  await expect(page.getByText('No export buckets')).toBeVisible()
})

test('an AWS bucket is limited to private networking and opened again', async ({
  as,
  axe,
  project,
}) => {
  const page = await as('operator')
  await page.goto(routes.exportBuckets(project.groupId))
  await page.getByRole('button', { name: 'Add AWS bucket' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Cloud role').selectOption({ index: 1 })
  await dialog.getByLabel('Bucket').fill('contoso-exports')
  await dialog.getByRole('button', { name: 'Add bucket' }).click()
  await dialog.getByRole('button', { name: 'Add bucket' }).last().click()
  await page.getByRole('link', { name: 'contoso-exports', exact: true }).click()
  await page.getByRole('button', { name: 'Require private networking' }).click()
  await expect(dialog.getByText(/private endpoints/).first()).toBeVisible()
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Change networking' }).click()
  await expect(page.getByText('Private only')).toBeVisible()
  await page.getByRole('button', { name: 'Allow public networking' }).click()
  await expect(dialog.getByText(/public internet/).first()).toBeVisible()
  await dialog.getByRole('button', { name: 'Change networking' }).click()
  await expect(page.getByText('Public or private')).toBeVisible()
})

test('a bucket that a cluster exports to can’t be deleted, and its page says why', async ({
  as,
}) => {
  const page = await as('operator')
  await page.goto(routes.exportBuckets(analytics))
  const row = page.getByRole('row', { name: /contoso-snapshots .*warehouse/ })
  await expect(row).toBeVisible()
  await expect(row.getByRole('button', { name: /Delete/ })).toHaveAttribute('aria-disabled', 'true')
})

test('exporting a production snapshot needs approval, and exports show their state', async ({
  as,
  axe,
}) => {
  const page = await as('operator')
  await page.goto(routes.exports(analytics, 'reports'))
  await expect(page.getByText(/ACCESS_DENIED/)).toBeVisible()
  await page.getByRole('button', { name: 'Export snapshot' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Snapshot').selectOption({ index: 1 })
  await dialog.getByLabel('Bucket').selectOption({ index: 1 })
  await expect(dialog.getByText(/needs approval/)).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page
    .getByRole('row', { name: /Failed/ })
    .getByRole('link')
    .first()
    .click()
  await expect(page.getByText(/exported_snapshots/)).toBeVisible()
  expect(await axe(page)).toEqual([])
})
