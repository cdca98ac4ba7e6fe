import type { Page } from '@playwright/test'
import { z } from 'zod'
import { createSearchIndex } from '@/lib/ops/search'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { enter } from './support/keyboard'
import { type ProjectOptions, type SandboxProject, sandbox } from './support/sandbox'

const production = { tags: [{ key: 'environment', value: 'production' }] }
const filled = z.object({ indexes: z.record(z.string(), z.string()) })
type Make = (options?: ProjectOptions) => Promise<SandboxProject>

/** A cluster on which indexes are built in ten seconds. */
const clusterName = 'quick-search'
const ofCluster = (
  more: ProjectOptions = {},
  type: 'REPLICASET' | 'M0' | 'FLEX' = 'REPLICASET',
) => ({
  ...more,
  clusters: [{ name: clusterName, type }],
})

/** A cluster with the twelve indexes of search-main, or what is asked for; how their pages are reached. */
async function filledCluster(make: Make, what: object = {}, more: ProjectOptions = {}) {
  const { groupId } = await make(ofCluster(more))
  const told = await sandbox.fill({ area: 'search', groupId, clusterName, ...what })
  const { indexes } = filled.parse(told)
  return {
    groupId,
    list: routes.search(groupId, clusterName),
    index: (name: string) => routes.searchIndex(groupId, clusterName, indexes[name] ?? ''),
    change: (name: string, definition: object) =>
      sandbox.fill({ area: 'search', groupId, clusterName, change: { name, definition } }),
  }
}

/** The row that begins with this name. */
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) })
const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const editor = (page: Page) => page.getByRole('textbox', { name: 'Definition as JSON' })
const sent = async (groupId: string, method: string) =>
  (await sandbox.calls({ groupId, method })).map(({ body }): unknown => JSON.parse(String(body)))

async function typeNames(page: Page, name: string, database = 'shop', collection = 'products') {
  await page.getByLabel('Database', { exact: true }).fill(database)
  await page.getByLabel('Collection', { exact: true }).fill(collection)
  await page.getByLabel('Name of the index').fill(name)
}
/** Sends the form and says yes to the question that follows. */
async function sendAndConfirm(page: Page, button: string, phrase?: string) {
  await page.getByRole('button', { name: button }).click()
  const question = page.getByRole('dialog').filter({ hasText: 'Back to the form' })
  if (phrase) await question.getByLabel(`Type ${phrase} to go on`).fill(phrase)
  await question.getByRole('button', { name: button }).click()
}

test.describe('reading', () => {
  test('a viewer sees what every index is doing, and why creating one is not open to them', async ({
    as,
    makeProject,
  }) => {
    const { list } = await filledCluster(makeProject)
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('12 of 12 indexes')).toBeVisible()
    await expect(row(page, 'products_next')).toContainText(
      'Serves version 3 while version 4 builds on 2 of 3 hosts.',
    )
    await expect(row(page, 'products_next')).toContainText('Rebuilding')
    await expect(row(page, 'reviews')).toContainText('Failed')
    await expect(row(page, 'reviews')).not.toContainText('uilding')
    await expect(row(page, 'orders')).toContainText('Stale')
    await expect(row(page, 'leads')).toContainText('Does not exist')
    await expect(page.getByText('5 of 12 indexes need attention')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Create index' })).toHaveAccessibleDescription(
      'Operators can create a search index. Ask one, or request the role.',
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

  test('an approver sees one index on every host, and the version that serves against the one to come', async ({
    as,
    makeProject,
  }) => {
    const { index } = await filledCluster(makeProject)
    const page = await as('approver')
    await page.goto(index('products_next'))
    await expect(page.getByRole('status').filter({ hasText: 'Serves version 3' })).toContainText(
      'while version 4 builds on 2 of 3 hosts. On 1 of 3 hosts version 4 serves already.',
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
      /Operators can delete a search index/,
    )
  })

  test('a failed index says what Atlas says, and a failed change that the old version serves', async ({
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
    await expect(page.getByText('Queries are still answered from version 2.')).toBeVisible()
    await expect(page.getByText('Queries: answered')).toBeVisible()
    await page.goto(index('reviews_synonyms'))
    await expect(row(page, 'brands')).toContainText('has no "synonyms" array')
  })

  test('a cluster without indexes and without search nodes is empty, not broken', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('viewer')
    await page.goto(routes.cluster(groupId, clusterName))
    await page.getByRole('link', { name: 'Search', exact: true }).click()
    await expect(page.getByText('No search index on this cluster')).toBeVisible()
    await expect(page.getByText('No search nodes', { exact: true })).toBeVisible()
  })

  test('when Atlas has no answer for a moment the list stays, and says how old it is', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 50\d/)
    const { groupId, list } = await filledCluster(makeProject, { indexes: 3 })
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('3 of 3 indexes')).toBeVisible()
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
    // From then on the console does not share what it read any more.
    await expect(panel.getByText(/^read \d+ s ago/)).toBeVisible()
    await panel.getByRole('button', { name: 'Read again' }).click()
    await expect(panel.getByText('What you see was')).toBeVisible({ timeout: 30_000 })
    await expect(page.getByText('3 of 3 indexes')).toBeVisible()
  })

  test('an index that is not there is said to be so', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { groupId } = await makeProject(ofCluster())
    const page = await as('viewer')
    await page.goto(routes.searchIndex(groupId, clusterName, 'a'.repeat(24)))
    await expect(page.getByText('There is no such index')).toBeVisible()
    await page.getByRole('link', { name: /^All search indexes/ }).click()
    await expect(page.getByText('No search index on this cluster')).toBeVisible()
  })

  test('200 indexes stay pleasant: all are there, searched and walked through by key', async ({
    as,
    makeProject,
  }) => {
    const { list } = await filledCluster(makeProject, { indexes: 200 })
    const page = await as('viewer')
    await page.goto(list)
    await expect(page.getByText('200 of 200 indexes')).toBeVisible()
    await page.getByRole('searchbox', { name: 'Search indexes' }).fill('index-19')
    await expect(page.getByText('10 of 200 indexes')).toBeVisible()
    await page.getByRole('button', { name: 'Index', exact: true }).click()
    await expect(page.getByRole('row').nth(1)).toContainText('index-190')
  })
})

