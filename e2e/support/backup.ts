import type { Locator, Page } from '@playwright/test'
import { z } from 'zod'
import { type ProjectOptions, type SandboxProject, sandbox } from './sandbox'

const filled = z.object({
  snapshots: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.string()),
})

export type Backups = SandboxProject & {
  place: { groupId: string; clusterName: string }
  /** Ids by state. */
  snapshots: Record<string, string>
  jobs: Record<string, string>
}

/** A project with the clusters `main` and `other`, and backups of `main` in every state. */
export async function withBackups(
  makeProject: (options?: ProjectOptions) => Promise<SandboxProject>,
  {
    type = 'REPLICASET',
    tags = [],
    ...fill
  }: {
    type?: 'REPLICASET' | 'SHARDED' | 'FLEX'
    tags?: Array<{ key: string; value: string }>
    [more: string]: unknown
  } = {},
): Promise<Backups> {
  const project = await makeProject({
    tags,
    clusters: [
      { name: 'main', type },
      { name: 'other', type },
    ],
  })
  const { groupId } = project
  const made = filled.parse(
    await sandbox.fill({ area: 'backup', groupId, clusterName: 'main', ...fill }),
  )
  return { ...project, ...made, place: { groupId, clusterName: 'main' } }
}

/** A section of the page by its heading. */
export const panel = (page: Page, title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

export const jobs = (page: Page) => panel(page, 'Restore jobs')
export const snapshots = (page: Page) => panel(page, 'Snapshots')
