import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { inLooks } from './support/axe'
import { jobs, panel, snapshots, withBackups } from './support/backup'
import { visit } from './support/every-page'
import { review } from './support/review'

const pageOf = ({ groupId }: { groupId: string }) => routes.backup(groupId, 'main')

test('a viewer sees every job with its state and target, and why they cannot start one', async ({
  as,
  makeProject,
}) => {
  const project = await withBackups(makeProject)
  const page = await as('viewer')
  await page.goto(pageOf(project))
  const list = jobs(page)
  for (const state of [
    'Running…',
    'Ready to download',
    'Finished',
    'Failed',
    'Expired',
    'Canceled',
  ])
    await expect(list.getByRole('cell', { name: state }).first()).toBeVisible()
  await expect(list.getByText('6 restore jobs', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Running now' })).toContainText('Overwrites')
  await expect(
    list.getByRole('button', { name: 'Restore', exact: true }),
  ).toHaveAccessibleDescription(/perators can restore a backup/)
  await expect(
    page.getByRole('button', { name: 'Show the links of the download of main' }),
  ).toHaveAccessibleDescription(/perators can show download links/)
  await expect(
    page.getByRole('button', { name: /^Delete the snapshot/ }).first(),
  ).toHaveAccessibleDescription(/perators can delete a snapshot/)
  expect(await page.content()).not.toContain('https://restore-')
})

test('the page of a job shows its target and the raw response', async ({ as, makeProject }) => {
  const other = await makeProject({ clusters: [{ name: 'stage' }] })
  const project = await withBackups(makeProject, {
    target: { groupId: other.groupId, clusterName: 'stage' },
  })
  const page = await as('viewer')
  await page.goto(pageOf(project))
  await page
    .getByRole('list', { name: 'Running now' })
    .getByRole('link', { name: 'View job' })
    .click()
  await expect(page.getByRole('heading', { name: 'Snapshot restore' })).toBeVisible()
  const goes = panel(page, 'Source and target')
  await expect(goes.getByRole('link', { name: 'stage' })).toBeVisible()
  await expect(goes).toContainText(`in ${other.name}`)
  await page.getByText('Raw Atlas response').click()
  await expect(page.getByText('targetDeploymentItemName')).toBeVisible()
  await page.getByRole('link', { name: 'Backup' }).last().click()
  await expect(jobs(page)).toBeVisible()
})

test('a compliance policy is shown, and one that cannot be read is reported', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const held = await withBackups(makeProject, { policy: 'ACTIVE' })
  const page = await as('operator')
  await page.goto(pageOf(held))
  await expect(page.getByText('This project has a backup compliance policy')).toBeVisible()
  await expect(
    page.getByRole('button', { name: /^Delete the snapshot/ }).first(),
  ).toHaveAccessibleDescription(/compliance policy/)

  const unknown = await withBackups(makeProject)
  await sandbox.fault({
    match: { operationId: 'getGroupBackupCompliancePolicy', groupId: unknown.groupId },
    times: 20,
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await page.goto(pageOf(unknown))
  await expect(
    page.getByText(/can’t tell if this project has a backup compliance policy/),
  ).toBeVisible()
  await expect(jobs(page).getByText('6 restore jobs', { exact: true })).toBeVisible()
})

test('snapshots work when the list of jobs fails', async ({ as, makeProject, sandbox }) => {
  const project = await withBackups(makeProject)
  await sandbox.fault({
    match: { operationId: 'listGroupClusterBackupRestoreJobs', groupId: project.groupId },
    times: 50,
    fault: { kind: 'status', status: 500 },
  })
  const page = await as('viewer')
  await page.goto(pageOf(project))
  await expect(jobs(page).getByRole('alert')).toContainText('Couldn’t load this', {
    timeout: 20_000,
  })
  await expect(snapshots(page).getByText('6 snapshots', { exact: true })).toBeVisible()
})

test('nothing is offered for a cluster or workspace that does not exist', async ({
  as,
  project,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 404/)
  const page = await as('operator')
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const { groupId } = project
  await page.goto(routes.backup(groupId, 'nope'))
  for (const name of ['Restore', 'Take snapshot'])
    await expect(button(name)).toHaveAccessibleDescription('This cluster does not exist.')
  await page.goto(routes.search(groupId, 'nope'))
  await expect(button('Create index')).toHaveAccessibleDescription('This cluster does not exist.')
  await page.goto(routes.streamWorkspace(groupId, '../..'))
  for (const name of ['Create processor', 'Delete the workspace ../..'])
    await expect(button(name)).toHaveAccessibleDescription('This workspace does not exist.')
})

test('500 restore jobs are one searchable list', async ({ as, makeProject }) => {
  const project = await withBackups(makeProject, { jobs: 500 })
  const page = await as('viewer')
  await page.goto(pageOf(project))
  const list = jobs(page)
  await expect(list.getByText('506 restore jobs', { exact: true })).toBeVisible()
  expect(await list.getByRole('row').count()).toBeLessThan(80)
  await list.getByRole('searchbox').fill('Canceled')
  await expect(list.getByText('1 of 506 restore jobs')).toBeVisible()
})

test('a flex cluster uses the flex operations, and serverless jobs are explained', async ({
  as,
  makeProject,
}) => {
  const project = await withBackups(makeProject, { type: 'FLEX' })
  const page = await as('operator')
  await page.goto(pageOf(project))
  await expect(jobs(page).getByText('7 restore jobs', { exact: true })).toBeVisible()
  await expect(panel(page, 'Serverless restore jobs')).toBeHidden()
  await page.getByRole('button', { name: 'Check Atlas' }).click()
  await expect(panel(page, 'Serverless restore jobs')).toContainText(/22 August.*VERSION_GONE/s)

  await page.getByRole('button', { name: 'Show the links of the download of main' }).click()
  const links = page.getByRole('dialog', { name: 'Download links of main' })
  await links.getByRole('button', { name: 'Show links' }).click()
  await expect(links.getByRole('region', { name: 'the link: the snapshot' })).toContainText(
    'https:',
  )
  await links.getByRole('button', { name: 'Done' }).click()

  await panel(page, 'Snapshots')
    .getByRole('button', { name: /^Restore the snapshot of/ })
    .and(page.locator(':not([aria-disabled=true])'))
    .first()
    .click()
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await expect(sheet.getByLabel('Snapshot', { exact: true })).not.toHaveValue('')
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  const question = review(page, /^Overwrite other/)
  await question.getByLabel('Type other to continue').fill('other')
  await question.getByRole('button', { name: 'Start restore' }).click()
  await expect(jobs(page).getByText('8 restore jobs', { exact: true })).toBeVisible()

  const kept = await withBackups(makeProject, { type: 'FLEX', serverless: true })
  await page.goto(pageOf(kept))
  const old = panel(page, 'Serverless restore jobs')
  await expect(old.getByText('3 restore jobs', { exact: true })).toBeVisible()
  await expect(old).toContainText('2026')
})

test('axe finds nothing on the pages of backups, wide and narrow', async ({ as, makeProject }) => {
  const full = await withBackups(makeProject, { policy: 'ACTIVE', collections: true })
  const sharded = await withBackups(makeProject, { type: 'SHARDED' })
  const flex = await withBackups(makeProject, { type: 'FLEX' })
  const page = await as('operator')
  for (const path of [
    pageOf(full),
    pageOf(flex),
    routes.restoreJob(sharded.groupId, 'main', sharded.jobs.ready ?? ''),
    routes.restoreJob(flex.groupId, 'main', flex.jobs.download ?? ''),
  ]) {
    await visit(page, path)
    await inLooks(page)
  }
})

test('axe finds nothing in the forms of backups, wide and narrow', async ({ as, makeProject }) => {
  const project = await withBackups(makeProject)
  const page = await as('operator')
  await page.goto(`${pageOf(project)}?panel=restore`)
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await inLooks(page)
  await sheet.getByText('Restore a point in time').click()
  await sheet.getByRole('button', { name: 'Oplog entry' }).click()
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  await expect(sheet.getByText('Enter the timestamp of the oplog entry.')).toBeVisible()
  await inLooks(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Show the links of the download of main' }).click()
  await page.getByRole('button', { name: 'Show links' }).click()
  await expect(page.getByRole('region', { name: /^the link/ }).first()).toBeVisible()
  await inLooks(page)
})
