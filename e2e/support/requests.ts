import type { APIRequestContext, Locator, Page } from '@playwright/test'
import { approveRequest, fileRequest, getRequest } from '@/lib/ops/requests'
import { getSlot } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { expect } from '../fixtures'
import { done } from './api'
import { type SandboxProject, sandbox, unique } from './sandbox'

/** A cluster name that no other test has, so that a list shared by all tests can be searched for it. */
export const clusterNamed = (word: string) => `${word}-${unique()}`

export const asked = {
  reason: 'Support case 01234: checkpoints stall since Monday night',
  ticket: 'CASE-01234',
}

type Asking = { minutes?: number; grantType?: string; notBefore?: string }

/** Files a request for a project's first cluster; returns its id. */
export async function filed(
  requester: APIRequestContext,
  { groupId, clusters }: Pick<SandboxProject, 'groupId' | 'clusters'>,
  { minutes = 180, grantType = 'CLUSTER_INFRASTRUCTURE', notBefore }: Asking = {},
): Promise<string> {
  const clusterName = clusters[0]?.name
  const input = { groupId, clusterName, grantType, minutes }
  const { requestId } = await done(requester, fileRequest, {
    op: 'employee.grant',
    input,
    ...asked,
    ...(notBefore ? { notBefore } : {}),
  })
  return requestId
}

/** Approves it unchanged. */
export async function approved(approver: APIRequestContext, requestId: string): Promise<void> {
  const { request } = await done(approver, getRequest, { requestId })
  await done(approver, approveRequest, { requestId, digest: request.digest })
}

/** Makes the console read a new cluster, so that its search finds it soon. */
export async function seen(session: APIRequestContext, { groupId, clusters }: SandboxProject) {
  for (const { name } of clusters) await done(session, getSlot, { groupId, clusterName: name })
}

/** Finds a cluster in the form. A new cluster appears when the console has read its project. */
export async function findCluster(page: Page, clusterName: string): Promise<Locator> {
  await page.getByRole('combobox', { name: 'Cluster' }).fill(clusterName)
  const option = page.getByRole('option', { name: clusterName })
  await expect(option).toBeVisible({ timeout: 90_000 })
  return option
}

/** The level of access by its name, on the form. */
export const level = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'What MongoDB employees can see' }).getByRole('radio', { name })

/** Fills in the fields other than the cluster. */
export async function fillRequest(page: Page, duration: string) {
  await level(page, /^Infrastructure(?! and)/).check()
  await page.getByLabel('Duration').fill(duration)
  await page.getByLabel('Reason').fill(asked.reason)
  await page.getByLabel('Ticket').fill(asked.ticket)
}

/** Sends the form; returns the request's id once its page is open. */
export async function fileIt(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Send request' }).click()
  await page.waitForURL(/\/approvals\/[0-9a-z]{26}$/)
  return new URL(page.url()).pathname.split('/').at(-1) ?? ''
}

export const openRequest = (page: Page, requestId: string) => page.goto(routes.request(requestId))
export const grantPanel = (page: Page) => page.getByRole('region', { name: 'Live access' })
export const outcome = (page: Page) => page.getByRole('region', { name: 'Outcome' })

/** The calls to Atlas that give and end employee access, oldest first. */
export const grantCalls = async (groupId: string) =>
  (await sandbox.calls({ groupId })).filter(({ path }) => path.includes(':grantMongoDB'))
export const revokeCalls = async (groupId: string) =>
  (await sandbox.calls({ groupId })).filter(({ path }) => path.includes(':revokeMongoDB'))
