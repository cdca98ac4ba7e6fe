import { createSearchIndex } from '@/lib/ops/search'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { inLooks } from './support/axe'
import { review } from './support/review'
import { sandbox } from './support/sandbox'
import {
  clusterName,
  editor,
  filledCluster,
  ofCluster,
  row,
  sendAndConfirm,
  sent,
  sheet,
} from './support/search'

test.describe('search nodes', () => {
  test('an operator sees the cost, adds search nodes, and resizes them', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(routes.search(groupId, clusterName))
    await page.getByRole('button', { name: 'Add search nodes' }).click()
    await sheet(page, /^Add search nodes/)
      .getByLabel('Nodes per region')
      .fill('1')
    await page.getByRole('button', { name: 'Add search nodes' }).click()
    await expect(page.getByText('At least 2 nodes')).toBeVisible()
    await page.getByLabel('Nodes per region').fill('3')
    await expect(page.getByText('Atlas bills 3 machines').first()).toBeVisible()
    await sendAndConfirm(page, 'Add search nodes')
    await expect(page.getByText('Updating', { exact: true })).toBeVisible()
    expect(await sent(groupId, 'POST')).toEqual([
      { specs: [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 3 }] },
    ])
  })

  test('an operator reviews a resize, and types a name to delete the search nodes', async ({
    as,
    makeProject,
  }) => {
    const { groupId, list } = await filledCluster(makeProject, { nodes: { nodeCount: 2 } })
    const page = await as('operator')
    await page.goto(list)
    await expect(page.getByText('Running', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Resize', exact: true }).click()
    await page.getByLabel('Nodes per region').fill('4')
    await page.getByRole('button', { name: 'Resize search nodes' }).click()
    const question = review(page)
    await expect(question).toContainText('1 line added, 1 line removed')
    await question.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Delete search nodes' }).click()
    const deletion = page.getByRole('dialog', { name: /^Delete the search nodes/ })
    await deletion.getByLabel(`Type ${clusterName} to continue`).fill(clusterName)
    await deletion.getByRole('button', { name: 'Delete search nodes' }).click()
    await expect(page.getByText('Updating', { exact: true })).toBeVisible()
    expect(await sandbox.calls({ groupId, method: 'DELETE' })).toHaveLength(1)
  })

  test('a flex cluster has indexes, and explains why it has no search nodes', async ({
    as,
    api,
    makeProject,
    expectedProblems,
  }) => {
    // The cluster's own read refuses flex clusters.
    expectedProblems.push(/status of 400/)
    const { groupId } = await makeProject(ofCluster({}, 'FLEX'))
    await done(await api('operator'), createSearchIndex, {
      groupId,
      clusterName,
      database: 'a',
      collectionName: 'b',
      name: 'on flex',
      type: 'search',
      definition: { mappings: { dynamic: true } },
    })
    const page = await as('viewer')
    await page.goto(routes.search(groupId, clusterName))
    await expect(row(page, 'on flex')).toBeVisible()
    await expect(page.getByText(/have search nodes/)).toBeVisible()
    await expect(page.getByText('A flex cluster takes 10 search indexes at most.')).toBeVisible()
  })
})

test.describe('without accessibility problems, wide and narrow', () => {
  test('an index in each of its views', async ({ as, makeProject }) => {
    const { index } = await filledCluster(makeProject)
    const page = await as('operator')
    for (const name of ['reviews_synonyms', 'invoices']) {
      await page.goto(index(name))
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
      await inLooks(page)
    }
    await page.goto(index('products_next'))
    await page.getByRole('button', { name: 'Versions compared' }).click()
    await expect(page.getByText('4 lines added, 0 lines removed')).toBeVisible()
    await inLooks(page)
  })

  test('forms and dialogs', async ({ as, makeProject }) => {
    const { index, list } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(`${list}?panel=create`)
    await expect(page.getByLabel('Database', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Add field' }).click()
    await inLooks(page)
    await page.goto(`${index('product_embeddings')}?panel=change`)
    await expect(page.getByLabel('Vector path')).toHaveValue('embedding')
    await inLooks(page)
    await page.getByRole('button', { name: 'JSON', exact: true }).last().click()
    await expect(editor(page)).toBeVisible()
    await inLooks(page)
  })
})