test.describe('creating', () => {
  test('an operator creates an index with a form and watches it become ready', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(routes.search(groupId, clusterName))
    await page.getByRole('button', { name: 'Create index' }).click()
    const name = 'my “first” index, v1.0/α'
    await typeNames(page, name, 'shop & co', 'products.2024')
    await page.getByRole('checkbox', { name: /Dynamic mapping/ }).uncheck()
    await page.getByRole('button', { name: 'Add field' }).click()
    await page.getByLabel('Field', { exact: true }).fill('title')
    await page.getByLabel('Analyzer').selectOption('lucene.english')
    await sendAndConfirm(page, 'Create the index')
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(page.getByText('Pending', { exact: true })).toBeVisible()
    await expect(page.getByText('Atlas names no hosts', { exact: true })).toBeVisible()
    await expect(page.getByText('Serves version 0 on all 3 hosts.')).toBeVisible({
      timeout: 40_000,
    })
    await expect(page.getByText('Queries: answered')).toBeVisible()
    expect(await sent(groupId, 'POST')).toEqual([
      {
        database: 'shop & co',
        collectionName: 'products.2024',
        name,
        type: 'search',
        definition: {
          mappings: {
            dynamic: false,
            fields: { title: { type: 'string', analyzer: 'lucene.english' } },
          },
        },
      },
    ])
  })

  test('an operator writes a vectorSearch definition as JSON, and is told what is wrong while typing', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
    await typeNames(page, 'vectors')
    await page.getByRole('radio', { name: /^vectorSearch/ }).check()
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    const field = { type: 'vector', path: 'v', numDimensions: 9000, similarity: 'cosine' }
    await editor(page).fill(JSON.stringify({ fields: [field] }, undefined, 2))
    await expect(page.getByText('numDimensions is a whole number from 1 to 8192')).toBeVisible()
    await page.getByRole('button', { name: 'Create the index' }).click()
    await expect(editor(page)).toHaveAttribute('aria-invalid', 'true')
    const good = { fields: [{ ...field, numDimensions: 768 }], future: { kept: true } }
    await editor(page).fill(JSON.stringify(good))
    await expect(page.getByText('“future” is no part of a vectorSearch definition')).toBeVisible()
    await editor(page).fill(JSON.stringify({ fields: good.fields }))
    await expect(page.getByText('“future” is no part')).toBeHidden()
    await sendAndConfirm(page, 'Create the index')
    await expect(page.getByRole('heading', { name: 'vectors' })).toBeVisible()
    expect(await sent(groupId, 'POST')).toMatchObject([
      { type: 'vectorSearch', definition: { fields: good.fields } },
    ])
  })

  test('a definition that hosts cannot build ends as failed, with the reason, and is never called building', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
    await typeNames(page, 'broken')
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    await editor(page).fill('{"mappings": {"dynamic": true}, "analyzer": "lucene.klingon"}')
    await expect(page.getByText(/“lucene.klingon” is neither/)).toBeVisible()
    await sendAndConfirm(page, 'Create the index')
    await expect(page.getByText('The build of version 0 failed on all 3 hosts')).toBeVisible({
      timeout: 40_000,
    })
    await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible()
    await expect(page.getByText('Building', { exact: true })).toHaveCount(0)
  })

  test('a name that is taken is told before anything is sent, and nothing typed is lost', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 409/)
    const { groupId, list } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(`${list}?panel=create`)
    await typeNames(page, 'products')
    await page.getByRole('button', { name: 'Create the index' }).click()
    await expect(page.getByRole('alert')).toContainText('is on shop.products already')
    await expect(page.getByLabel('Name of the index')).toHaveValue('products')
    expect(await sent(groupId, 'POST')).toEqual([])
  })

  test('in production the name is typed before an index is created', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster(production))
    const page = await as('operator')
    await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
    await typeNames(page, 'default')
    await sendAndConfirm(page, 'Create the index', 'default')
    await expect(page.getByRole('heading', { name: 'default' })).toBeVisible()
  })

  test('an index is created with the keyboard alone', async ({ as, makeProject }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(routes.search(groupId, clusterName))
    await enter(page, page.getByRole('button', { name: 'Create index' }))
    await expect(page.getByLabel('Database', { exact: true })).toBeFocused()
    await page.keyboard.type('shop')
    await page.keyboard.press('Tab')
    await page.keyboard.type('products')
    await page.keyboard.press('Tab')
    await page.keyboard.type('by keys')
    await page.keyboard.press('Enter')
    const question = page.getByRole('dialog').filter({ hasText: 'Back to the form' })
    await enter(page, question.getByRole('button', { name: 'Create the index' }))
    await expect(page.getByRole('heading', { name: 'by keys' })).toBeVisible()
  })
})

