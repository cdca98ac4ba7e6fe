import { getGuided, leaveGuided } from '@/lib/ops/guided'
import { changeProcessor } from '@/lib/ops/stream-change'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { holdScripts } from './support/hold'
import { enter } from './support/keyboard'
import { layoutShift } from './support/layout-shift'
import {
  editor,
  lab,
  pipeline,
  processorOf,
  production,
  slow,
  workspaceOf,
} from './support/streams'

test('a running processor is stopped, changed and started, even with the tab closed', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STARTED: ['runs'] } })
  const page = await as('operator')
  await page.goto(processorOf(project, 'runs'))
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await editor(page).fill(pipeline('events', [{ $mtch: { a: 1 } }]))
  await expect(page.getByText('Did you mean $match?')).toBeVisible()
  await editor(page).fill(pipeline('events', [{ $match: { a: 1 } }]))
  await page.getByLabel('Tier').selectOption('SP30')
  await page.getByLabel('Name').fill('runs on')
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText('"$match"')
  await expect(question).toContainText('Stop runs')
  await question.getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByText('In progress', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveAccessibleDescription(
    /in progress/,
  )
  await page.close()

  const later = await as('viewer')
  await later.goto(workspaceOf(project))
  await expect(later.getByRole('row', { name: /runs on/ })).toContainText('SP30', slow)
  await later.goto(processorOf(project, 'runs on'))
  await expect(later.getByText('Done', { exact: true }).first()).toBeVisible(slow)
  await expect(later.getByText('Started', { exact: true })).toBeVisible(slow)
  const patches = await sandbox.calls({
    groupId: project.groupId,
    operationId: 'updateGroupStreamProcessor',
  })
  expect(patches).toHaveLength(1)
  // The old address redirects.
  await later.goto(processorOf(project, 'runs'))
  await expect(later.getByText('Renamed to runs on')).toBeVisible()
})

test('with the keyboard, focus moves into the form and back to the button', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STARTED: ['runs'] } })
  const page = await as('operator')
  await page.goto(processorOf(project, 'runs'))
  const change = page.getByRole('button', { name: 'Edit', exact: true })
  await change.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Edit this processor' })).toBeFocused()
  await page.getByRole('button', { name: 'Cancel' }).focus()
  await page.keyboard.press('Enter')
  await expect(change).toBeFocused()
})

test('a change that Atlas refuses is rolled back, and everybody sees it', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STARTED: ['runs'] } })
  await sandbox.fault({
    match: { groupId: project.groupId, operationId: 'updateGroupStreamProcessor' },
    fault: { kind: 'status', status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
  })
  const page = await as('operator')
  await page.goto(`${processorOf(project, 'runs')}?change=true`)
  await page.getByLabel('Tier').selectOption('SP2')
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByText('Rolled back', { exact: true })).toBeVisible(slow)
  await expect(page.getByText('Started', { exact: true })).toBeVisible(slow)
})

