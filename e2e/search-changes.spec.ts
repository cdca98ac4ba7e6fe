import { z } from 'zod'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { enter } from './support/keyboard'
import { review } from './support/review'
import {
  clusterName,
  editor,
  filledCluster,
  ofCluster,
  production,
  sendAndConfirm,
  sent,
  typeNames,
  unhurried,
} from './support/search'

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
    await sendAndConfirm(page, 'Create index')
    await expect(page.getByRole('heading', { name })).toBeVisible()
    await expect(page.getByText('Serving version 0 on all 3 hosts.')).toBeVisible({
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

  test('the JSON editor shows errors in a vectorSearch definition while an operator types', async ({
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
    await expect(
      page.getByText('numDimensions is the length of each vector, a whole number from 1 to 8192'),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Create index' }).click()
    await expect(editor(page)).toHaveAttribute('aria-invalid', 'true')
    const good = { fields: [{ ...field, numDimensions: 768 }], future: { kept: true } }
    await editor(page).fill(JSON.stringify(good))
    await expect(page.getByText('does not know “future”')).toBeVisible()
    await editor(page).fill(JSON.stringify({ fields: good.fields }))
    await expect(page.getByText('does not know “future”')).toBeHidden()
    await sendAndConfirm(page, 'Create index')
    await expect(page.getByRole('heading', { name: 'vectors' })).toBeVisible()
    expect(await sent(groupId, 'POST')).toMatchObject([
      { type: 'vectorSearch', definition: { fields: good.fields } },
    ])
  })

  test('an index that hosts cannot build ends as failed with the reason, and never shows as building', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster())
    const page = await as('operator')
    await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
    await typeNames(page, 'broken')
    await page.getByRole('button', { name: 'JSON', exact: true }).click()
    await editor(page).fill('{"mappings": {"dynamic": true}, "analyzer": "lucene.klingon"}')
    await expect(page.getByText(/“lucene.klingon” is not an analyzer/)).toBeVisible()
    await sendAndConfirm(page, 'Create index')
    await expect(page.getByText('The build of version 0 failed on all 3 hosts')).toBeVisible({
      timeout: 40_000,
    })
    await expect(page.getByText('Failed', { exact: true }).first()).toBeVisible()
    await expect(page.getByText('Building', { exact: true })).toHaveCount(0)
  })

  test('a taken name is refused before anything is sent, and what was typed stays', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 409/)
    const { groupId, list } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(`${list}?panel=create`)
    await typeNames(page, 'products')
    await page.getByRole('button', { name: 'Create index' }).click()
    await expect(page.getByRole('alert')).toContainText('already has an index')
    await expect(page.getByLabel('Index name')).toHaveValue('products')
    expect(await sent(groupId, 'POST')).toEqual([])
  })

  test('in production an operator types the name before creating an index', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject(ofCluster(production))
    const page = await as('operator')
    await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
    await typeNames(page, 'default')
    await sendAndConfirm(page, 'Create index', 'default')
    await expect(page.getByRole('heading', { name: 'default' })).toBeVisible()
  })

  test('an operator creates an index with the keyboard alone', async ({ as, makeProject }) => {
    const { groupId } = await makeProject(ofCluster({}, 'REPLICASET', unhurried))
    const page = await as('operator')
    await page.goto(routes.search(groupId, unhurried))
    await enter(page, page.getByRole('button', { name: 'Create index' }))
    await expect(page.getByLabel('Database', { exact: true })).toBeFocused()
    await page.keyboard.type('shop')
    await page.keyboard.press('Tab')
    await page.keyboard.type('products')
    await page.keyboard.press('Tab')
    await page.keyboard.type('by keys')
    await page.keyboard.press('Enter')
    const question = review(page)
    await enter(page, question.getByRole('button', { name: 'Create index' }))
    await expect(page.getByRole('heading', { name: 'by keys' })).toBeVisible()
    await expect(page.getByText('Pending', { exact: true })).toBeVisible()
    await expect(page.getByText('No hosts yet', { exact: true })).toBeVisible()
  })
})

test.describe('changing and deleting', () => {
  test('an operator reviews the difference, replaces a definition, and undoes it', async ({
    as,
    makeProject,
  }) => {
    const { groupId, index } = await filledCluster(makeProject)
    const page = await as('operator')
    await page.goto(index('products'))
    await page.getByRole('button', { name: 'Edit definition' }).click()
    await expect(page.getByText('replaces the whole definition').first()).toBeVisible()
    await page.getByRole('checkbox', { name: /Dynamic mapping/ }).check()
    await page.getByRole('button', { name: 'Replace definition' }).click()
    const question = review(page)
    await expect(question).toContainText('1 line added, 1 line removed')
    await question.getByRole('button', { name: 'Replace definition' }).click()
    await expect(page.getByText('Definition of “products” replaced')).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: 'Serving version 3' })).toBeVisible()
    const [body] = z
      .array(z.strictObject({ definition: z.looseObject({ mappings: z.looseObject({}) }) }))
      .parse(await sent(groupId, 'PATCH'))
    expect(body?.definition.mappings.dynamic).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    const back = page.getByRole('dialog').filter({ hasText: 'rebuilds the index' })
    await expect(back).toBeVisible()
    expect(await sent(groupId, 'PATCH')).toHaveLength(1)
    await back.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('Undone')).toBeVisible()
    expect(await sent(groupId, 'PATCH')).toMatchObject([
      {},
      { definition: { mappings: { dynamic: false } } },
    ])
    await expect(page.getByText('Serving version 5 on all 3 hosts.')).toBeVisible({
      timeout: 40_000,
    })
  })

  test('a change made elsewhere meanwhile is shown, and the form continues from it', async ({
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
    await page.getByRole('button', { name: 'Replace definition' }).click()
    const told = page.getByRole('alert')
    await expect(told).toContainText('changed by someone else')
    await expect(told).toContainText('theirs')
    expect(await sent(groupId, 'PATCH')).toEqual([])
    await told.getByRole('button', { name: 'Continue with the current version' }).click()
    await expect(told).toBeHidden()
    await sendAndConfirm(page, 'Replace definition')
    await expect(page.getByRole('dialog')).toBeHidden()
    expect(await sent(groupId, 'PATCH')).toHaveLength(1)
  })

  test('an operator types the name to delete an index, and watches it disappear', async ({
    as,
    makeProject,
    expectedProblems,
  }) => {
    expectedProblems.push(/status of 404/)
    const { index } = await filledCluster(makeProject, {}, unhurried)
    const page = await as('operator')
    await page.goto(index('orders'))
    await page.getByRole('button', { name: 'Delete index' }).click()
    const question = page.getByRole('dialog', { name: 'Delete the search index “orders”?' })
    await expect(question).toContainText('Queries that use it will fail')
    await expect(question.getByRole('button', { name: 'Delete index' })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await question.getByLabel('Type orders to continue').fill('orders')
    await question.getByRole('button', { name: 'Delete index' }).click()
    await expect(page.getByText('Atlas is deleting this index.').last()).toBeVisible()
    await expect(page.getByText('in progress for')).toHaveCount(0)
    await expect(page.getByText('Index deleted')).toBeVisible({ timeout: 60_000 })
  })
})
