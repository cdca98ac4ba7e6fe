import type { Page } from '@playwright/test'
import { routes } from '@/lib/routes'
import type { SandboxControl, SandboxProject } from './sandbox'

export const production = { tags: [{ key: 'environment', value: 'production' }] }
export const streamsEu = '65d315a5cf22bccec52a1bb9'
// Stopping takes 12 s in the sandbox, starting 5 s.
export const slow = { timeout: 60_000 }

export const lab = (
  sandbox: SandboxControl,
  { groupId }: SandboxProject,
  more: Record<string, unknown>,
) => sandbox.fill({ area: 'streams', groupId, ...more })
export const workspaceOf = ({ groupId }: SandboxProject) => routes.streamWorkspace(groupId, 'lab')
export const processorOf = ({ groupId }: SandboxProject, name: string) =>
  routes.streamProcessor(groupId, 'lab', name)
export const editor = (page: Page) => page.getByRole('textbox', { name: 'Pipeline' })

export const pipeline = (topic: string, more: object[] = []) =>
  JSON.stringify(
    [
      { $source: { connectionName: 'kafka', topic } },
      ...more,
      { $merge: { into: { connectionName: 'sink', db: 'lab', coll: 'events' } } },
    ],
    null,
    2,
  )
