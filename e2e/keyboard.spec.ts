/** The main job and one job of each area by the keyboard alone, from the page's first Tab stop. */
import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { withBackups } from './support/backup'
import { ownFederation } from './support/federation'
import { awake, skipTo } from './support/keyboard'
import { Keys } from './support/keys'
import { asked, clusterNamed, findCluster, grantPanel, level, seen } from './support/requests'
import type { SandboxControl, SandboxProject } from './support/sandbox'
import { filledCluster } from './support/search'
import type { PersonaName } from './support/sign-in'
import { lab, workspaceOf } from './support/streams'

const northwindProject = '62384d9b88f12e6bc977eb45'

type Setting = {
  makeProject: (options?: object) => Promise<SandboxProject>
  sandbox: SandboxControl
}
type Job = {
  as?: PersonaName
  /** Makes what the job needs and returns the page's address. */
  at: (setting: Setting) => Promise<string> | string
  run: (keys: Keys, page: Page) => Promise<unknown>
}

const jobs: Record<string, Job> = {
  'allows an address after an error, and removes it': {
    at: async ({ makeProject }) =>
      routes.accessList((await makeProject({ accessList: 2 })).groupId),
    run: async (keys) => {
      const open = keys.button('Allow address').first()
      await keys.look(open)
      await keys.enter(open)
      const sheet = keys.dialog()
      await keys.enter(sheet.getByRole('button', { name: /^Allow/ }))
      await expect(sheet.getByLabel('Address')).toBeFocused()
      await keys.type('203.0.113.9')
      const send = sheet.getByRole('button', { name: /^Allow 203/ })
      await keys.enter(send)
      await expect(sheet.getByLabel('Comment')).toBeFocused()
      await keys.type('Office')
      await keys.enter(send)
      await expect(sheet).toBeHidden()
      await expect(open).toBeFocused()
      const remove = keys.button('Remove 203.0.113.9/32')
      await keys.enter(remove)
      await keys.enter(keys.dialog().getByRole('button', { name: /^Remove/ }))
      await expect(remove).toBeHidden()
      await keys.isKept()
      await keys.press('Alt+t')
      await keys.enter('Undo')
      await expect(remove).toBeVisible()
    },
  },
  'deletes a database role by typing its name': {
    at: async ({ makeProject, sandbox }) => {
      const { groupId } = await makeProject()
      const role = {
        roleName: 'reader',
        actions: [],
        inheritedRoles: [{ db: 'shop', role: 'read' }],
      }
      await sandbox.collection({ collection: 'customDbRoles', place: { groupId }, add: [role] })
      return routes.customDbRoles(groupId)
    },
    run: async (keys) => {
      const remove = keys.button('Delete reader')
      await keys.look(remove)
      await keys.enter(remove)
      await keys.to(keys.dialog().getByRole('textbox'))
      await keys.type('reader')
      await keys.press('Enter')
      await expect(remove).toBeHidden()
      await keys.isKept()
    },
  },
  'reads a search index and looks at its form': {
    at: async ({ makeProject }) => (await filledCluster(makeProject)).list,
    run: async (keys, page) => {
      await keys.press('/')
      await expect(keys.dialog('Go to')).toBeVisible()
      await keys.press('Escape')
      await keys.look(keys.button('Create index').first())
      await keys.to(page.getByRole('searchbox').first())
      await keys.type('reviews')
      await keys.to(page.locator('tr[tabindex="0"]').first())
      await keys.press('Enter')
      await expect(page.getByRole('heading', { name: 'reviews', exact: true })).toBeVisible()
    },
  },
  'leaves the restore of a snapshot one layer at a time': {
    at: async ({ makeProject }) => routes.backup((await withBackups(makeProject)).groupId, 'main'),
    run: async (keys) => {
      const open = keys
        .button(/^Restore the snapshot of/)
        .and(keys.page.locator(':not([aria-disabled=true])'))
        .first()
      await keys.enter(open)
      const sheet = keys.dialog('Restore from main')
      await keys.to(sheet.getByLabel('Cluster to overwrite'))
      await keys.type('other')
      await keys.enter(sheet.getByRole('button', { name: 'Start restore' }))
      const phrase = sheet.getByLabel('Type other to continue')
      await expect(phrase).toBeFocused()
      await keys.press('Escape')
      await expect(phrase).toBeHidden()
      await expect(sheet.getByRole('button', { name: 'Start restore' })).toBeFocused()
      await keys.press('Escape')
      await expect(sheet).toBeHidden()
      await expect(open).toBeFocused()
    },
  },
  'opens a stream processor, and the keyboard is not trapped in its editor': {
    at: async ({ makeProject, sandbox }) => {
      const project = await makeProject()
      await lab(sandbox, project, { processors: { CREATED: ['orders'] } })
      return workspaceOf(project)
    },
    run: async (keys, page) => {
      await keys.to(page.getByRole('link', { name: 'orders' }))
      await keys.press('Enter')
      await expect(page.getByRole('heading', { level: 1, name: 'orders' })).toBeVisible()
      await keys.enter('Edit')
      const editor = page.getByRole('textbox', { name: 'Pipeline' })
      await keys.to(editor)
      await keys.press('Escape')
      await keys.press('Tab')
      await expect(editor).not.toBeFocused()
      await keys.enter('Cancel')
      await expect(editor).toBeHidden()
      await keys.isKept()
    },
  },
  'returns to the button of a form with an error': {
    at: async ({ sandbox }) => (await ownFederation(sandbox)).orgPage,
    run: async (keys, page) => {
      await keys.enter('Create mapping')
      await expect(page.getByLabel('Group', { exact: true })).toBeFocused()
      await keys.press('Enter')
      await expect(page.getByLabel('Group', { exact: true })).toBeFocused()
      await keys.type('Support')
      await keys.press('Escape')
      await expect(keys.dialog()).toBeHidden()
      await expect(keys.button('Create mapping').first()).toBeFocused()
    },
  },
  'acknowledges an alert': {
    at: async ({ makeProject, sandbox }) => {
      const { groupId } = await makeProject()
      await sandbox.collection({ collection: 'alerts', place: { groupId }, many: 1 })
      return routes.alerts(groupId)
    },
    run: async (keys, page) => {
      await awake(page.locator('tbody tr').first())
      await keys.press('j')
      await expect(page.locator('tbody tr').first()).toBeFocused()
      await keys.enter('Acknowledge Host down')
      const sheet = keys.dialog()
      await keys.enter(sheet.getByRole('button', { name: '8 h' }))
      await keys.to(sheet.getByLabel('Comment'))
      await keys.type('Atlas repairs the node')
      await keys.enter(sheet.getByRole('button', { name: 'Acknowledge', exact: true }).last())
      await expect(page.getByRole('row', { name: /Host down/ })).toContainText('Atlas repairs')
      await keys.isKept()
    },
  },
  'creates a machine and saves its secret': {
    as: 'admin',
    at: () => routes.machines(),
    run: async (keys, page) => {
      const name = clusterNamed('keys')
      await keys.enter('Create machine')
      const form = keys.dialog()
      await keys.enter(form.getByRole('button', { name: 'Create machine' }))
      await expect(form.getByLabel('Name')).toBeFocused()
      await keys.type(name)
      await keys.to(form.getByLabel('Purpose'))
      await keys.type('Checks the clusters of a test')
      await keys.to(form.getByLabel('Owner'))
      await keys.type('Omar')
      await keys.enter(form.getByRole('button', { name: 'Create machine' }))
      const shown = keys.dialog(/created/)
      await keys.press('Escape')
      await keys.enter(shown.getByRole('button', { name: 'I saved it' }))
      await expect(shown).toBeHidden()
      await expect(page.getByRole('row', { name: new RegExp(name) })).toBeVisible()
      await keys.isKept()
    },
  },
  'reads Atlas in the explorer': {
    at: () => routes.atlasOperation('listGroupClusters'),
    run: async (keys, page) => {
      await keys.to(page.getByLabel('groupId'))
      await keys.type('nonsense')
      await keys.press('Enter')
      await expect(page.getByText(/24 hexadecimal/)).toBeVisible()
      await expect(page.getByLabel('groupId')).toBeFocused()
      await keys.press('Control+a')
      await keys.type(northwindProject)
      await keys.press('Enter')
      await expect(page.getByRole('cell', { name: 'payments-main' }).first()).toBeVisible()
    },
  },
  'walks from the fleet to the findings and selects some': {
    at: () => routes.home(),
    run: async (keys, page) => {
      await keys.enter(page.getByRole('link', { name: 'All findings' }))
      await expect(page).toHaveURL(routes.findings())
      await expect(page.locator('tbody tr').first()).toBeVisible()
      await keys.press('j')
      await keys.press('j')
      await expect(page.locator('tr[data-index="1"]')).toBeFocused()
      await keys.press('x')
      await expect(page.getByText('1 selected', { exact: true })).toBeVisible()
      await keys.press('Escape')
      await expect(page.getByText('1 selected', { exact: true })).toBeHidden()
      await keys.press('Enter')
      await expect(page).not.toHaveURL(routes.findings())
    },
  },
  'filters the audit log, opens a row and comes back': {
    as: 'auditor',
    at: () => routes.audit(),
    run: async (keys, page) => {
      await keys.enter(page.getByRole('link', { name: /^View row / }).first())
      await expect(page.getByRole('heading', { level: 1, name: /^Row / })).toBeVisible()
      await keys.enter(/^Copy proof of row/)
      await keys.enter(page.getByRole('main').getByRole('link', { name: 'Audit' }))
      await expect(page).toHaveURL(routes.audit())
      await keys.to(page.locator('tr[tabindex="0"]').first())
      await keys.press('/')
      await expect(page.getByLabel('Text', { exact: true })).toBeFocused()
    },
  },
}

