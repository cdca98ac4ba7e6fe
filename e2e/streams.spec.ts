import type { Page } from '@playwright/test'
import { changeProcessor } from '@/lib/ops/stream-change'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { enter } from './support/keyboard'
import type { SandboxControl, SandboxProject } from './support/sandbox'

const production = { tags: [{ key: 'environment', value: 'production' }] }
const streamsEu = '65d315a5cf22bccec52a1bb9'
// Stopping takes 12 s in the sandbox, starting 5 s.
const slow = { timeout: 60_000 }

const lab = (sandbox: SandboxControl, { groupId }: SandboxProject, more: Record<string, unknown>) =>
  sandbox.fill({ area: 'streams', groupId, ...more })
const workspaceOf = ({ groupId }: SandboxProject) => routes.streamWorkspace(groupId, 'lab')
const processorOf = ({ groupId }: SandboxProject, name: string) =>
  routes.streamProcessor(groupId, 'lab', name)
const editor = (page: Page) => page.getByRole('textbox', { name: 'Pipeline' })

const pipeline = (topic: string, more: object[] = []) =>
  JSON.stringify(
    [
      { $source: { connectionName: 'kafka', topic } },
      ...more,
      { $merge: { into: { connectionName: 'sink', db: 'lab', coll: 'events' } } },
    ],
    null,
    2,
  )

test('a viewer sees what processors do, why one failed, and why commands are not open to them', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.streams(streamsEu))
  await expect(page.getByRole('row', { name: /orders-eu/ })).toContainText('FAILED')
  await page.getByRole('link', { name: 'orders-eu' }).click()
  await expect(page.getByRole('row', { name: /price-alerts/ })).toContainText(
    'refused the credentials',
  )
  await expect(page.getByRole('row', { name: /stock-levels/ })).toContainText('high')
  // The second reading draws the growth.
  await expect(page.getByRole('row', { name: /settlements-5m/ })).toContainText('/min', slow)
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'price-alerts' }).click()
  await expect(page.getByText('It has failed and processes nothing')).toBeVisible()
  for (const name of ['Start', 'Start with…', 'Change', 'Delete'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(
      /^Operators can/,
    )
  expect(await axe(page)).toEqual([])
})

test('an operator changes a running processor: stopped, changed, started, also with the tab closed', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STARTED: ['runs'] } })
  const page = await as('operator')
  await page.goto(processorOf(project, 'runs'))
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await editor(page).fill(pipeline('events', [{ $mtch: { a: 1 } }]))
  await expect(page.getByText('did you mean $match?')).toBeVisible()
  await editor(page).fill(pipeline('events', [{ $match: { a: 1 } }]))
  await page.getByLabel('Tier').selectOption('SP30')
  await page.getByLabel('Name').fill('runs on')
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  const question = page.getByRole('dialog')
  await expect(question).toContainText('"$match"')
  await expect(question).toContainText('Stop runs and wait until it is STOPPED')
  await question.getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByText('Under way', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toHaveAccessibleDescription(
    /under way/,
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
  // The address it had leads on.
  await later.goto(processorOf(project, 'runs'))
  await expect(later.getByText('It is called runs on now')).toBeVisible()
})