test.describe('changing and deleting', () => {
  test('an operator replaces a definition after seeing the difference, and takes it back', async ({
    as,
    makeProject,
  }) => {
    const { groupId, index } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(index('products'))
    await page.getByRole('button', { name: 'Change definition' }).click()
    await expect(page.getByText('The whole definition is replaced').first()).toBeVisible()
    await page.getByRole('checkbox', { name: /Dynamic mapping/ }).check()
    await page.getByRole('button', { name: 'Replace the definition' }).click()
    const question = page.getByRole('dialog').filter({ hasText: 'Back to the form' })
    await expect(question).toContainText('1 line added, 1 line removed')
    await question.getByRole('button', { name: 'Replace the definition' }).click()
    await expect(page.getByText('The definition of “products” is replaced')).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: 'Serves version 3' })).toBeVisible()
    const [body] = z
      .array(z.strictObject({ definition: z.looseObject({ mappings: z.looseObject({}) }) }))
      .parse(await sent(groupId, 'PATCH'))
    expect(body?.definition.mappings.dynamic).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Undone')).toBeVisible()
    expect(await sent(groupId, 'PATCH')).toMatchObject([
      {},
      { definition: { mappings: { dynamic: false } } },
    ])
    await expect(page.getByText('Serves version 5 on all 3 hosts.')).toBeVisible({
      timeout: 40_000,
    })
  })

  test('a change made elsewhere meanwhile is shown, and the form goes on from it', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 409/)
    const { groupId, index, change } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(`${index('products')}?panel=change`)
    await expect(page.getByRole('checkbox', { name: /Dynamic mapping/ })).toBeVisible()
    await change('products', { mappings: { dynamic: false, fields: { theirs: { type: 'date' } } } })
    await page.getByRole('button', { name: 'Add field' }).click()
    await page.getByLabel('Field', { exact: true }).last().fill('mine')
    await page.getByRole('button', { name: 'Replace the definition' }).click()
    const told = page.getByRole('alert')
    await expect(told).toContainText('It was changed elsewhere meanwhile')
    await expect(told).toContainText('theirs')
    expect(await sent(groupId, 'PATCH')).toEqual([])
    await told.getByRole('button', { name: 'Go on from what is there now' }).click()
    await expect(told).toBeHidden()
    await sendAndConfirm(page, 'Replace the definition')
    await expect(page.getByRole('dialog')).toBeHidden()
    expect(await sent(groupId, 'PATCH')).toHaveLength(1)
  })

  test('an operator deletes an index by typing its name and sees it go', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { index } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(index('orders'))
    await page.getByRole('button', { name: 'Delete index' }).click()
    const question = page.getByRole('dialog', { name: 'Delete the search index “orders”?' })
    await expect(question).toContainText('Queries that use it fail from then on')
    await expect(question.getByRole('button', { name: 'Delete the index' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await question.getByLabel('Type orders to go on').fill('orders')
    await question.getByRole('button', { name: 'Delete the index' }).click()
    await expect(page.getByText('Atlas is deleting it.')).toBeVisible()
    await expect(page.getByText('This index is gone')).toBeVisible({ timeout: 30_000 })
  })
})

