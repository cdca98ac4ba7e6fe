import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { panel, withBackups } from './support/backup'
import { review } from './support/review'

const DAY_MS = 86_400_000
const name = 'orders-daily'

test('data lake pipelines are explained where Atlas no longer answers', async ({
  as,
  axe,
  project,
}) => {
  const page = await as('viewer')
  await page.goto(routes.clusters(project.groupId))
  await expect(page.getByRole('link', { name: 'Data lake pipelines' })).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.type('lake pipelines')
  await page
    .getByRole('option', { name: /^Data lake pipelines/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { name: 'Data lake pipelines' })).toBeVisible()
  await expect(panel(page, 'Pipelines')).toContainText(/VERSION_GONE/)
  await expect(page.getByRole('link', { name: 'export snapshots' })).toBeVisible()
  expect(await axe(page)).toEqual([])
})

test('a pipeline is paused and resumed where Atlas still answers', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await withBackups(makeProject, { each: false, serverless: true })
  await sandbox.collection({ collection: 'pipelines', place: { groupId }, add: [{ name }] })
  const page = await as('operator')
  await page.goto(routes.dataFederation(groupId))
  await page.getByRole('link', { name: 'View pipelines' }).click()
  const list = panel(page, 'Pipelines')
  await expect(list).toContainText(/removed this operation/)
  expect(await axe(page)).toEqual([])
  await list.getByRole('button', { name: `Pause ${name}` }).click()
  await review(page, /^Pause the data lake pipeline/)
    .getByRole('button', { name: 'Pause pipeline' })
    .click()
  await expect(list.getByRole('cell', { name: 'Paused' })).toBeVisible()
  await list.getByRole('link', { name }).click()
  await expect(panel(page, 'Pipeline').getByText('Paused').first()).toBeVisible()
  expect(await axe(page)).toEqual([])
  await page.getByRole('button', { name: `Resume ${name}` }).click()
  await review(page, /^Resume the data lake pipeline/)
    .getByRole('button', { name: 'Resume pipeline' })
    .click()
  await expect(panel(page, 'Pipeline').getByText('Active').first()).toBeVisible()
})

test('the expiry of a legacy snapshot changes, and each choice says what it clears', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const { groupId } = await makeProject({ clusters: [{ name: 'main' }, { name: 'plain' }] })
  const page = await as('operator')
  await page.goto(routes.backup(groupId, 'plain'))
  await expect(panel(page, 'Snapshots')).toBeVisible()
  await expect(panel(page, 'Legacy snapshots')).toBeHidden()

  const expires = new Date(Date.now() + 7 * DAY_MS).toISOString()
  await sandbox.collection({
    collection: 'legacySnapshots',
    place: { groupId, clusterName: 'main' },
    add: [{ doNotDelete: false, expires }],
  })
  await page.goto(routes.backup(groupId, 'main'))
  const list = panel(page, 'Legacy snapshots')
  await expect(list).toContainText(/deprecated this operation/)
  expect(await axe(page)).toEqual([])
  await list.getByRole('button', { name: /^Edit expiry/ }).click()
  const sheet = page.getByRole('dialog', { name: /^Expiry of/ })
  await sheet.getByText('Keep until someone deletes it').click()
  expect(await axe(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Save expiry' }).click()
  const question = review(page, /^Keep the snapshot/)
  await expect(question).toContainText(/Clears the expiry/)
  await question.getByRole('button', { name: 'Save expiry' }).click()
  await expect(list.getByRole('cell', { name: 'Kept until deleted' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await expect(list.getByRole('cell', { name: 'Kept until deleted' })).toBeHidden()
})
