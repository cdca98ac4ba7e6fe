import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { inLooks } from './support/axe'
import { visit } from './support/every-page'
import { review } from './support/review'
import {
  editor,
  lab,
  processorOf,
  production,
  slow,
  streamsEu,
  workspaceOf,
} from './support/streams'

test('a viewer sees what processors do, why one failed, and why they cannot act', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.streams(streamsEu))
  await expect(page.getByRole('row', { name: /orders-eu/ })).toContainText('1 Failed')
  await page.getByRole('link', { name: 'orders-eu' }).click()
  await expect(page.getByRole('row', { name: /price-alerts/ })).toContainText(
    'refused the credentials',
  )
  await expect(page.getByRole('row', { name: /stock-levels/ })).toContainText('high')
  // The second reading draws the growth.
  await expect(page.getByRole('row', { name: /settlements-5m/ })).toContainText('/min', slow)
  expect(await axe(page)).toEqual([])
  await page.getByRole('link', { name: 'price-alerts' }).click()
  await expect(page.getByText('This processor failed')).toBeVisible()
  for (const name of ['Start', 'Start with…', 'Edit', 'Delete'])
    await expect(page.getByRole('button', { name, exact: true })).toHaveAccessibleDescription(
      /^Only operators can/,
    )
  expect(await axe(page)).toEqual([])
})