test.describe('search nodes', () => {
  test('an operator adds search nodes after the cost is said, and changes their number', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(routes.search(groupId, clusterName))
    await page.getByRole('button', { name: 'Add search nodes' }).click()
    await sheet(page, /^Add search nodes/)
      .getByLabel('Nodes in each region')
      .fill('1')
    await page.getByRole('button', { name: 'Add the search nodes' }).click()
    await expect(page.getByText('At least 2 nodes')).toBeVisible()
    await page.getByLabel('Nodes in each region').fill('3')
    await expect(page.getByText('Atlas bills 3 machines').first()).toBeVisible()
    await sendAndConfirm(page, 'Add the search nodes')
    await expect(page.getByText('Updating', { exact: true })).toBeVisible()
    expect(await sent(groupId, 'POST')).toEqual([
      { specs: [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 3 }] },
    ])
  })

  test('an operator sees the difference before nodes are changed, and types before they are deleted', async ({
    as,
    makeProject,
  }) => {
    const { groupId, list } = await filledCluster(makeProject, { nodes: { nodeCount: 2 } })
    const page = await as('operator')
    await page.goto(list)
    await expect(page.getByText('Running', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Change size or number' }).click()
    await page.getByLabel('Nodes in each region').fill('4')
    await page.getByRole('button', { name: 'Change the search nodes' }).click()
    const question = page.getByRole('dialog').filter({ hasText: 'Back to the form' })
    await expect(question).toContainText('1 line added, 1 line removed')
    await question.getByRole('button', { name: 'Back to the form' }).click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Delete search nodes' }).click()
    const deletion = page.getByRole('dialog', { name: /^Delete the search nodes/ })
    await deletion.getByLabel(`Type ${clusterName} to go on`).fill(clusterName)
    await deletion.getByRole('button', { name: 'Delete the search nodes' }).click()
    await expect(page.getByText('Updating', { exact: true })).toBeVisible()
    expect(await sandbox.calls({ groupId, method: 'DELETE' })).toHaveLength(1)
  })

  test('a flex cluster takes indexes and says why it has no search nodes', async ({
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
    await expect(page.getByText('cannot have search nodes')).toBeVisible()
    await expect(page.getByText('A flex cluster takes 10 search indexes at most.')).toBeVisible()
  })
})

for (const [look, viewport, colorScheme] of [
  ['wide and light', { width: 1280, height: 800 }, 'light'],
  ['at 320 px and dark', { width: 320, height: 720 }, 'dark'],
] as const)
  test.describe(`without barriers, ${look}`, () => {
    test.use({ viewport, colorScheme })

    const fits = async (page: Page) => {
      const { scroll, client } = await page.evaluate(() => ({
        scroll: document.documentElement.scrollWidth,
        client: document.documentElement.clientWidth,
      }))
      expect(scroll, 'nothing scrolls sideways').toBeLessThanOrEqual(client)
    }

    test(`the list, full and empty, ${look}`, async ({ as, axe, makeProject }) => {
      const { list } = await filledCluster(makeProject, { stories: true, nodes: {} })
      const { groupId } = await makeProject(ofCluster())
      const page = await as('operator')
      await page.goto(list)
      await expect(page.getByText('12 of 12 indexes')).toBeVisible()
      await expect(page.getByText('Running', { exact: true })).toBeVisible()
      expect(await axe(page)).toEqual([])
      await fits(page)
      await page.goto(routes.search(groupId, clusterName))
      await expect(page.getByText('No search nodes', { exact: true })).toBeVisible()
      expect(await axe(page)).toEqual([])
      await fits(page)
    })

    test(`one index in each of its ways, ${look}`, async ({ as, axe, makeProject }) => {
      const { index } = await filledCluster(makeProject)
      const page = await as('operator')
      for (const name of ['reviews_synonyms', 'invoices']) {
        await page.goto(index(name))
        await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
        expect(await axe(page), name).toEqual([])
        await fits(page)
      }
      await page.goto(index('products_next'))
      await page.getByRole('button', { name: 'Versions compared' }).click()
      await expect(page.getByText('4 lines added, 0 lines removed')).toBeVisible()
      expect(await axe(page)).toEqual([])
      await fits(page)
    })

    test(`forms and questions, ${look}`, async ({ as, axe, makeProject }) => {
      const { index, list } = await filledCluster(makeProject)
      const page = await as('operator')
      await page.goto(`${list}?panel=create`)
      await expect(page.getByLabel('Database', { exact: true })).toBeVisible()
      await page.getByRole('button', { name: 'Add field' }).click()
      expect(await axe(page)).toEqual([])
      await page.goto(`${index('product_embeddings')}?panel=change`)
      await expect(page.getByLabel('Path of the vector')).toHaveValue('embedding')
      expect(await axe(page)).toEqual([])
      await page.getByRole('button', { name: 'JSON', exact: true }).last().click()
      await expect(editor(page)).toBeVisible()
      expect(await axe(page)).toEqual([])
      await fits(page)
    })
  })
