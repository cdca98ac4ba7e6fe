/** Findings of several projects, settled together. */
import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { Keys } from './support/keys'
import { unique } from './support/sandbox'

const table = (page: Page) => page.getByRole('table')

/** Opens the findings with a text until there are so many: the collector comes by within a minute. */
async function found(page: Page, text: string, n: number) {
  await expect(async () => {
    await page.goto(`${routes.findings()}?${new URLSearchParams({ 'findings-q': text })}`)
    await expect(table(page).getByRole('row')).toHaveCount(n + 1, { timeout: 10_000 })
  }).toPass({ timeout: 90_000 })
}

test('entries of two projects are removed together, through a failure and a reload', async ({
  as,
  axe,
  makeProject,
  sandbox,
  expectedProblems,
}) => {
  expectedProblems.push(/status of 409/)
  const word = `bulk-${unique()}`
  const a = await makeProject({ name: `${word}-a`, accessList: 2 })
  const b = await makeProject({ name: `${word}-b`, accessList: 2 })
  const removals = async () =>
    (
      await Promise.all(
        [a, b].map(({ groupId }) =>
          sandbox.calls({ groupId, operationId: 'deleteGroupAccessListEntry' }),
        ),
      )
    ).flat()
  const page = await as('operator')
  await found(page, `${word} without`, 4)

  await table(page).getByRole('checkbox').nth(1).check()
  await page.getByRole('button', { name: 'Select all 4 matching' }).click()
  await page.getByRole('button', { name: 'Remove 4 entries' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove 4 entries?' })
  await expect(dialog).toContainText(`${word}-a`)
  await expect(dialog).toContainText(`${word}-b`)
  const start = dialog.getByRole('button', { name: 'Remove 4 entries' })
  await expect(start).not.toHaveAttribute('aria-disabled', 'true')
  expect(await axe(page)).toEqual([])

  // The page is reloaded while Atlas works on the second row.
  const of = (address: string) =>
    [a, b].map(({ groupId }) => ({ groupId, method: 'DELETE', pathIncludes: address }))
  for (const match of of('198.51.100.2'))
    await sandbox.fault({ match, fault: { kind: 'latency', ms: 8_000 } })
  await start.click()
  await expect.poll(async () => (await removals()).length).toBe(2)
  await page.reload()
  for (const match of of('198.51.100.2')) await sandbox.heal(match)
  for (const match of of('198.51.100.1'))
    await sandbox.fault({
      match,
      fault: { kind: 'status', status: 409, errorCode: 'ENTRY_IN_USE' },
    })

  const notice = page.getByRole('region', { name: 'Unfinished bulk action' })
  await expect(notice).toContainText('1 done, 3 left')
  expect(await axe(page)).toEqual([])
  await notice.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: 'Continue with the 3 left' }).click()
  await expect(dialog.getByText(/ENTRY_IN_USE/).first()).toBeVisible()
  await dialog.getByRole('button', { name: /^Try the \d failed again$/ }).click()
  await expect(dialog).toBeHidden()
  await expect(notice).toBeHidden()
  const calls = await removals()
  const done = calls.filter(({ status }) => status === 200 || status === 204)
  expect(done, 'each once').toHaveLength(4)
  expect(new Set(done.map(({ path }) => path)).size).toBe(4)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(notice).toBeHidden()
})

test('grants made outside Gatehouse are revoked by the keyboard, also one that Atlas refuses at first', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const word = `outside-${unique()}`
  const expirationTime = new Date(Date.now() + 3_600_000).toISOString()
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime }
  const made = await Promise.all(
    ['a', 'b'].map(async (letter) => {
      const clusterName = `${word}-${letter}`
      const { groupId } = await makeProject({
        name: clusterName,
        clusters: [{ name: clusterName }],
      })
      await sandbox.state({ groupId, clusterName, grant })
      return { groupId, clusterName }
    }),
  )
  const page = await as('operator')
  const keys = new Keys(page)
  await found(page, `${word} employee`, 2)
  await sandbox.fault({
    match: {
      groupId: made[0]?.groupId ?? '',
      operationId: 'revokeGroupClusterMongoDbEmployeeAccess',
    },
    fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  })
  await keys.to(table(page).locator('tbody tr').first())
  for (const key of ['x', 'j', 'x']) await keys.press(key)
  const opener = keys.button('Revoke 2 outside grants')
  const dialog = keys.dialog('Revoke 2 outside grants?')
  await keys.look(opener, dialog)
  await keys.enter(opener)
  expect(await axe(page)).toEqual([])
  await keys.enter(dialog.getByRole('button', { name: 'Revoke 2 outside grants' }))
  await expect(dialog).toBeHidden()
  await keys.isKept()
  for (const { groupId, clusterName } of made)
    await expect.poll(() => sandbox.grantOf(groupId, clusterName), { timeout: 60_000 }).toBeNull()
})

test('audit logs of two projects are turned on by the keyboard, through a failure of one', async ({
  as,
  axe,
  makeProject,
  sandbox,
}) => {
  const word = `logs-${unique()}`
  const [, refused] = await Promise.all(
    ['a', 'b'].map((letter) =>
      makeProject({ name: `${word}-${letter}`, clusters: [{ name: `${word}-${letter}` }] }),
    ),
  )
  const page = await as('operator')
  const keys = new Keys(page)
  await found(page, `${word} auditing`, 2)
  const match = { groupId: refused?.groupId ?? '', operationId: 'updateGroupAuditLog' }
  await sandbox.fault({ match, fault: { kind: 'status', status: 409, errorCode: 'IN_USE' } })
  await keys.to(table(page).locator('tbody tr').first())
  for (const key of ['x', 'j', 'x']) await keys.press(key)
  const opener = keys.button('Turn on 2 audit logs')
  const dialog = keys.dialog('Turn on 2 audit logs?')
  await keys.look(opener, dialog)
  await keys.enter(opener)
  await keys.enter(dialog.getByRole('button', { name: 'Turn on 2 audit logs' }))
  await expect(dialog).toContainText('1 done, 1 failed')
  await expect(dialog).toContainText('IN_USE')
  await expect(dialog).toContainText('Error ID')
  expect(await axe(page)).toEqual([])
  await keys.enter(dialog.getByRole('button', { name: 'Try the 1 failed again' }))
  await expect(dialog).toBeHidden()
  await keys.isKept()
})

test('a viewer sees findings and can’t select any', async ({ as, makeProject }) => {
  const word = `bulk-${unique()}`
  await makeProject({ name: word, accessList: 2 })
  const page = await as('viewer')
  await found(page, `${word} without`, 2)
  await expect(table(page).getByRole('checkbox')).toHaveCount(0)
})