test('a connection in use shows its users, an unused one is deleted by typing its name', async ({
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

test('an operator creates and edits a workspace', async ({ as, axe, project }) => {
  const page = await as('operator')
  await page.goto(routes.streams(project.groupId))
  await page.getByRole('button', { name: 'Create workspace' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('payments')
  await dialog.getByLabel('Region').selectOption('AWS DUBLIN_IRL')
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create workspace' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'payments' })).toBeVisible()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await dialog.getByLabel('Largest tier').selectOption('SP5')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText(/be larger/)).toBeVisible()
  await dialog.getByLabel('Largest tier').selectOption('SP30')
  await dialog.getByLabel('First failover region').selectOption('AWS FRANKFURT_DEU')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByText(/tiers up to SP30/)).toBeVisible()
  await expect(page.getByText(/failover to AWS FRANKFURT_DEU/)).toBeVisible()
})

test('an operator creates a connection, and changes it without its password', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, {})
  const page = await as('operator')
  await page.goto(`${workspaceOf(project)}?tab=connections`)
  await page.getByRole('button', { name: 'Create connection' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('hook')
  await dialog.getByLabel('Type').selectOption('Https')
  await expect(dialog.getByLabel('Bootstrap servers')).toBeHidden()
  await dialog.getByLabel('Type').selectOption('Kafka')
  await dialog.getByLabel('Bootstrap servers').fill('kafka.example')
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await expect(dialog.getByText(/host:port/).first()).toBeVisible()
  await dialog.getByLabel('Bootstrap servers').fill('kafka.example:9092')
  await dialog.getByLabel('User name').fill('streams')
  await dialog.getByLabel('Password').fill('a-secret')
  expect(await axe(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Create connection' }).click()
  await expect(dialog.getByText('a-secret')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Create connection' }).last().click()
  const row = page.getByRole('row', { name: /^Select hook / })
  await expect(row).toContainText('kafka.example:9092, as streams')

  await row.getByRole('button', { name: 'Edit hook' }).click()
  await dialog.getByLabel('User name').fill('others')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText('Enter the password')).toBeVisible()
  await dialog.getByLabel('User name').fill('streams')
  await dialog.getByLabel('Bootstrap servers').fill('kafka-2.example:9092')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await dialog.getByRole('button', { name: 'Save changes' }).last().click()
  await expect(row).toContainText('kafka-2.example:9092')
})

test('the peering of an account is looked up, remembered, and accepted with the challenge', async ({
  as,
  axe,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { peerings: true })
  const page = await as('operator')
  await page.goto(`${routes.streams(project.groupId)}?tab=peering`)
  await expect(page.getByText('No account selected')).toBeVisible()
  await page.getByLabel('AWS account ID').fill('1234')
  await page.getByRole('button', { name: 'Show connections' }).click()
  await expect(page.getByText('An AWS account ID has 12 digits')).toBeVisible()
  await page.getByLabel('AWS account ID').fill('111122223333')
  await page.getByRole('button', { name: 'Show connections' }).click()
  await expect(page.getByText('10 connections', { exact: true })).toBeVisible()
  const invited = page.getByRole('row').filter({ hasText: 'Waiting for acceptance' })
  const vpc = /vpc-[0-9a-f]{17}/.exec((await invited.textContent()) ?? '')?.[0] ?? ''
  expect(await axe(page)).toEqual([])
  await invited.getByRole('button', { name: /^Accept/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('AWS account of the other side').fill('111122223333')
  await dialog.getByLabel('VPC of the other side').fill('vpc-00000000000000000')
  await expect(dialog.getByText('does not match')).toBeVisible()
  await dialog.getByLabel('VPC of the other side').fill(vpc)
  await expect(dialog.getByText('does not match')).toBeHidden()
  await dialog.getByRole('button', { name: 'Accept connection' }).click()
  await review(page, /^Accept the VPC/)
    .getByRole('button', { name: 'Accept connection' })
    .click()
  await expect(page.getByRole('row').filter({ hasText: vpc }).first()).toContainText('Active', slow)
  await page.goto(`${routes.streams(project.groupId)}?tab=peering`)
  await expect(page.getByLabel('AWS account ID')).toHaveValue('111122223333')
  await page.getByLabel('Region').fill('DUBLIN_IRL')
  await page.getByRole('button', { name: 'Show account' }).click()
  await expect(page.getByText('777788889999').last()).toBeVisible()
})

test('an approver decides on deleting a production workspace', async ({
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
  ).toHaveAccessibleDescription(/^Only operators can/)
  const operator = await as('operator')
  await operator.goto(workspaceOf(project))
  await operator.getByRole('button', { name: 'Delete the workspace lab' }).click()
  await operator.getByRole('dialog').getByRole('button', { name: 'Request approval' }).click()
  await expect(operator.getByText(/Delete the stream workspace lab/).first()).toBeVisible()
})

test('a pipeline of 5,000 lines and 200 processors stay responsive', async ({
  as,
  project,
  sandbox,
}) => {
  await lab(sandbox, project, { processors: { STOPPED: ['long'] }, stages: 850 })
  await lab(sandbox, project, { many: 200 })
  const page = await as('operator')
  await page.goto(workspaceOf(project))
  await expect(page.getByText('201 processors', { exact: true })).toBeVisible()
  await page.getByPlaceholder('Search processors').fill('worker-150')
  await expect(page.getByText('1 of 201 processors')).toBeVisible()
  await page.goto(`${processorOf(project, 'long')}?change=true`)
  await expect(editor(page)).toBeVisible()
  await editor(page).press('Control+End')
  await editor(page).pressSequentially('  ')
  await page.getByLabel('Tier').selectOption('SP2')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expect(page.getByRole('dialog')).toContainText('"SP2"')
})

for (const [what, path] of [
  ['peering', `${routes.streams(streamsEu)}?tab=peering&account=111122223333`],
  ['private links', `${routes.streams(streamsEu)}?tab=links`],
  ['connections', `${routes.streamWorkspace(streamsEu, 'orders-eu')}?tab=connections`],
  [
    'the change form',
    `${routes.streamProcessor(streamsEu, 'orders-eu', 'loyalty-points')}?change=true`,
  ],
] as const)
  test(`${what}: no accessibility problems and no overflow, wide and narrow`, async ({ as }) => {
    const page = await as('operator')
    await visit(page, path)
    await inLooks(page)
  })

test('a project without streams shows empty states on every tab', async ({ as, axe, project }) => {
  const page = await as('viewer')
  await page.goto(routes.streams(project.groupId))
  await expect(page.getByText('No stream workspaces')).toBeVisible()
  await page.getByRole('tab', { name: 'VPC peering' }).click()
  await expect(page.getByText('No active peering connections')).toBeVisible()
  await page.getByRole('tab', { name: 'Private links' }).click()
  await expect(page.getByText('No private link')).toBeVisible()
  expect(await axe(page)).toEqual([])
})
