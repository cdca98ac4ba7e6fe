import { cancelRestore } from '@/lib/ops/backup-jobs'
import { startRestore } from '@/lib/ops/backup-restore'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { jobs, snapshots, withBackups } from './support/backup'
import { tabTo } from './support/keyboard'
import { outcome } from './support/requests'
import { review } from './support/review'

const production = [{ key: 'environment', value: 'production' }]
const pageOf = ({ groupId }: { groupId: string }) => routes.backup(groupId, 'main')

test('an operator restores a snapshot to another cluster by typing its name', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await withBackups(makeProject, { jobs: 0 })
  const page = await as('operator')
  await page.goto(pageOf(project))
  await snapshots(page)
    .getByRole('button', { name: /^Restore the snapshot of/ })
    .and(page.locator(':not([aria-disabled=true])'))
    .first()
    .click()
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await expect(sheet.getByLabel('Snapshot', { exact: true })).not.toHaveValue('')
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await expect(sheet.getByRole('region', { name: 'Cluster to overwrite' })).toContainText('other')
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  const question = review(page, /^Overwrite other with the snapshot of/)
  await expect(question).toContainText(/can’t be undone/)
  const go = question.getByRole('button', { name: 'Start restore' })
  await expect(go).toHaveAttribute('aria-disabled', 'true')
  const typed = question.getByLabel('Type other to continue')
  await typed.fill('Other')
  await typed.press('Enter')
  await expect(typed).toHaveAccessibleDescription('Type exactly “other”.')
  await typed.fill('other')
  await expect(typed).toHaveAccessibleDescription('')
  await go.click()
  await expect(page.getByText('Restore started').first()).toBeVisible()
  await expect(jobs(page).getByText('7 restore jobs', { exact: true })).toBeVisible()
  const operationId = startRestore.atlas?.op
  const sent = await sandbox.calls({
    groupId: project.groupId,
    ...(operationId ? { operationId } : {}),
  })
  expect(sent).toHaveLength(1)
})

test('a paused target is reported before anything is typed', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await withBackups(makeProject)
  await sandbox.state({ groupId: project.groupId, clusterName: 'other', paused: true })
  const page = await as('operator')
  await page.goto(`${pageOf(project)}?panel=restore`)
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await sheet.getByLabel('Snapshot', { exact: true }).selectOption({ index: 1 })
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await expect(sheet.getByText('other is paused.').first()).toBeVisible()
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  await expect(sheet.getByRole('alert')).toContainText('is paused')
})

test('a point in time is restored with the keyboard alone', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(pageOf(project))
  const open = jobs(page).getByRole('button', { name: 'Restore', exact: true })
  await jobs(page).getByRole('button', { name: 'Refresh' }).focus()
  await page.keyboard.press('Tab')
  await expect(open).toBeFocused()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await expect(sheet.getByRole('radio', { name: /^Restore a snapshot/ })).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await tabTo(page, sheet.getByRole('button', { name: '1 h ago' }))
  await page.keyboard.press('Enter')
  await tabTo(page, sheet.getByLabel('Cluster to overwrite'))
  await page.keyboard.type('other')
  await tabTo(page, sheet.getByRole('button', { name: 'Start restore' }))
  await page.keyboard.press('Enter')
  const question = review(page, /^Overwrite other with main’s data of/)
  await expect(question.getByLabel('Type other to continue')).toBeFocused()
  await page.keyboard.type('other')
  await tabTo(page, question.getByRole('button', { name: 'Start restore' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Restore started').first()).toBeVisible()
  const [sent] = await sandbox.calls({ groupId: project.groupId, method: 'POST' })
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({
    deliveryType: 'pointInTime',
    pointInTimeUTCSeconds: expect.any(Number),
  })
})

test('a restore to production is requested, approved and run', async ({ as, makeProject }) => {
  const project = await withBackups(makeProject, { tags: production })
  const page = await as('operator')
  await page.goto(`${pageOf(project)}?panel=restore`)
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await sheet.getByLabel('Snapshot', { exact: true }).selectOption({ index: 1 })
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await sheet.getByRole('button', { name: 'Request approval' }).click()
  await page.waitForURL(/\/approvals\/new/)
  await expect(page.getByText(/other is a production cluster/).first()).toBeVisible()
  await page.getByLabel('Type other to continue').fill('other')
  await page.getByLabel('Reason').fill('The migration of this morning destroyed orders')
  await page.getByRole('button', { name: /^Send/ }).click()
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)
  const card = page.url()

  const approver = await as('approver')
  await approver.goto(card)
  await expect(approver.getByText(/Overwrite other with the snapshot of/).first()).toBeVisible()
  await approver.getByRole('button', { name: /^Approve/ }).click()
  await review(approver, /^Approve: /)
    .getByRole('button', { name: /^Approve/ })
    .click()
  await expect(outcome(approver)).toContainText('Started in Atlas', { timeout: 40_000 })

  await page.goto(pageOf(project))
  await expect(jobs(page).getByText('7 restore jobs', { exact: true })).toBeVisible({
    timeout: 20_000,
  })
})

test('download links are shown on demand and forgotten with the dialog', async ({
  as,
  makeProject,
}) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(pageOf(project))
  await page.getByRole('button', { name: 'Show the links of the download of main' }).click()
  const dialog = page.getByRole('dialog', { name: 'Download links of main' })
  await expect(dialog).toContainText('recorded under your name')
  await dialog.getByRole('button', { name: 'Show links' }).click()
  const link = dialog.getByRole('region', { name: 'the link: the snapshot' })
  await expect(link).toContainText('https://restore-')
  await expect(dialog.getByRole('button', { name: 'Copy the link: the snapshot' })).toBeVisible()
  const text = (await link.textContent()) ?? ''
  expect(page.url()).not.toContain('restore-')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toBeHidden()
  expect(await page.content()).not.toContain(text)
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  )
  expect(kept).not.toContain(text)

  const auditor = await as('auditor')
  await auditor.goto(routes.audit())
  const shown = auditor.getByText(`restore job ${project.jobs.ready} / download links`)
  await expect(shown.first()).toBeVisible()
  expect(await auditor.content()).not.toContain(text)
})

