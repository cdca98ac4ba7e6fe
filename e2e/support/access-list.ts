import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import type { SandboxProject } from './sandbox'

export const listOf = ({ groupId }: SandboxProject) => routes.accessList(groupId)
export const sheetOf = (project: SandboxProject) => `${listOf(project)}?panel=allow`
/** By its own address, because other rows may mention it. */
export const row = (page: Page, address: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: `${address}, copy entry`, exact: true }) })

export async function fill(page: Page, address: string, comment = 'An end-to-end test') {
  await page.getByLabel('Address').fill(address)
  await page.getByLabel('Comment').fill(comment)
}
