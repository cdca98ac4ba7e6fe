import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import { expect, test } from './fixtures'
import { dataFolder } from './support/environment'
import {
  asked,
  clusterNamed,
  fileIt,
  fillRequest,
  findCluster,
  grantCalls,
  grantPanel,
  outcome,
  revokeCalls,
  seen,
} from './support/requests'
import { sandbox } from './support/sandbox'

/** Northwind Ops restricts employee access, so a grant there opens something. */
const northwind = '622f06e0f21affc0c09d52e1'

/** `npm run audit:verify` on the database of the demo, in the words and exit code it gives. */
const auditVerify = () =>
  promisify(execFile)(process.execPath, ['lib/audit/audit-verify.mjs'], {
    env: { ...process.env, DATABASE_URL: '', GATEHOUSE_DATA: dataFolder() },
  })

/** Milliseconds from now to the end of the grant in the slot. */
const endsIn = async (groupId: string, clusterName: string) =>
  Date.parse((await sandbox.grantOf(groupId, clusterName))?.expirationTime ?? '') - Date.now()

/** Everything a decision rests on, each as a heading of the card. */
const headings = [
  'Why',
  'What it allows',
  'Access before and after',
  'Scope',
  /^Earlier requests by /,
  'Approvers',
]

/** Where each part of the card ends, and where the bar with the two answers begins, in pixels from the top. */
async function measured(page: Page, approve: string) {
  // Next keeps the list's scroll position while the top of the new page is visible.
  await page.evaluate(() => window.scrollTo(0, 0))
  const ends = await Promise.all(
    headings.map(async (name) => {
      const part = page.locator('section', { has: page.getByRole('heading', { name }) }).last()
      const box = await part.boundingBox()
      return box ? box.y + box.height : Number.POSITIVE_INFINITY
    }),
  )
  const bar = await page.getByRole('button', { name: approve }).boundingBox()
  return {
    lowest: Math.max(...ends),
    bar: bar?.y ?? 0,
    barEnd: bar ? bar.y + bar.height : Number.POSITIVE_INFINITY,
  }
}

test('a request is filed, shortened and approved, watched, revoked and proved', async ({
  as,
  api,
  makeProject,
}) => {
  test.setTimeout(300_000)
  const clusterName = clusterNamed('ledger')
  const project = await makeProject({ orgId: northwind, clusters: [{ name: clusterName }] })
  const { groupId, name: projectName } = project
  await seen(await api('viewer'), project)

  const requester = await as('requester')
  await test.step('Rosa finds the cluster and requests three hours', async () => {
    await requester.goto(routes.newRequest())
    await (await findCluster(requester, clusterName)).click()
    await fillRequest(requester, '3h')
    await expect(requester.getByText('Amara Okafor')).toBeVisible()
  })
  const requestId = await fileIt(requester)

  const approver = await as('approver')
  const operator = await as('operator')
  await test.step('Amara sees on one screen all that the decision rests on', async () => {
    await approver.goto(routes.approvals('for-me'))
    await approver
      .getByRole('region', { name: 'Waiting for your review' })
      .getByRole('link', { name: clusterName })
      .click()
    await expect(approver).toHaveURL(routes.request(requestId))
    const title = `Give MongoDB employees infrastructure access to ${clusterName} for 3 h`
    await expect(approver.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(approver.getByText(asked.reason).first()).toBeVisible()
    await expect(approver.getByRole('link', { name: asked.ticket })).toBeVisible()
    for (const text of [
      /log in to the machines that run this cluster/,
      'No grant',
      ':grantMongoDBEmployeeAccess',
      'Restricted. This request opens access.',
      projectName,
    ])
      await expect(approver.getByText(text).first()).toBeVisible()
    await expect(approver.getByText('Time to decide')).toBeVisible()
    const { lowest, bar, barEnd } = await measured(approver, 'Approve 3 h infrastructure')
    expect(lowest, 'nothing lies under the bar').toBeLessThanOrEqual(bar)
    expect(barEnd, 'the bar is on the screen').toBeLessThanOrEqual(800)
  })

  await test.step('she approves one hour of it', async () => {
    await approver
      .getByRole('group', { name: 'Shorten to' })
      .getByRole('button', { name: '1 h', exact: true })
      .click()
    await approver.getByRole('button', { name: 'Approve 1 h infrastructure' }).click()
    await expect(grantPanel(approver)).toContainText('shortened from 3 h to 1 h', {
      timeout: 20_000,
    })
  })

  await test.step('Atlas has exactly that grant after one call, and everyone sees it live', async () => {
    expect(await sandbox.grantOf(groupId, clusterName)).toMatchObject({
      grantType: 'CLUSTER_INFRASTRUCTURE',
    })
    const left = await endsIn(groupId, clusterName)
    expect(left).toBeLessThanOrEqual(3_600_000)
    expect(left).toBeGreaterThan(3_480_000)
    expect(await grantCalls(groupId)).toHaveLength(1)
    await expect(grantPanel(requester)).toBeVisible({ timeout: 20_000 })
    const clock = grantPanel(approver).getByRole('time').first()
    const before = await clock.textContent()
    await expect(clock, 'it counts down').not.toHaveText(before ?? '', { timeout: 65_000 })
  })

  await test.step('Omar ends it from the list', async () => {
    await operator.goto(routes.approvals('live'))
    await operator.getByRole('button', { name: `Revoke ${clusterName}` }).click()
    const panel = operator.getByRole('dialog', { name: `Revoke access to ${clusterName}` })
    await panel.getByLabel('Reason (optional)').fill('The case is solved')
    await panel.getByRole('button', { name: 'Revoke now' }).click()
    await expect(operator.getByRole('button', { name: `Revoke ${clusterName}` })).toBeHidden()
    // The list does so from the press on.
    await expect.poll(() => sandbox.grantOf(groupId, clusterName), { timeout: 30_000 }).toBeNull()
    expect(await revokeCalls(groupId)).toHaveLength(1)
  })

  await test.step('every step is shown with the person and role', async () => {
    await expect(outcome(requester)).toContainText('Revoked', { timeout: 30_000 })
    await expect(outcome(requester)).toContainText('no grant')
    const story = [
      'You (requester) filed the request',
      'Amara Okafor (approver) approved the request for 1 h',
      'sent the call to Atlas',
      'confirmed the change in Atlas',
      'Omar Haddad (operator) revoked the grant',
      'sent the revoke to Atlas',
      'confirmed in Atlas that access is revoked',
    ]
    const steps = requester.getByRole('listitem').filter({ hasText: /#\d+ [0-9a-f]{12}/ })
    const told = (await steps.allTextContents()).join('\n')
    const places = story.map((step) => told.indexOf(step))
    expect(places, told).toEqual(places.toSorted((a, b) => a - b))
    expect(places, told).not.toContain(-1)
    await expect(steps.filter({ hasText: 'The case is solved' })).toHaveCount(1)
  })

  await test.step('the audit log verifies', async () => {
    const { stdout } = await auditVerify()
    expect(stdout).toContain('The audit log is intact')
  })
})
