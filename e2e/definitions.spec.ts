import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import {
  clusterName,
  editor as definition,
  ofCluster,
  sendAndConfirm,
  sent,
  typeNames,
} from './support/search'
import { lab, editor as pipeline, processorOf, workspaceOf } from './support/streams'

const stages =
  '[{"$source":{"connectionName":"kafka","topic":"in"}},{"$project":{"b":1,"10":1,"9":1.0,"a":9007199254740993}},{"$emit":{"connectionName":"kafka","topic":"out"}}]'

test('a pipeline reaches Atlas, and the page, as it was typed', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, {})
  const page = await as('operator')
  await page.goto(`${workspaceOf(project)}?new=true`)
  await page.getByLabel('Name').fill('ordered')
  await pipeline(page).fill(stages)
  await page.getByRole('button', { name: 'Create processor' }).click()
  await expect(page.getByRole('heading', { name: 'ordered' })).toBeVisible()
  const calls = { groupId: project.groupId, operationId: 'createGroupStreamProcessor' }
  expect((await sandbox.calls(calls)).map(({ body }) => body)).toEqual([
    `{"name":"ordered","pipeline":${stages}}`,
  ])
  const shown = page.getByRole('region', { name: 'Pipeline' })
  await expect(shown).toContainText('"b": 1,')
  const text = ((await shown.textContent()) ?? '').replace(/\s/g, '')
  expect(text).toContain('"b":1,"10":1,"9":1.0,"a":9007199254740993')
})

test('a whole processor file is taken apart with one press, dead-letter queue included', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, {})
  const page = await as('operator')
  await page.goto(`${workspaceOf(project)}?new=true`)
  const dlq = { connectionName: 'sink', db: 'd', coll: 'dlq' }
  const file = `{"name":"orders","pipeline":${stages},"options":{"dlq":${JSON.stringify(dlq)}},"state":"STARTED"}`
  await pipeline(page).fill(file)
  await expect(page.getByText('Not used: state.')).toBeVisible()
  await page.getByRole('button', { name: 'Fill in the form' }).click()
  await expect(page.getByLabel('Name')).toHaveValue('orders')
  await expect(page.getByLabel('Collection')).toHaveValue('dlq')
  await expect(page.getByRole('button', { name: 'Fill in the form' })).toBeHidden()
  await expect(pipeline(page)).toContainText('"9": 1.0')
})

test('mongosh syntax is rewritten with one press', async ({ as, project, sandbox }) => {
  await lab(sandbox, project, {})
  const page = await as('operator')
  await page.goto(`${workspaceOf(project)}?new=true`)
  await pipeline(page).fill(
    "[ { $source: { connectionName: 'kafka', topic: 'in' } }, // in\n { $match: { n: NumberInt(5), at: { $gt: ISODate('2025-01-01') } } },\n { $emit: { connectionName: 'kafka', topic: 'out' } }, ]",
  )
  await expect(page.getByText('This is mongosh syntax')).toBeVisible()
  await page.getByRole('button', { name: 'Rewrite as JSON' }).click()
  await expect(pipeline(page)).toContainText('"$date": "2025-01-01T00:00:00Z"')
  await expect(page.getByText('This is mongosh syntax')).toBeHidden()
  await pipeline(page).fill('[{ $match: { at: new Date() } }]')
  await expect(page.getByText(/be rewritten.*current time/)).toBeVisible()
})

test('what the editor marks as an error keeps the form from being sent', async ({
  as,
  makeProject,
}) => {
  const { groupId } = await makeProject(ofCluster())
  const page = await as('operator')
  await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
  await typeNames(page, 'twice')
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  await definition(page).fill(
    '{"mappings":{"fields":{"title":{"type":"string"},"title":{"type":"autocomplete"}}}}',
  )
  await page.getByRole('button', { name: 'Create index' }).click()
  await expect(page.getByText(/"title" appears twice.*as an array/)).toBeVisible()
  await expect(definition(page)).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  expect(await sent(groupId, 'POST')).toEqual([])
})

test('an index file of the Atlas CLI fills in the form, and its excluded field is shown as such', async ({
  as,
  makeProject,
}) => {
  const { groupId } = await makeProject(ofCluster())
  const page = await as('operator')
  await page.goto(`${routes.search(groupId, clusterName)}?panel=create`)
  await page.getByRole('button', { name: 'JSON', exact: true }).click()
  await definition(page).fill(
    '{"name":"by_title","database":"shop","collectionName":"films","mappings":{"dynamic":true,"fields":{"internal_notes":[],"title":{"type":"string"}}}}',
  )
  await page.getByRole('button', { name: 'Fill in the form' }).click()
  await expect(page.getByLabel('Index name')).toHaveValue('by_title')
  await sendAndConfirm(page, 'Create index')
  await expect(page.getByRole('heading', { name: 'by_title' })).toBeVisible()
  await expect(page.getByText('not indexed')).toBeVisible()
  expect(await sent(groupId, 'POST')).toEqual([
    {
      database: 'shop',
      collectionName: 'films',
      name: 'by_title',
      type: 'search',
      definition: {
        mappings: { dynamic: true, fields: { internal_notes: [], title: { type: 'string' } } },
      },
    },
  ])
})

test('a processor that Atlas lists and cannot read is shown from the list, and can be deleted', async ({
  as,
  project,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 4\d\d/)
  await lab(sandbox, project, { processors: { FAILED: ['odd'] } })
  await sandbox.fault({
    match: { groupId: project.groupId, operationId: 'getGroupStreamProcessor' },
    times: 200,
    fault: { kind: 'status', status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
  })
  const page = await as('operator')
  await page.goto(processorOf(project, 'odd'))
  await expect(page.getByText(/can’t return this processor/)).toBeVisible()
  await expect(page.getByText('STREAM_PROCESSOR_GENERIC_ERROR').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeEnabled()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText('can’t read this processor')
  await question.getByRole('textbox').fill('odd')
  await question.getByRole('button', { name: 'Delete processor' }).click()
  await expect(page).toHaveURL(new RegExp(`${workspaceOf(project)}$`))
})
