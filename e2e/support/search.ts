import type { Page } from '@playwright/test'
import { z } from 'zod'
import { routes } from '@/lib/routes'
import { review } from './review'
import { type ProjectOptions, type SandboxProject, sandbox } from './sandbox'

export const production = { tags: [{ key: 'environment', value: 'production' }] }
const filled = z.object({ indexes: z.record(z.string(), z.string()) })
type Make = (options?: ProjectOptions) => Promise<SandboxProject>

/** A cluster on which indexes are built in ten seconds. */
export const clusterName = 'quick-search'
/** One that takes as long as Atlas, on which what passes soon can be looked at. */
export const unhurried = 'search'
export const ofCluster = (
  more: ProjectOptions = {},
  type: 'REPLICASET' | 'M0' | 'FLEX' = 'REPLICASET',
  name = clusterName,
) => ({
  ...more,
  clusters: [{ name, type }],
})

/** A cluster with the twelve indexes of search-main, or others, and the addresses of their pages. */
export async function filledCluster(make: Make, what: object = {}, name = clusterName) {
  const { groupId } = await make(ofCluster({}, 'REPLICASET', name))
  const told = await sandbox.fill({ area: 'search', groupId, clusterName: name, ...what })
  const { indexes } = filled.parse(told)
  return {
    groupId,
    list: routes.search(groupId, name),
    index: (index: string) => routes.searchIndex(groupId, name, indexes[index] ?? ''),
    change: (index: string, definition: object) =>
      sandbox.fill({
        area: 'search',
        groupId,
        clusterName: name,
        change: { name: index, definition },
      }),
  }
}

/** The row of this name. Where rows can be selected, it begins with the check box. */
export const row = (page: Page, name: string) =>
  page.getByRole('row', { name: new RegExp(`^(Select ${name} )?${name} `) })
export const sheet = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
export const editor = (page: Page) => page.getByRole('textbox', { name: 'Definition as JSON' })
export const sent = async (groupId: string, method: string) =>
  (await sandbox.calls({ groupId, method })).map(({ body }): unknown => JSON.parse(String(body)))

export async function typeNames(
  page: Page,
  name: string,
  database = 'shop',
  collection = 'products',
) {
  await page.getByLabel('Database', { exact: true }).fill(database)
  await page.getByLabel('Collection', { exact: true }).fill(collection)
  await page.getByLabel('Index name').fill(name)
}

/** Sends the form and confirms. */
export async function sendAndConfirm(page: Page, button: string, phrase?: string) {
  await page.getByRole('button', { name: button }).click()
  const question = review(page)
  if (phrase) await question.getByLabel(`Type ${phrase} to continue`).fill(phrase)
  await question.getByRole('button', { name: button }).click()
}
