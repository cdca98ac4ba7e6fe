import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { sandbox } from './support/sandbox'
import { clusterName, filledCluster, ofCluster, row } from './support/search'

test.describe('reading', () => {
  test('a viewer sees the state of every index, and why they cannot create one', async ({
    as,
    makeProject,
  }) => {
    const { list } = await filledCluster(makeProject)
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('12 indexes', { exact: true })).toBeVisible()
    await expect(row(page, 'products_next')).toContainText(
      'Serving version 3 while version 4 builds on 2 of 3 hosts.',
    )
    await expect(row(page, 'products_next')).toContainText('Rebuilding')
    await expect(row(page, 'reviews')).toContainText('Failed')
    await expect(row(page, 'reviews')).not.toContainText('uilding')
    await expect(row(page, 'orders')).toContainText('Stale')
    await expect(row(page, 'leads')).toContainText('Does not exist')
    await expect(page.getByText('5 of 12 indexes need attention')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Create index' })).toHaveAccessibleDescription(
      /^Only operators can create a search index\. Ask the platform team .*for the role\.$/,
    )
  })

  test('a viewer filters and sorts by database, and reaches one index by name', async ({
    as,
    makeProject,
  }) => {
    const { list } = await filledCluster(makeProject)
    const page = await as('viewer')
    await page.goto(list)
    await page.getByLabel('Filter by database').selectOption({ label: 'Web & Blog (2)' })
    await expect(page.getByText('2 of 12 indexes')).toBeVisible()
    await page.getByRole('link', { name: 'suggest “né” v1.0' }).click()
    await expect(page.getByRole('heading', { name: 'suggest “né” v1.0' })).toBeVisible()
    await expect(page.getByText('Web & Blog.posts/archive 2024')).toBeVisible()
  })

  test('an approver sees an index on every host, and compares the serving version with the next', async ({
    as,
    makeProject,
  }) => {
    const { index } = await filledCluster(makeProject)
    const page = await as('approver')
    await page.goto(index('products_next'))
    await expect(page.getByRole('status').filter({ hasText: 'Serving version 3' })).toContainText(
      'while version 4 builds on 2 of 3 hosts. On 1 of 3 hosts version 4 is already serving.',
    )
    await expect(page.getByRole('row')).toHaveCount(4)
    await expect(page.getByRole('row').nth(2)).toContainText(
      /Ready.*version 3.*Building.*version 4/,
    )
    await page.getByRole('button', { name: 'Versions compared' }).click()
    await expect(page.getByText('From version 3, which serves queries, to version 4')).toBeVisible()
    await expect(page.getByText('4 lines added, 0 lines removed')).toBeVisible()
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    await expect(page.getByText('"normalizer": "lowercase"')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Delete index' })).toHaveAccessibleDescription(
      /Only operators can delete a search index/,
    )
  })

  test('a failed index shows the reason from Atlas, and a failed change shows that the old version serves', async ({
    as,
    makeProject,
  }) => {
    const { index } = await filledCluster(makeProject)
    const page = await as('viewer')
    await page.goto(index('reviews'))
    await expect(page.getByText('Analyzer "lucene.klingon" is neither')).toBeVisible()
    await expect(page.getByText('The build of version 2 failed on all 3 hosts')).toBeVisible()
    await expect(page.getByText('Queries: not answered')).toBeVisible()
    await page.goto(index('pages'))
    await expect(page.getByText('Change failed')).toBeVisible()
    await expect(page.getByText('Queries still use version 2.')).toBeVisible()
    await expect(page.getByText('Queries: answered')).toBeVisible()
    await page.goto(index('reviews_synonyms'))
    await expect(row(page, 'brands')).toContainText('has no "synonyms" array')
  })

  test('a cluster without indexes and search nodes shows empty states', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('viewer')
    await page.goto(routes.cluster(groupId, clusterName))
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    await expect(page.getByText('No search indexes')).toBeVisible()
    await expect(page.getByText('No search nodes', { exact: true })).toBeVisible()
  })

  test('when Atlas does not answer, the list stays and shows its age', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 50\d/)
    const { groupId, list } = await filledCluster(makeProject, { indexes: 3 })
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('3 indexes', { exact: true })).toBeVisible()
    await sandbox.fault({
      match: { groupId, operationId: 'listGroupClusterSearchIndexes' },
      times: 60,
      fault: { kind: 'status', status: 503, errorCode: 'SERVICE_UNAVAILABLE' },
    })
    const panel = page
      .getByRole('region')
      .or(page.locator('section'))
      .filter({
        has: page.getByRole('heading', { name: 'Search indexes' }),
      })
    // After this the console no longer shares the cached read.
    await expect(panel.getByText(/^Updated \d+ s ago/)).toBeVisible()
    await panel.getByRole('button', { name: 'Refresh' }).click()
    await expect(panel.getByText('Out of date')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('3 indexes', { exact: true })).toBeVisible()
  })

  test('an index that does not exist shows as not found', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { groupId } = await makeProject(ofCluster())
    const page = await as('viewer')
    await page.goto(routes.searchIndex(groupId, clusterName, 'a'.repeat(24)))
    await expect(page.getByText('Index not found')).toBeVisible()
    await page.getByRole('main').getByRole('link', { name: 'Search', exact: true }).last().click()
    await expect(page.getByText('No search indexes')).toBeVisible()
  })

  test('200 indexes can be searched and browsed with the keyboard', async ({ as, makeProject }) => {
    const { list } = await filledCluster(makeProject, { indexes: 200 })
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('200 indexes', { exact: true })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search indexes' }).fill('index-19')
    await expect(page.getByText('10 of 200 indexes')).toBeVisible()
    await page.getByRole('button', { name: 'Index', exact: true }).click()
    await expect(page.getByRole('row').nth(1)).toContainText('index-190')
  })
})