test('a change that could not be rolled back is in the overview, which does not move', async ({
  as,
  api,
  project,
  sandbox,
}) => {
  const { groupId } = project
  await lab(sandbox, project, { processors: { STARTED: ['halts'] } })
  for (const operationId of ['updateGroupStreamProcessor', 'startGroupStreamProcessor'])
    await sandbox.fault({
      match: { groupId, operationId },
      fault: { kind: 'status', status: 400, errorCode: 'STREAM_PROCESSOR_GENERIC_ERROR' },
      times: 20,
    })
  const operator = await api('operator')
  const place = { groupId, tenantName: 'lab', processorName: 'halts' }
  const { runId } = await done(operator, changeProcessor, { ...place, tier: 'SP2' })
  await expect
    .poll(async () => (await done(operator, getGuided, { groupId, runId })).state, slow)
    .toBe('halted')

  const page = await as('viewer')
  await page.goto(routes.home())
  const line = page.getByRole('listitem').filter({ hasText: project.name })
  await expect(line.filter({ hasText: 'Stopped at step' })).toBeVisible()
  await expect(page.getByRole('grid').getByRole('row').nth(3)).toBeVisible()
  expect(await layoutShift(page)).toBeLessThan(0.05)
  await line.getByRole('link', { name: /^View change/ }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Stopped at step' })).toBeVisible()
  const release = await holdScripts(page)
  await page.goto(workspaceOf(project), { waitUntil: 'commit' })
  await expect(page.getByRole('alert').filter({ hasText: 'Stopped at step' })).toBeVisible()
  release()
  await done(operator, leaveGuided, { groupId, runId })
})

test('a change of the source requires dropping the checkpoint before anything stops', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STARTED: ['runs'] } })
  const page = await as('operator')
  await page.goto(`${processorOf(project, 'runs')}?change=true`)
  await editor(page).fill(pipeline('other'))
  await expect(page.getByText('Atlas refuses the change with this choice.')).toBeVisible()
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByText('drop the checkpoint').first()).toBeVisible()
  await page.getByRole('radio', { name: /^Drop the checkpoint/ }).check()
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByRole('dialog')).toContainText('permanently drops')
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(
    await sandbox.calls({ groupId: project.groupId, operationId: 'stopGroupStreamProcessor' }),
  ).toEqual([])
})

test('a change made elsewhere meanwhile is shown, and the form continues from it', async ({
  as,
  api,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STOPPED: ['rests'] } })
  const page = await as('operator')
  await page.goto(`${processorOf(project, 'rests')}?change=true`)
  await editor(page).fill(pipeline('events', [{ $match: { mine: 1 } }]))
  const place = { groupId: project.groupId, tenantName: 'lab', processorName: 'rests' }
  await done(await api('operator'), changeProcessor, { ...place, tier: 'SP2' })
  await expect
    .poll(async () => (await sandbox.calls({ groupId: project.groupId, method: 'PATCH' })).length)
    .toBe(1)
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Someone else changed this')).toBeVisible()
  await page.getByRole('button', { name: 'Continue with the current version' }).click()
  await expect(page.getByLabel('Tier')).toHaveValue('SP2')
  await expect(editor(page)).toContainText('mine')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible(slow)
})

test('in production, starting and stopping asks first, and shows progress until it is done', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await makeProject(production)
  await lab(sandbox, project, { processors: { CREATED: ['with "quotes" / and: %2F'] } })
  const page = await as('operator')
  await page.goto(processorOf(project, 'with "quotes" / and: %2F'))
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText('This is a production project.')
  await expect(question).toContainText('%22quotes%22')
  await question.getByRole('button', { name: 'Start processor' }).click()
  await expect(page.getByText('Starting…')).toBeVisible()
  await expect(page.getByText('Started', { exact: true })).toBeVisible(slow)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await question.getByRole('button', { name: 'Stop processor' }).click()
  await expect(page.getByText('Stopping…')).toBeVisible()
  await expect(page.getByText('Stopped', { exact: true })).toBeVisible(slow)
})

test('a processor is created and deleted with the keyboard alone', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, {})
  const page = await as('operator')
  await page.goto(workspaceOf(project))
  await expect(page.getByText('No stream processors')).toBeVisible()
  await enter(page, page.getByRole('button', { name: 'Create processor' }))
  await page.getByLabel('Name').focus()
  await page.keyboard.type('by-keys')
  await editor(page).fill(pipeline('events'))
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await enter(page, page.getByRole('button', { name: 'Create processor' }))
  await expect(page.getByRole('heading', { name: 'by-keys' })).toBeVisible()
  await expect(page.getByText('Created', { exact: true })).toBeVisible(slow)
  await enter(page, page.getByRole('button', { name: 'Delete', exact: true }))
  await page.getByLabel(/Type by-keys/).focus()
  await page.keyboard.type('by-keys')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No stream processors')).toBeVisible()
})
