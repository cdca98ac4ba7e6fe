import { request as http } from '@playwright/test'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { sandboxInbox } from './support/environment'
import { approved, filed } from './support/requests'

test.describe.configure({ mode: 'serial' })

const mails = z.array(z.object({ to: z.array(z.string()), text: z.string(), html: z.string() }))
const hooks = z.array(z.object({ body: z.string(), problem: z.string().nullable() }))

async function arrived<S extends z.ZodType>(what: string, shape: S): Promise<z.output<S>> {
  const inbox = await http.newContext({ baseURL: sandboxInbox() })
  const found = shape.parse(await (await inbox.get(`/api/${what}`)).json())
  await inbox.dispose()
  return found
}

async function answer(how: 'ok' | 'gone') {
  const inbox = await http.newContext({ baseURL: sandboxInbox() })
  await inbox.post('/_sandbox/answer', { data: how })
  await inbox.dispose()
}

const hooksOf = async (id: string) =>
  (await arrived('hooks', hooks)).filter(({ body }) => body.includes(id))

test('an approver gets a mail with a link to the request, and the receiver a signed webhook', async ({
  api,
  as,
  makeProject,
}) => {
  const project = await makeProject({ clusters: [{ name: 'main' }] })
  const id = await filed(await api('requester'), project)
  const mailed = async () =>
    (await arrived('mails', mails)).filter(({ text }) => text.includes(routes.request(id)))
  const to = async () => (await mailed()).flatMap((mail) => mail.to)
  await expect.poll(to).toContain('amara.okafor@example.com')
  expect(await to()).not.toContain('rosa.delgado@example.com')
  await expect.poll(() => hooksOf(id)).toHaveLength(1)
  expect((await hooksOf(id))[0]?.problem).toBeNull()

  const link = /href="([^"]+\/approvals\/[^"]+)"/.exec((await mailed())[0]?.html ?? '')?.[1]
  const page = await as('approver')
  await page.goto(link ?? '')
  await expect(page.getByRole('button', { name: /^Approve/ })).toBeVisible()
  await approved(await api('approver'), id)
  await expect.poll(to).toContain('rosa.delgado@example.com')
})

/** How many webhooks the receiver got again. */
const repeated = async () => {
  const bodies = (await arrived('hooks', hooks)).map(({ body }) => body)
  return bodies.length - new Set(bodies).size
}

test('an admin tests a channel, turns one on again and sends a failed notification again', async ({
  api,
  as,
  makeProject,
  axe,
}) => {
  const admin = await as('admin')
  await admin.goto(routes.deliveries())
  await admin.getByRole('button', { name: 'Test email' }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Send test' }).click()
  await expect(admin.getByText('Test delivered')).toBeVisible()

  await answer('gone')
  const project = await makeProject({ clusters: [{ name: 'main' }] })
  await filed(await api('requester'), project)
  const channel = admin.getByRole('row', { name: /webhook:sandbox/ }).first()
  await expect(channel.getByText('Off', { exact: true })).toBeVisible({ timeout: 20_000 })
  await answer('ok')
  await channel.getByRole('button', { name: /^Turn on/ }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click()
  await expect(channel.getByText('Off', { exact: true })).toBeHidden()
  expect(await axe(admin)).toEqual([])

  // The request's own notification, or one of a test beside this one: the channel was off for those that came later.
  const before = await repeated()
  await channel.getByRole('button', { name: /^Resend failed/ }).click()
  await admin.getByRole('dialog').getByRole('button', { name: 'Send all again' }).click()
  await expect.poll(repeated, { timeout: 60_000 }).toBeGreaterThan(before)
  await expect(channel.getByText('Working')).toBeVisible({ timeout: 20_000 })
})

test('a person chooses topics, and the choice survives a reload', async ({ as }) => {
  const page = await as('viewer')
  await page.goto(routes.notifications())
  const incidents = page.getByRole('checkbox', { name: /Incidents/ })
  const isOn = await incidents.isChecked()
  for (const on of [!isOn, isOn]) {
    await incidents.setChecked(on)
    await expect(page.getByText('Incidents: saved')).toBeVisible()
    await page.reload()
    await expect(incidents).toBeChecked({ checked: on })
  }
})

test('only an admin sees deliveries', async ({ as }) => {
  const page = await as('operator')
  await page.goto(routes.deliveries())
  await expect(page.getByText(/Only admins can/).first()).toBeVisible()
})
