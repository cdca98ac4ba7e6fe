import { z } from 'zod'
import type { TestConsole } from '@/scripts/testing/console'

const filled = z.object({
  snapshots: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.string()),
})

/** A project with the clusters `main` and `other`, and backups of `main` in every state. Returns their ids by state. */
export async function withBackups(
  gatehouse: TestConsole,
  {
    type = 'REPLICASET',
    other = {},
    tags = [],
    ...fill
  }: {
    type?: string
    other?: Record<string, unknown>
    tags?: Array<{ key: string; value: string }>
    [more: string]: unknown
  } = {},
) {
  const clusters = [
    { name: 'main', type },
    { name: 'other', type, ...other },
  ]
  const { groupId } = await gatehouse.project({ clusters, tags })
  const ids = filled.parse(
    await gatehouse.control('POST', 'fill', {
      area: 'backup',
      groupId,
      clusterName: 'main',
      ...fill,
    }),
  )
  const id = (kind: 'snapshots' | 'jobs', state: string) => {
    const found = ids[kind][state]
    if (!found) throw new Error(`No ${kind} in state ${state}`)
    return found
  }
  return {
    groupId,
    place: { groupId, clusterName: 'main' },
    snapshot: (state: string) => id('snapshots', state),
    job: (state: string) => id('jobs', state),
  }
}
