import type { BrowserContext, Page } from '@playwright/test'
import { allowAddresses } from '@/lib/ops/access-list'
import { endMySession, listMySessions } from '@/lib/ops/sessions'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { done } from './support/api'
import { consoleUrl } from './support/environment'
import { clusterNamed, filed } from './support/requests'
import { sandbox } from './support/sandbox'
import { type PersonaName, signIn } from './support/sign-in'

const sheetOf = (groupId: string) => `${routes.accessList(groupId)}?panel=allow`
const address = (page: Page) => page.getByRole('dialog').getByLabel('Address')
const send = (page: Page) => page.getByRole('dialog').getByRole('button', { name: /^Allow/ })

const people = test.extend<{ signedInAs(persona: PersonaName, to: string): Promise<Page> }>({
  signedInAs: async ({ browser }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (persona, to) => {
      const context = await browser.newContext({ baseURL: consoleUrl() })
      contexts.push(context)
      const page = await context.newPage()
      await signIn(page, persona, to)
      return page
    })
    for (const context of contexts) await context.close()
  },
})

/** Ends the session of a page from outside. */
async function endSession(page: Page) {
  const { results } = await done(page.request, listMySessions, {})
  const sessionId = results.find(({ isMe }) => isMe)?.id ?? ''
  await done(page.request, endMySession, { sessionId })
}

people.beforeEach(({ expectedProblems }) => {
  expectedProblems.push(/401/)
})

people(
  'an expired session signs in beside the page, which keeps what was typed and sends nothing',
  async ({ signedInAs, project }) => {
    const { groupId } = project
    const sent = () => sandbox.calls({ groupId, operationId: allowAddresses.atlas?.op ?? '' })
    const page = await signedInAs('operator', sheetOf(groupId))
    await address(page).fill('203.0.113.8')
    await page.getByLabel('Comment').fill('Office')
    await expect(send(page)).toContainText('203.0.113.8')
    await endSession(page)
    await send(page).click()
    const ended = page.getByRole('dialog', { name: 'Your session ended' })
    const opened = page.waitForEvent('popup')
    await ended.getByRole('button', { name: 'Sign in again' }).click()
    const beside = await opened
    // The provider's session is still open, so it does not ask.
    await Promise.race([beside.waitForEvent('close'), beside.waitForURL(routes.signedIn())])
    await expect(ended).toBeHidden()
    await expect(page.getByText('Nothing was sent')).toBeVisible()
    await expect(address(page)).toHaveValue('203.0.113.8')
    await expect(page.getByLabel('Comment')).toHaveValue('Office')
    expect(await sent()).toHaveLength(0)
    await send(page).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    expect(await sent()).toHaveLength(1)
  },
)

people(
  'what was typed right before the page was left is there after Back',
  async ({ signedInAs, project }) => {
    const page = await signedInAs('operator', sheetOf(project.groupId))
    // Its effects are there when it says what is typed.
    await address(page).fill('203.0.113.8')
    await expect(send(page)).toContainText('203.0.113.8')
    await page.getByLabel('Comment').fill('Office')
    await page.goto(routes.alerts(project.groupId))
    await page.goBack()
    await expect(page.getByLabel('Comment')).toHaveValue('Office')
    await expect(address(page)).toHaveValue('203.0.113.8')
  },
)

people('drafts survive a reload, one per tab', async ({ signedInAs, project }) => {
  const to = sheetOf(project.groupId)
  const [page, other] = [await signedInAs('operator', to), undefined as Page | undefined]
  const second = other ?? (await page.context().newPage())
  await second.goto(to)
  await address(page).fill('203.0.113.8')
  await address(second).fill('198.51.100.7')
  for (const [tab, typed] of [
    [page, '203.0.113.8'],
    [second, '198.51.100.7'],
  ] as const) {
    await expect
      .poll(() => tab.evaluate(() => Object.values(sessionStorage).join()))
      .toContain(typed)
    await tab.goto(to)
    await expect(address(tab)).toHaveValue(typed)
    await expect(tab.getByText('Draft restored')).toBeVisible()
  }
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(address(page)).toHaveValue('')
  await expect(address(second)).toHaveValue('198.51.100.7')
})

people('another person in the same tab sees no draft', async ({ signedInAs, project }) => {
  const to = sheetOf(project.groupId)
  const page = await signedInAs('operator', to)
  await address(page).fill('203.0.113.8')
  await expect
    .poll(() => page.evaluate(() => Object.values(sessionStorage).join()))
    .toContain('203.0.113.8')
  await endSession(page)
  await page.context().clearCookies()
  await signIn(page, 'admin', to)
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect
    .poll(() => page.evaluate(() => Object.values(sessionStorage).join()))
    .not.toContain('203.0.113.8')
})

test('a form that was closed shows its draft when it opens again, and can discard it', async ({
  as,
  project,
}) => {
  const page = await as('operator')
  await page.goto(sheetOf(project.groupId))
  await address(page).fill('203.0.113.8')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.goto(sheetOf(project.groupId))
  await expect(address(page)).toHaveValue('203.0.113.8')
  await expect(page.getByText('Draft restored')).toBeVisible()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(address(page)).toHaveValue('')
})

test('a remark survives a reload of the request', async ({ as, api, makeProject }) => {
  const project = await makeProject({ clusters: [{ name: clusterNamed('remark') }] })
  const id = await filed(await api('requester'), project)
  const page = await as('approver')
  await page.goto(routes.request(id))
  await page.getByRole('button', { name: 'Add remark' }).click()
  const remark = page.getByLabel(/^Remark/)
  await expect(remark).toBeFocused()
  await page.keyboard.type('Agreed on the phone')
  await page.reload()
  await expect(remark).toHaveValue('Agreed on the phone')
})

test('a body with a password is refused and kept nowhere', async ({ as, project }) => {
  const page = await as('operator')
  await page.goto(routes.atlasOperation('createGroupDatabaseUser'))
  await page.getByLabel('groupId').fill(project.groupId)
  const body = page.getByRole('textbox', { name: 'Body' })
  await body.fill('{"databaseName":"admin","username":"app","password":"hunter2"}')
  const stored = () => page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))
  await expect.poll(stored).toContain(project.groupId)
  await page.getByRole('button', { name: /^(Send|Request approval)/ }).click()
  await expect(page.getByText(/looks like a secret/).first()).toBeVisible()
  expect(await stored()).not.toContain('hunter2')
  expect(page.url()).not.toContain('hunter2')
})

test('the draft of a request comes back only for the same target', async ({ as, makeProject }) => {
  const { groupId } = await makeProject({})
  const to = (value: string) => {
    const entries = [{ address: value, comment: 'A partner' }]
    return routes.newRequest({ op: allowAddresses.id, input: { groupId, entries } })
  }
  const page = await as('operator')
  const reason = page.getByLabel('Reason')
  await page.goto(to('0.0.0.0/0'))
  await reason.fill('The partner has no fixed address')
  await expect
    .poll(() => page.evaluate(() => Object.values(sessionStorage).join()))
    .toContain('no fixed address')
  await page.goto(to('::/0'))
  await expect(page.getByText('::/0').first()).toBeVisible()
  await expect(reason).toHaveValue('')
  await reason.fill('Theirs is IPv6')
  await page.getByRole('button', { name: 'Send request' }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-z]+$/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('::/0')
  await page.goto(to('0.0.0.0/0'))
  await expect(reason).toHaveValue('The partner has no fixed address')
})
