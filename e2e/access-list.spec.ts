import { expect, test } from './fixtures'
import { fill, listOf, row, sheetOf } from './support/access-list'
import { inLooks } from './support/axe'
import { review } from './support/review'

const production = { tags: [{ key: 'environment', value: 'production' }] }

test('a viewer sees the entries and why they cannot add or remove any', async ({
  as,
  makeProject,
}) => {
  const page = await as('viewer')
  await page.goto(listOf(await makeProject({ accessList: 2 })))
  await expect(row(page, '198.51.100.1/32')).toContainText('worker 001')
  await expect(page.getByRole('button', { name: 'Allow address' })).toHaveAccessibleDescription(
    /perators can allow addresses/,
  )
  await expect(
    page.getByRole('button', { name: 'Remove 198.51.100.1/32' }),
  ).toHaveAccessibleDescription(/perators can remove an address/)
})

test('an empty list explains what that means', async ({ as, project }) => {
  const page = await as('viewer')
  await page.goto(listOf(project))
  await expect(page.getByText('No addresses yet')).toBeVisible()
  await expect(page.getByText(/private endpoints only/)).toBeVisible()
})

test('an operator adds an address, sees it become active, and undoes it', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  await page.goto(listOf(project))
  await page.getByRole('button', { name: 'Allow address' }).first().click()
  await fill(page, '10.1.2.3/16')
  await expect(page.getByText('10.1.0.0/16', { exact: false }).first()).toBeVisible()
  await fill(page, '10.1.0.0/16')
  await page.getByRole('button', { name: /^Allow 10\.1\.0\.0\/16 until/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(row(page, '10.1.0.0/16')).toContainText('65,536 addresses')
  await expect(row(page, '10.1.0.0/16')).toContainText('Active', { timeout: 20_000 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, '10.1.0.0/16')).toBeHidden()
})

test('an entry without an expiry is confirmed, in production by typing', async ({
  as,
  project,
  makeProject,
}) => {
  const page = await as('operator')
  await page.goto(sheetOf(project))
  await fill(page, '203.0.113.8')
  await page.getByRole('button', { name: 'Never' }).click()
  await page.getByRole('button', { name: 'Allow 203.0.113.8/32 with no expiry' }).click()
  const question = review(page, /Allow 203/)
  await expect(question).toContainText('never expires')
  await question.getByRole('button', { name: /^Allow/ }).click()
  await expect(row(page, '203.0.113.8/32')).toContainText('Never')

  await page.goto(sheetOf(await makeProject(production)))
  await fill(page, '203.0.113.8')
  await page.getByRole('button', { name: 'Never' }).click()
  await page.getByRole('button', { name: 'Allow 203.0.113.8/32 with no expiry' }).click()
  const typed = review(page, /Allow 203/)
  await typed.getByLabel('Type 203.0.113.8/32 to continue').fill('203.0.113.8/32')
  await typed.getByRole('button', { name: /^Allow/ }).click()
  await expect(row(page, '203.0.113.8/32')).toBeVisible()
})

test('a pasted list sends its valid lines and keeps the invalid ones', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const project = await makeProject({ accessList: 3, peering: true })
  const page = await as('operator')
  await page.goto(sheetOf(project))
  await fill(
    page,
    [
      '203.0.113.8  # VPN exit',
      '203.0.113.9,"Office, Lisbon"',
      '2001:db8::7',
      'sg-0a1b2c3d',
      '10.0.0.256',
      '198.51.100.1',
    ].join('\n'),
  )
  await expect(page.getByRole('row', { name: /line 5/ })).toContainText('0 to 255')
  await expect(page.getByRole('row', { name: /line 6/ })).toContainText('Already on the list')
  await page.getByRole('button', { name: /^Allow 4 addresses/ }).click()
  const question = review(page, /Allow 4/)
  await expect(question).toContainText('1 invalid line')
  await expect(question).toContainText('1 security group never expires')
  await question.getByRole('button', { name: /^Allow/ }).click()
  await expect(page.getByText(/^4 addresses added. Not added/)).toBeVisible()
  await expect(page.getByLabel('Address')).toHaveValue('10.0.0.256')
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(row(page, '203.0.113.9/32')).toContainText('Office, Lisbon')
  await expect(row(page, 'sg-0a1b2c3d')).toContainText('Never')
  const { groupId } = project
  const posts = await sandbox.calls({ groupId, operationId: 'createGroupAccessListEntry' })
  expect(posts, 'all of them in one call').toHaveLength(1)
})

