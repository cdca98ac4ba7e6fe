import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { holdScripts, slowReact } from './support/hold'
import { listening } from './support/listening'
import { clusterNamed, filed } from './support/requests'
import { filledCluster } from './support/search'

test.describe('before the code of a page has loaded', () => {
  test('a search and a filter narrow the table once it has', async ({ as, makeProject }) => {
    const { list } = await filledCluster(makeProject, { indexes: 200 })
    const page = await as('viewer')
    const release = await holdScripts(page)
    await page.goto(list, { waitUntil: 'commit' })
    const search = page.getByRole('searchbox', { name: 'Search indexes' })
    await search.pressSequentially('index-1')
    const filter = page.getByRole('combobox', { name: 'Filter by type' })
    await filter.selectOption({ index: 1 })
    const chosen = await filter.inputValue()
    release()
    await expect(page).toHaveURL(/indexes-q=index-1/)
    await expect(page).toHaveURL(/indexes-only=/)
    await expect(page.getByText('200 indexes', { exact: true })).toBeHidden()
    await expect(search).toHaveValue('index-1')
    await expect(filter).toHaveValue(chosen)
    await search.press('End')
    await search.pressSequentially('99')
    await expect(page.getByText(/^[01] of 200 indexes/)).toBeVisible()
  })

  test('a field of the audit log and the boxes of rows keep their changes', async ({
    as,
    makeProject,
  }) => {
    const { groupId } = await makeProject({ accessList: 2 })
    const auditor = await as('auditor')
    const releaseLog = await holdScripts(auditor)
    await auditor.goto(routes.audit(), { waitUntil: 'commit' })
    const typed = auditor.getByLabel('Text', { exact: true })
    // What streams in is hidden at first, and takes no keys then.
    await expect(typed).toBeVisible()
    await typed.pressSequentially('no.such.event')
    await expect(typed).toHaveValue('no.such.event')
    releaseLog()
    await expect(auditor).toHaveURL(/no\.such\.event/)
    await expect(typed).toHaveValue('no.such.event')

    const operator = await as('operator')
    const release = await holdScripts(operator)
    await operator.goto(routes.accessList(groupId), { waitUntil: 'commit' })
    const box = operator.getByRole('checkbox', { name: /^Select \d/ }).nth(1)
    await expect(box).toBeVisible()
    await box.check()
    release()
    await expect(operator.getByText('1 selected', { exact: true })).toBeVisible()
    await expect(box).toBeChecked()
  })

  test('a form gets what was typed before it opened, and gives the focus back', async ({
    as,
    makeProject,
  }) => {
    const { list } = await filledCluster(makeProject, { indexes: 1 })
    const page = await as('operator')
    await page.goto(list)
    await listening(page)
    const create = page.getByRole('button', { name: 'Create index' }).first()
    await create.focus()
    const release = await holdScripts(page)
    await page.keyboard.press('Enter')
    // Letters are shortcuts of the page, and Enter would press the button again.
    await page.keyboard.type('jxg by-title')
    await page.keyboard.press('Enter')
    release()
    const form = page.getByRole('dialog')
    await expect(form.getByLabel('Database')).toBeFocused()
    await expect(form.getByLabel('Database')).toHaveValue('jxg by-title')
    await page.keyboard.type('-2')
    await expect(form.getByLabel('Database')).toHaveValue('jxg by-title-2')
    await page.keyboard.press('Escape')
    await expect(form).toBeHidden()
    await expect(create).toBeFocused()
  })

  test('buttons show that they wait, and a press is not repeated later', async ({
    as,
    project,
  }) => {
    const page = await as('operator')
    const release = await holdScripts(page)
    await page.goto(routes.accessList(project.groupId), { waitUntil: 'commit' })
    const allow = page.getByRole('button', { name: 'Allow address' }).first()
    await expect(allow).toHaveCSS('opacity', '0.5')
    await allow.click()
    release()
    await expect(allow).toHaveCSS('opacity', '1')
    await listening(page)
    await expect(page.getByRole('dialog')).toBeHidden()
    await allow.click()
    await expect(page.getByRole('dialog')).toBeVisible()
  })
})

test('a page that a busy machine hydrates slowly reads nothing into it before, and shows what changed then', async ({
  as,
  api,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('slow') }] })
  const page = await as('requester')
  await slowReact(page)
  await page.goto(routes.approvals('mine'), { waitUntil: 'commit' })
  await expect(page.getByRole('link', { name: 'Request access' }).first()).toBeVisible()
  // The server has rendered the page without it. If hydration fails, the test has an error in the console.
  const requestId = await filed(await api('requester'), project)
  await expect(page.locator(`a[href$="${requestId}"]`).first()).toBeVisible({ timeout: 90_000 })
})