test('a running restore is canceled after confirmation; a sharded one cannot be', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(pageOf(project))
  await jobs(page).getByRole('button', { name: 'Cancel the restore to main' }).click()
  const question = page.getByRole('dialog', { name: /^Cancel the restore of main/ })
  await expect(question).toContainText('deleted data')
  await question.getByRole('button', { name: 'Cancel job' }).click()
  await expect(page.getByText('Restore canceled').first()).toBeVisible()
  await expect(page.getByRole('list', { name: 'Running now' })).toBeHidden()

  const sharded = await withBackups(makeProject, { type: 'SHARDED' })
  await page.goto(routes.restoreJob(sharded.groupId, 'main', sharded.jobs.running ?? ''))
  await expect(page.getByText('3 parts of the sharded cluster')).toBeVisible()
  await expect(
    page.getByRole('button', { name: /^Cancel the restore/ }),
  ).toHaveAccessibleDescription(/sharded cluster/)
  const operationId = cancelRestore.atlas?.op
  const sent = await sandbox.calls({
    groupId: sharded.groupId,
    ...(operationId ? { operationId } : {}),
  })
  expect(sent).toEqual([])
})

test('a double click calls Atlas once, and the refusal stays visible', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId, ...project } = await withBackups(makeProject)
  const operationId = cancelRestore.atlas?.op ?? ''
  await sandbox.fault({
    match: { groupId, operationId },
    fault: { kind: 'status', status: 409, errorCode: 'CANNOT_CANCEL_AUTOMATED_RESTORE' },
  })
  const page = await as('operator')
  await page.goto(pageOf({ groupId, ...project }))
  await jobs(page).getByRole('button', { name: 'Cancel the restore to main' }).click()
  const question = page.getByRole('dialog', { name: /^Cancel the restore of main/ })
  await expect(question).toContainText('deleted data')
  await question.getByRole('button', { name: 'Cancel job' }).dblclick()
  await expect(question.getByRole('alert')).toContainText('CANNOT_CANCEL_AUTOMATED_RESTORE')
  expect(await sandbox.calls({ groupId, operationId })).toHaveLength(1)
  await question.getByRole('button', { name: 'Keep' }).click()
  await expect(question).toBeHidden()
})

test('an operator takes a snapshot, one at a time', async ({ as, makeProject }) => {
  const project = await withBackups(makeProject, { each: false })
  const page = await as('operator')
  await page.goto(pageOf(project))
  await expect(snapshots(page).getByText('No snapshots')).toBeVisible()
  await page.getByRole('button', { name: 'Take snapshot' }).click()
  const sheet = page.getByRole('dialog', { name: 'Take a snapshot of main' })
  await sheet.getByLabel('Description').fill('Before the release')
  await sheet.getByRole('button', { name: 'Take snapshot' }).click()
  await expect(snapshots(page).getByRole('cell', { name: 'Queued' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Take snapshot' })).toHaveAccessibleDescription(
    /still being taken/,
  )
})

test('the retention of a snapshot is extended, and it is deleted by typing the name', async ({
  as,
  makeProject,
}) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(pageOf(project))
  const row = snapshots(page).getByRole('row').filter({ hasText: 'Before the schema change' })
  await row.getByRole('button', { name: /^Extend/ }).click()
  const sheet = page.getByRole('dialog', { name: /^Retention of the snapshot of/ })
  await expect(sheet.getByText('Expires now')).toBeVisible()
  await expect(sheet.getByLabel('Keep for')).toHaveValue(/^\d+$/)
  await expect(sheet.getByLabel('Unit')).toHaveValue('DAYS')
  await sheet.getByLabel('Keep for').fill('2')
  await sheet.getByLabel('Unit').selectOption('YEARS')
  await expect(sheet.getByText('New expiry')).toBeVisible()
  await sheet.getByRole('button', { name: 'Save retention' }).click()
  const question = review(page, /^Keep the snapshot of .* for 2 years\?/)
  await expect(question).toContainText('expires')
  await question.getByRole('button', { name: 'Save retention' }).click()
  await expect(row).toContainText(/in 7\d\d d/)

  await row.getByRole('button', { name: /^Delete/ }).click()
  const gone = page.getByRole('dialog', { name: /^Delete the snapshot/ })
  await gone.getByLabel('Type main to continue').fill('main')
  await gone.getByRole('button', { name: 'Delete snapshot' }).click()
  await expect(row).toBeHidden()
})

test('several snapshots are deleted at once', async ({ as, makeProject }) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(pageOf(project))
  const list = snapshots(page)
  await expect(list.getByText('6 snapshots', { exact: true })).toBeVisible()
  for (const name of [/Fallback/, /Before the schema change/])
    await list.getByRole('row', { name }).first().getByRole('checkbox').check()
  await list.getByRole('button', { name: 'Delete 2 snapshots' }).click()
  const dialog = page.getByRole('dialog', { name: /^Delete 2 snapshots/ })
  await dialog.getByLabel(/^Type/).fill('2 snapshots')
  await dialog.getByRole('button', { name: 'Delete 2 snapshots' }).click()
  await expect(list.getByText('4 snapshots', { exact: true })).toBeVisible()
})