test('a change that Atlas refuses is put back, and everybody sees it', async ({
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
  await expect(page.getByText('Put back as it was')).toBeVisible(slow)
  await expect(page.getByText('Started', { exact: true })).toBeVisible(slow)
})

test('another source asks to drop the checkpoint before anything is stopped', async ({
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
  await expect(page.getByText('choose to drop the checkpoint').first()).toBeVisible()
  await page.getByRole('radio', { name: /^Drop the checkpoint/ }).check()
  await page.getByRole('button', { name: 'Stop, change and start' }).click()
  await expect(page.getByRole('dialog')).toContainText('dropped for good')
  await page.getByRole('dialog').getByRole('button', { name: 'Back to the form' }).click()
  expect(
    await sandbox.calls({ groupId: project.groupId, operationId: 'stopGroupStreamProcessor' }),
  ).toEqual([])
})

test('a change made elsewhere meanwhile is shown, and the form goes on from it', async ({
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
  await page.getByRole('button', { name: 'Change processor' }).click()
  await expect(page.getByText('It was changed elsewhere meanwhile')).toBeVisible()
  await page.getByRole('button', { name: 'Go on from what is there now' }).click()
  await expect(page.getByLabel('Tier')).toHaveValue('SP2')
  await expect(editor(page)).toContainText('mine')
  await page.getByRole('button', { name: 'Change processor' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Change processor' }).click()
  await expect(page.getByText('Done', { exact: true }).first()).toBeVisible(slow)
})

test('starting and stopping is asked for in production by question, and shows until it is so', async ({
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
  await expect(page.getByText('No stream processor in this workspace')).toBeVisible()
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
  await expect(page.getByText('No stream processor in this workspace')).toBeVisible()
})

test('a connection in use says by whom, another one is deleted by typing its name', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STOPPED: ['rests'] } })
  const page = await as('operator')
  await page.goto(`${workspaceOf(project)}?tab=connections`)
  await expect(page.getByRole('button', { name: 'Delete kafka' })).toHaveAccessibleDescription(
    /rests uses it/,
  )
  await page.getByRole('button', { name: 'Details of spare' }).click()
  await expect(page.getByRole('dialog')).toContainText('hooks.example')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Delete spare' }).click()
  await page.getByLabel(/Type spare/).fill('spare')
  await page.getByRole('button', { name: 'Delete connection' }).click()
  await expect(page.getByRole('row', { name: /spare/ })).toBeHidden(slow)
})

test('peering of an account is asked for, remembered, and accepted with the challenge', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { peerings: true })
  const page = await as('operator')
  await page.goto(`${routes.streams(project.groupId)}?tab=peering`)
  await expect(page.getByText('No account is chosen')).toBeVisible()
  await page.getByLabel('AWS account id').fill('1234')
  await page.getByRole('button', { name: 'Show connections' }).click()
  await expect(page.getByText('An AWS account id is 12 digits')).toBeVisible()
  await page.getByLabel('AWS account id').fill('111122223333')
  await page.getByRole('button', { name: 'Show connections' }).click()
  await expect(page.getByText('10 of 10 connections')).toBeVisible()
  const invited = page.getByRole('row').filter({ hasText: 'Asks for acceptance' })
  const vpc = /vpc-[0-9a-f]{17}/.exec((await invited.textContent()) ?? '')?.[0] ?? ''
  expect(await axe(page)).toEqual([])
  await invited.getByRole('button', { name: /^Accept/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('AWS account of the other side').fill('111122223333')
  await dialog.getByLabel('VPC of the other side').fill('vpc-00000000000000000')
  await expect(dialog.getByText('is not the one that asks')).toBeVisible()
  await dialog.getByLabel('VPC of the other side').fill(vpc)
  await expect(dialog.getByText('is not the one that asks')).toBeHidden()
  await dialog.getByRole('button', { name: 'Accept connection' }).click()
  await page
    .getByRole('dialog', { name: /^Accept the VPC/ })
    .getByRole('button', { name: 'Accept connection' })
    .click()
  await expect(page.getByRole('row').filter({ hasText: vpc }).first()).toContainText('Active', slow)
  await page.goto(`${routes.streams(project.groupId)}?tab=peering`)
  await expect(page.getByLabel('AWS account id')).toHaveValue('111122223333')
  await page.getByLabel('Region').fill('DUBLIN_IRL')
  await page.getByRole('button', { name: 'Show account' }).click()
  await expect(page.getByText('777788889999').last()).toBeVisible()
})

test('an approver decides whether a production workspace is deleted', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await makeProject(production)
  await lab(sandbox, project, { processors: { STOPPED: ['rests'] } })
  const page = await as('approver')
  await page.goto(workspaceOf(project))
  await expect(
    page.getByRole('button', { name: 'Delete the workspace lab' }),
  ).toHaveAccessibleDescription(/^Operators can/)
  const operator = await as('operator')
  await operator.goto(workspaceOf(project))
  await operator.getByRole('button', { name: 'Delete the workspace lab' }).click()
  await operator.getByRole('dialog').getByRole('button', { name: 'File a request' }).click()
  await expect(operator.getByText(/Delete the stream workspace lab/).first()).toBeVisible()
})

test('a pipeline of 5,000 lines and 200 processors stay pleasant', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STOPPED: ['long'] }, stages: 850 })
  await lab(sandbox, project, { many: 200 })
  const page = await as('operator')
  await page.goto(workspaceOf(project))
  await expect(page.getByText('201 of 201 processors')).toBeVisible()
  await page.getByPlaceholder('Search processors').fill('worker-150')
  await expect(page.getByText('1 of 201 processors')).toBeVisible()
  await page.goto(`${processorOf(project, 'long')}?change=true`)
  await expect(editor(page)).toBeVisible()
  const begun = Date.now()
  await editor(page).press('Control+End')
  await editor(page).pressSequentially('  ')
  expect(Date.now() - begun).toBeLessThan(5_000)
  await page.getByLabel('Tier').selectOption('SP2')
  await page.getByRole('button', { name: 'Change processor' }).click()
  await expect(page.getByRole('dialog')).toContainText('"SP2"')
})

for (const width of [320, 1280])
  for (const [what, path] of [
    ['streams', routes.streams(streamsEu)],
    ['peering', `${routes.streams(streamsEu)}?tab=peering&account=111122223333`],
    ['private links', `${routes.streams(streamsEu)}?tab=links`],
    ['connections', `${routes.streamWorkspace(streamsEu, 'orders-eu')}?tab=connections`],
    ['a processor', routes.streamProcessor(streamsEu, 'orders-eu', 'returns: EU/UK')],
    [
      'the change form',
      `${routes.streamProcessor(streamsEu, 'orders-eu', 'loyalty-points')}?change=true`,
    ],
  ] as const)
    test(`${what} at ${width} px has no barrier and nothing sticks out`, async ({ as, axe }) => {
      const page = await as('operator')
      await page.setViewportSize({ width, height: 800 })
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 20_000 })
      expect(await axe(page)).toEqual([])
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBeLessThanOrEqual(0)
    })

test('a project without streams says so on every tab', async ({ as, axe, project }) => {
  const page = await as('viewer')
  await page.goto(routes.streams(project.groupId))
  await expect(page.getByText('This project has no stream workspace')).toBeVisible()
  await page.getByRole('tab', { name: 'VPC peering' }).click()
  await expect(page.getByText('No VPC peering connection is active')).toBeVisible()
  await page.getByRole('tab', { name: 'Private links' }).click()
  await expect(page.getByText('No private link')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