test('pasted text is shown as it will be sent, as one line and as JSON', async ({
  as,
  makeProject,
  sandbox,
}) => {
  const { groupId, ...project } = await makeProject()
  const page = await as('operator')
  await page.goto(sheetOf({ groupId, ...project }))
  await page.getByLabel('Address').fill('203.0.113.9,Ticket #4512 vendor VPN')
  await expect(page.getByLabel('Comment')).toHaveValue('Ticket #4512 vendor VPN')
  await page.getByLabel('Address').fill('203.0.113.1 - 203.0.113.20')
  await expect(page.getByText('CIDR blocks').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Allow address', exact: true })).toBeVisible()
  const results = [
    { cidrBlock: '203.0.113.8/32', comment: 'Office Berlin', ipAddress: '203.0.113.8' },
    { cidrBlock: '198.51.100.0/24', comment: 'VPC, room 5' },
  ]
  await page.getByLabel('Address').fill(JSON.stringify({ results }, null, 2))
  await expect(page.getByText('2 valid')).toBeVisible()
  await expect(page.getByRole('row', { name: /198\.51\.100\.0\/24/ })).toContainText('VPC, room 5')
  await page.getByRole('button', { name: /^Allow 2 addresses until/ }).click()
  await expect(row(page, '198.51.100.0/24')).toContainText('VPC, room 5')
  await expect(row(page, '203.0.113.8/32')).toContainText('Office Berlin')
  const [post] = await sandbox.calls({ groupId, operationId: 'createGroupAccessListEntry' })
  expect(post?.status).toBe(201)
})

test('a refusal by Atlas names the line, next to the button', async ({
  as,
  project,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 400/)
  const page = await as('operator')
  await page.goto(sheetOf(project))
  const lines = Array.from({ length: 20 }, (_, i) => `203.0.113.${i + 1}`)
  await fill(page, [...lines, 'sg-0123456789abcdef0'].join('\n'))
  await page.getByRole('button', { name: /^Allow 21 addresses/ }).click()
  await review(page, /Allow 21/)
    .getByRole('button', { name: /^Allow/ })
    .click()
  await expect(page.getByText(/Atlas refused line 21/)).toBeInViewport()
  await expect(page.getByRole('alert')).toContainText('PEERING')
})

test('starting over restores the default expiry, and sends it', async ({ as, project }) => {
  const page = await as('operator')
  await page.goto(sheetOf(project))
  await fill(page, '203.0.113.8')
  await page.getByRole('button', { name: 'Never' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.goto(sheetOf(project))
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByLabel('Address')).toHaveValue('')
  await fill(page, '203.0.113.8')
  await expect(page.getByRole('button', { name: '8 h' })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: /^Allow 203\.0\.113\.8\/32 until/ }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.goto(sheetOf(project))
  await expect(page.getByLabel('Address')).toBeVisible()
  await expect(page.getByText('Draft restored')).toBeHidden()
})

test('a security group has no expiry, and the form says why', async ({ as, project }) => {
  const page = await as('operator')
  await page.goto(sheetOf(project))
  await fill(page, 'sg-0a1b2c3d')
  await expect(page.getByLabel('Expires')).toBeDisabled()
  await expect(page.getByText(/expire a security group/)).toBeVisible()
})

test('a wide block is requested from the same form and opens once approved', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  await page.goto(sheetOf(project))
  await fill(page, '203.0.113.8\n0.0.0.0/0')
  await page.getByLabel('Reason').fill('The partner has no fixed address before Monday')
  await page.getByRole('button', { name: /^Allow 203\.0\.113\.8\/32 until/ }).click()
  await expect(page.getByLabel('Address')).toHaveValue('0.0.0.0/0')
  await page.getByRole('button', { name: 'Request approval' }).click()
  await page.getByRole('link', { name: 'View request' }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-z]+$/)

  const approver = await as('approver')
  await approver.goto(page.url())
  await approver.getByRole('button', { name: /^Approve/ }).click()
  await review(approver, /^Approve: /)
    .getByRole('button', { name: /^Approve/ })
    .click()

  await page.goto(listOf(project))
  await expect(row(page, '0.0.0.0/0')).toContainText('Whole internet', { timeout: 30_000 })
  await expect(row(page, '203.0.113.8/32')).toContainText('Covered by 0.0.0.0/0')
})

test('a removal in production is confirmed, and Undo restores the comment', async ({
  as,
  makeProject,
}) => {
  const page = await as('operator')
  await page.goto(listOf(await makeProject({ ...production, accessList: 2 })))
  await page.getByRole('button', { name: 'Remove 198.51.100.2/32' }).click()
  const question = page.getByRole('dialog')
  await question.getByRole('button', { name: 'Remove address' }).click()
  await expect(row(page, '198.51.100.2/32')).toBeHidden()
  await page.getByRole('button', { name: 'Undo' }).click()
  const back = page.getByRole('dialog', { name: /^Allow 198/ })
  await back.getByLabel(/^Type 198/).fill('198.51.100.2/32')
  await back.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, '198.51.100.2/32')).toContainText('worker 002')
})

test('an entry is edited by removing and adding it, and the dialog says so', async ({
  as,
  makeProject,
}) => {
  const page = await as('operator')
  await page.goto(listOf(await makeProject({ accessList: 2 })))
  await page.getByRole('button', { name: 'Edit 198.51.100.1/32' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('removed and added again')
  await dialog.getByRole('button', { name: '1 d' }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await expect(row(page, '198.51.100.1/32')).toContainText(/23 h|24 h|1 d/)
})

test('nothing of the form is cut off and axe finds nothing, wide and narrow', async ({
  as,
  makeProject,
}) => {
  const page = await as('operator')
  await page.goto(sheetOf(await makeProject({ accessList: 3 })))
  await fill(page, '203.0.113.8\n0.0.0.0/0\n1.2.3')
  await expect(page.getByRole('region', { name: 'Request' })).toBeVisible()
  await inLooks(page, { isAll: true })
})
