import type { APIRequestContext, Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { approved, clusterNamed, filed, grantPanel } from './support/requests'
import type { SandboxProject } from './support/sandbox'
import type { PersonaName } from './support/sign-in'

type Place = {
  name: string
  persona: PersonaName
  /** The address; creates its content first. */
  path(world: {
    full(): Promise<SandboxProject>
    empty(): Promise<SandboxProject>
    requester(): Promise<APIRequestContext>
    approver(): Promise<APIRequestContext>
  }): Promise<string>
  /** Waits until the page has loaded. */
  ready(page: Page): Promise<void>
}

const heading = async (page: Page) =>
  expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
const loaded = async (page: Page) => {
  await heading(page)
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 20_000 })
}
const fixed = (path: string) => async () => path
const [paymentsProd, searchPlatform] = ['62384d9b88f12e6bc977eb45', '63628d00e6824f1b7d2db2af']

const places: readonly Place[] = [
  {
    name: 'the overview of an approver',
    persona: 'approver',
    path: fixed(routes.home()),
    ready: loaded,
  },
  {
    name: 'the overview of a viewer',
    persona: 'viewer',
    path: fixed(routes.home()),
    ready: loaded,
  },
  {
    name: 'requests for an approver',
    persona: 'approver',
    path: fixed(routes.approvals()),
    ready: loaded,
  },
  {
    name: 'an empty review list',
    persona: 'viewer',
    path: fixed(routes.approvals('for-me')),
    ready: loaded,
  },
  {
    name: 'live access',
    persona: 'operator',
    path: fixed(routes.approvals('live')),
    ready: loaded,
  },
  {
    name: 'own requests',
    persona: 'requester',
    path: fixed(routes.approvals('mine')),
    ready: loaded,
  },
  {
    name: 'closed requests',
    persona: 'auditor',
    path: fixed(routes.approvals('settled')),
    ready: loaded,
  },
  {
    name: 'an empty request form',
    persona: 'requester',
    path: fixed(routes.newRequest()),
    ready: loaded,
  },
  {
    name: 'a request form with its cluster',
    persona: 'requester',
    path: async ({ full }) => {
      const { groupId, clusters } = await full()
      return routes.newRequest({ groupId, clusterName: clusters[0]?.name ?? '' })
    },
    ready: async (page) => expect(page.getByText('Policy rule:')).toBeVisible(),
  },
  {
    name: 'a decision card',
    persona: 'approver',
    path: async ({ full, requester }) =>
      routes.request(await filed(await requester(), await full())),
    ready: async (page) =>
      expect(page.getByRole('button', { name: /^Approve 3 h/ })).toBeVisible({ timeout: 20_000 }),
  },
  {
    name: 'the requester’s own request',
    persona: 'requester',
    path: async ({ full, requester }) =>
      routes.request(await filed(await requester(), await full())),
    ready: async (page) => expect(page.getByRole('button', { name: 'Withdraw…' })).toBeVisible(),
  },
  {
    name: 'a live grant',
    persona: 'operator',
    path: async ({ full, requester, approver }) => {
      const id = await filed(await requester(), await full())
      await approved(await approver(), id)
      return routes.request(id)
    },
    ready: async (page) => expect(grantPanel(page)).toBeVisible({ timeout: 30_000 }),
  },
  {
    name: 'clusters',
    persona: 'viewer',
    path: fixed(routes.clusters(paymentsProd)),
    ready: loaded,
  },
  {
    name: 'a project without clusters',
    persona: 'viewer',
    path: async ({ empty }) => routes.clusters((await empty()).groupId),
    ready: async (page) => expect(page.getByText('No clusters')).toBeVisible(),
  },
  {
    name: 'a cluster',
    persona: 'operator',
    path: fixed(routes.cluster(paymentsProd, 'payments-ledger')),
    ready: loaded,
  },
  {
    name: 'an access list of 230',
    persona: 'operator',
    path: fixed(routes.accessList(searchPlatform)),
    ready: loaded,
  },
  {
    name: 'a production access list with every kind of entry',
    persona: 'viewer',
    path: fixed(routes.accessList(paymentsProd)),
    ready: loaded,
  },
  {
    name: 'an empty access list',
    persona: 'operator',
    path: async ({ empty }) => routes.accessList((await empty()).groupId),
    ready: loaded,
  },
  { name: 'permissions', persona: 'requester', path: fixed(routes.permissions()), ready: loaded },
  { name: 'the audit log', persona: 'auditor', path: fixed(routes.audit()), ready: loaded },
  {
    name: 'the audit log without the role',
    persona: 'viewer',
    path: fixed(routes.audit()),
    ready: loaded,
  },
  { name: 'sessions', persona: 'admin', path: fixed(routes.sessions()), ready: loaded },
  {
    name: 'a request that does not exist',
    persona: 'viewer',
    path: fixed(routes.request('0'.repeat(26))),
    ready: async (page) => expect(page.getByText(/not found|in your scope/i).first()).toBeVisible(),
  },
]

const looks = [
  { name: 'wide and light', viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  { name: 'on a phone and dark', viewport: { width: 360, height: 740 }, colorScheme: 'dark' },
] as const

for (const { name: look, viewport, colorScheme } of looks) {
  test.describe(look, () => {
    test.use({ viewport, colorScheme })

    for (const place of places)
      test(`axe finds no barrier at ${place.name}, ${look}`, async ({
        as,
        api,
        axe,
        makeProject,
        expectedProblems,
      }) => {
        if (place.name === 'a request that does not exist') expectedProblems.push(/status of 404/)
        const path = await place.path({
          full: () => makeProject({ clusters: [{ name: clusterNamed('a11y') }] }),
          empty: () => makeProject(),
          requester: () => api('requester'),
          approver: () => api('approver'),
        })
        const page = await as(place.persona)
        await page.goto(path)
        await place.ready(page)
        expect(await axe(page)).toEqual([])
        const { scroll, client } = await page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          client: document.documentElement.clientWidth,
        }))
        expect(scroll, 'nothing is cut off or scrolls sideways').toBeLessThanOrEqual(client)
        await expect(page).toHaveTitle(/Gatehouse/)
      })

    test(`axe finds no barrier on the sign-in page, ${look}`, async ({ page, axe }) => {
      await page.goto(routes.signIn())
      expect(await axe(page)).toEqual([])
    })

    test(`axe finds no barrier in the menus and dialogs, ${look}`, async ({ as, axe }) => {
      const page = await as('viewer')
      await page.goto(routes.home())
      await loaded(page)
      await page.keyboard.press('/')
      await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible()
      expect(await axe(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      expect(await axe(page)).toEqual([])
    })
  })
}
