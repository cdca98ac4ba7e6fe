import { setPreferences } from '@/lib/ops/set-preferences'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { inLooks } from './support/axe'
import { awake } from './support/keyboard'
import { clusterNamed } from './support/requests'

const payments = '62384d9b88f12e6bc977eb45'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

const open = async (page: import('@playwright/test').Page) => {
  await awake(page.getByRole('button', { name: /Search/ }).first())
  await page.keyboard.press('ControlOrMeta+k')
  const dialog = page.getByRole('dialog', { name: 'Go to' })
  await expect(dialog).toBeVisible()
  return { dialog, box: dialog.getByRole('combobox'), options: dialog.getByRole('option') }
}

test('a cluster that a page has shown is found by its name from any page', async ({
  as,
  makeProject,
}) => {
  const name = clusterNamed('needle')
  const { groupId } = await makeProject({ clusters: [{ name }] })
  const page = await as('viewer')
  await page.goto(routes.clusters(groupId))
  await expect(page.getByRole('link', { name })).toBeVisible()
  await page.goto(routes.permissions())
  const { box, options } = await open(page)
  await box.fill(name)
  await expect(options.first()).toContainText('Cluster')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(routes.cluster(groupId, name))
})

test('what is pasted with quotes, or with a password, is found with Enter', async ({
  as,
  makeProject,
}) => {
  const name = clusterNamed('quoted')
  const { groupId } = await makeProject({ clusters: [{ name }] })
  const page = await as('viewer')
  for (const text of [
    `\`${name}\``,
    `mongodb+srv://app:secret@${name}.ab1cd.mongodb.example/shop`,
  ]) {
    await page.goto(routes.clusters(groupId))
    await expect(page.getByRole('link', { name })).toBeVisible()
    const { box, dialog } = await open(page)
    await box.fill(text)
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page).toHaveURL(/\/(find|clusters\/quoted)/)
  }
})

test('keys typed before the palette has loaded are kept', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.approvals())
  await awake(page.getByRole('button', { name: /Search/ }).first())
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('permissions')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(routes.permissions())
})

test('a command opens its form on the page that has it, and sends nothing', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  await page.goto(routes.clusters(project.groupId))
  const { box, options } = await open(page)
  await box.fill('allow addresses')
  const command = options.filter({ hasText: 'Command' }).filter({ hasText: /^Allow addresses/ })
  await command.first().click()
  await expect(page).toHaveURL(new RegExp(routes.accessList(project.groupId)))
  await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible()
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeHidden()
  await expect(page).not.toHaveURL(/open=/)
})

test('a command comes before the restore jobs whose names begin like it', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.backup(payments, 'payments-main'))
  await expect(page.getByRole('row').filter({ hasText: 'staging-replay' }).first()).toBeVisible()
  await page.goto(routes.permissions())
  const { box, options } = await open(page)
  await box.fill('restore')
  const jobs = options.filter({ hasText: 'Restore job' })
  await expect(jobs.first()).toBeVisible()
  await expect(options.filter({ hasText: 'Command' }).or(jobs).first()).toContainText(
    'Restore a backup',
  )
})

test('a command that needs a place asks for it, and a refused one says why', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.permissions())
  const { dialog, box, options } = await open(page)
  await box.fill('allow addresses')
  await options
    .filter({ hasText: /^Allow addresses/ })
    .first()
    .click()
  await page.getByRole('combobox').fill('payments-prod')
  await page.getByRole('option').first().click()
  await expect(page).toHaveURL(new RegExp(routes.accessList(payments)))

  const viewer = await as('viewer')
  await viewer.goto(routes.accessList(payments))
  const of = await open(viewer)
  await of.box.fill('allow addresses')
  const refused = of.options.filter({ hasText: /Only .*operators/i }).first()
  await expect(refused).toBeVisible()
  await refused.click()
  await expect(of.dialog).toBeVisible()
  expect(dialog).toBeDefined()
})

test('an ID opens what it stands for, and an unknown one says what was searched', async ({
  as,
  axe,
}) => {
  const page = await as('viewer')
  await page.goto(routes.find(payments))
  await expect(page).toHaveURL(routes.clusters(payments))
  await page.goto(routes.find('d'.repeat(24)))
  await expect(page.getByText('Nothing found')).toBeVisible()
  await expect(page.getByRole('main')).toContainText(/Searched .*projects/)
  expect(await axe(page)).toEqual([])
})

test('the palette copies a link to what the page shows now', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.accessList(payments))
  await page.getByRole('searchbox').fill('203.0')
  const { box } = await open(page)
  await box.fill('copy link')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Link copied')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  expect(link).toMatch(new RegExp(`${routes.accessList(payments)}\\?[\\w-]+-q=203.0$`))
})

test('recent places come first, and are not shown to another person', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.alerts(payments))
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(localStorage)))
    .toContain(`${payments}/alerts`)
  await page.goto(routes.permissions())
  const { dialog, options } = await open(page)
  await expect(dialog.getByText('Recent', { exact: true })).toBeVisible()
  await expect(options.first()).toContainText('Alerts')
})

test('single keys can be switched off, and never fire while typing', async ({ as, api }) => {
  // Nobody else’s tests: what is switched off counts in all sessions of a person.
  await done(await api('approver2'), setPreferences, { shortcuts: true })
  const page = await as('approver2')
  await page.goto(routes.permissions())
  await awake(page.getByRole('button', { name: /Search/ }).first())
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page).toHaveURL(routes.approvals())
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.getByRole('checkbox').uncheck()
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('?')
  await page.keyboard.press('/')
  await expect(page.getByRole('dialog')).toBeHidden()
  const { dialog } = await open(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.goto(routes.account())
  const saved = page.waitForResponse(/preferences\.set$/)
  await page.getByRole('checkbox', { name: /shortcuts/i }).check()
  await saved
})

test('what people call a page, a command or a state leads to it', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.permissions())
  const { box, options } = await open(page)
  for (const [typed, wanted] of [
    ['time zone', /^Account/],
    ['allow my ip', /^Allow addresses/],
    ['sign out', /^Sign out/],
    ['search index failed', /^Findings: Search indexes/],
  ] as const) {
    await box.fill(typed)
    // A project that another test named alike can come first.
    await expect(options.filter({ hasText: wanted }).first()).toBeVisible()
  }
  await options.filter({ hasText: /^Findings: Search indexes/ }).click()
  await expect(page).toHaveURL(routes.fleet({ check: 'search-indexes' }))
})

test('“help” shows the keyboard shortcuts, and closing them returns the focus', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.permissions())
  const search = page.getByRole('button', { name: /Search/ }).first()
  await awake(search)
  await search.click()
  await page.getByRole('dialog', { name: 'Go to' }).getByRole('combobox').fill('help')
  await expect(page.getByRole('option').first()).toContainText('Keyboard shortcuts')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(search).toBeFocused()
})

test('the palette has no barriers: full, empty, refused, narrow and dark', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.clusters(payments))
  const { box, options } = await open(page)
  for (const text of ['', 'payments', 'delete', 'no such thing at all']) {
    await box.fill(text)
    await expect(options.first()).toBeVisible()
    await inLooks(page, { within: '[role=dialog]' })
  }
})
