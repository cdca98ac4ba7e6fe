import type { Page } from '@playwright/test'
import { startRestore } from '@/lib/ops/backup-restore'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { jobs, snapshots, withBackups } from './support/backup'
import { holdSending } from './support/hold'
import { clusterNamed, revokeCalls } from './support/requests'
import { review } from './support/review'
import { sandbox } from './support/sandbox'

const offlineBar = (page: Page) => page.getByText(/You’re offline/).first()

/** Cuts the page's network, or gives it back; settles when the page knows. */
async function network(page: Page, is: 'off' | 'on') {
  await page.context().setOffline(is === 'off')
  if (is === 'off') await expect(offlineBar(page)).toBeVisible()
  else await expect(page.getByText(/You’re offline/)).toHaveCount(0)
}

test.beforeEach(({ expectedProblems }) => {
  expectedProblems.push(/ERR_INTERNET_DISCONNECTED/)
})

test('a restore pressed offline is refused at once, and never sent afterwards', async ({
  as,
  makeProject,
}) => {
  const project = await withBackups(makeProject, { jobs: 0 })
  const { groupId } = project
  const operationId = startRestore.atlas?.op ?? ''
  const restores = () => sandbox.calls({ groupId, operationId })
  const page = await as('operator')
  await page.goto(routes.backup(groupId, 'main'))
  await snapshots(page)
    .getByRole('button', { name: /^Restore the snapshot of/ })
    .and(page.locator(':not([aria-disabled=true])'))
    .first()
    .click()
  const sheet = page.getByRole('dialog', { name: 'Restore from main' })
  await sheet.getByLabel('Cluster to overwrite').selectOption('other')
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  const question = review(page, /^Overwrite other with the snapshot of/)
  await question.getByRole('textbox').fill('other')

  await network(page, 'off')
  await question.getByRole('button', { name: 'Start restore' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'offline' })).toContainText(
    'Nothing was sent',
  )
  await expect(
    sheet.getByRole('combobox', { name: 'Cluster to overwrite' }),
    'what was chosen stays',
  ).toHaveValue('other')
  // A second way: the check that comes before the question is not kept for later either.
  await sheet.getByRole('button', { name: 'Start restore' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'offline' })).toBeVisible()
  await sheet.getByRole('button', { name: 'Cancel' }).click()
  await expect(sheet).toBeHidden()

  const read = page.waitForResponse((r) => r.ok() && r.url().includes('/api/ops/'))
  await network(page, 'on')
  await jobs(page).getByRole('button', { name: 'Refresh' }).click()
  await read
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await restores()).toEqual([])
})

test('a grant from outside that is revoked offline stays, and only the next press revokes it', async ({
  as,
  makeProject,
}) => {
  test.setTimeout(120_000)
  const clusterName = clusterNamed('offline')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  const expirationTime = new Date(Date.now() + 7_200_000).toISOString()
  await sandbox.state({
    groupId,
    clusterName,
    grant: { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime },
  })
  const page = await as('operator')
  await page.goto(routes.cluster(groupId, clusterName))
  const incident = page.getByRole('region', { name: `Incident on ${clusterName}` })
  const open = incident.getByRole('button', { name: `Revoke ${clusterName}` })
  await expect(open).toBeVisible({ timeout: 60_000 })
  await open.click()
  await page.getByLabel('Reason (optional)').fill('Nobody requested this')

  await network(page, 'off')
  await page.getByRole('button', { name: 'Revoke now' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'offline' })).toContainText(
    'Nothing was sent',
  )
  await expect(page.getByLabel('Reason (optional)')).toHaveValue('Nobody requested this')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await network(page, 'on')

  await open.click()
  expect(await revokeCalls(groupId)).toEqual([])
  await page.getByRole('button', { name: 'Revoke now' }).click()
  await expect(incident).toBeHidden({ timeout: 60_000 })
  expect(await revokeCalls(groupId)).toHaveLength(1)
})

test('a link followed offline leaves the page standing, and works when the network is back', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  await page.goto(routes.clusters(project.groupId))
  const link = page.getByRole('link', { name: 'Access list' })
  await expect(link).toBeVisible()
  await network(page, 'off')
  await link.click()
  await expect(page.getByText(/this page stays open/)).toBeVisible()
  await expect(page).toHaveURL(routes.clusters(project.groupId))
  await network(page, 'on')
  await link.click()
  await expect(page).toHaveURL(routes.accessList(project.groupId))
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('a dialog stays open while it sends; a person can stop waiting and sees what is known', async ({
  as,
  makeProject,
}) => {
  test.setTimeout(120_000)
  const clusterName = clusterNamed('waiting')
  const { groupId } = await makeProject({ clusters: [{ name: clusterName }] })
  const expirationTime = new Date(Date.now() + 7_200_000).toISOString()
  await sandbox.state({
    groupId,
    clusterName,
    grant: { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime },
  })
  const page = await as('operator')
  await page.goto(routes.cluster(groupId, clusterName))
  const incident = page.getByRole('region', { name: `Incident on ${clusterName}` })
  await incident.getByRole('button', { name: `Revoke ${clusterName}` }).click({ timeout: 60_000 })
  await page.getByLabel('Reason (optional)').fill('Nobody requested this')
  const release = await holdSending(page, routes.op('slots.revoke'))
  // At once, before the page has had time to say that it is sending.
  await page.getByRole('button', { name: 'Revoke now' }).evaluate(async (button: HTMLElement) => {
    button.click()
    for (let i = 0; i < 50; i++) await null
    button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  })
  await page.getByRole('button', { name: 'Stop waiting' }).click()
  await release()
  await expect(page.getByRole('alert').filter({ hasText: 'Not confirmed' })).toContainText(
    'stopped waiting',
  )
  await expect(incident).toBeVisible()
  expect(await revokeCalls(groupId), 'what was stopped before it left is gone').toEqual([])
})