for (const [name, { as: persona = 'operator', at, run }] of Object.entries(jobs))
  test(`a person ${name}`, async ({ as, makeProject, sandbox }) => {
    const page = await as(persona)
    await skipTo(page, await at({ makeProject, sandbox }))
    await run(new Keys(page), page)
  })

test('a person requests access, another approves it, watches it and revokes it', async ({
  as,
  api,
  makeProject,
  sandbox,
}) => {
  const clusterName = clusterNamed('keys')
  const project = await makeProject({ clusters: [{ name: clusterName }] })
  await seen(await api('viewer'), project)
  const page = await as('requester')
  const keys = new Keys(page)
  await skipTo(page, routes.newRequest())
  await keys.to(page.getByRole('combobox', { name: 'Cluster' }))
  await findCluster(page, clusterName)
  await keys.press('ArrowDown')
  await keys.press('Enter')
  await expect(keys.button('Change cluster')).toBeVisible()
  await keys.to(level(page, /^Database logs/))
  await keys.press('ArrowDown')
  await expect(page.locator(':focus')).toHaveAccessibleName(/^Infrastructure/)
  await keys.to(page.getByLabel('Duration'))
  await keys.type('90')
  await keys.enter('Send request')
  await expect(page.getByLabel('Reason')).toBeFocused()
  await keys.type(asked.reason)
  await keys.to(page.getByLabel('Ticket'))
  await keys.type(asked.ticket)
  await keys.press('Enter')
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)

  const other = await as('approver')
  const theirs = new Keys(other)
  await skipTo(other, page.url())
  const approve = theirs.button('Approve 1 h 30 min infrastructure')
  await expect(approve).toBeEnabled()
  await theirs.press('a')
  await expect(approve).toBeFocused()
  expect(await sandbox.grantOf(project.groupId, clusterName), 'a shortcut only moves').toBeNull()
  await theirs.press('Enter')
  await expect(grantPanel(other)).toBeVisible({ timeout: 30_000 })
  await theirs.isKept()
  await theirs.press('r')
  const revoke = theirs.button(/^Revoke/).first()
  await expect(revoke).toBeFocused()
  await theirs.press('Enter')
  const question = theirs.dialog(/^Revoke access/)
  await expect(question).toBeVisible()
  await theirs.press('Escape')
  await expect(question).toBeHidden()
  await expect(revoke).toBeFocused()
  await theirs.press('Enter')
  await theirs.enter(question.getByRole('button', { name: 'Revoke now' }))
  await expect(grantPanel(other)).toBeHidden({ timeout: 30_000 })
  await theirs.isKept()
})
