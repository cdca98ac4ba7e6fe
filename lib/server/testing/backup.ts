import { z } from 'zod'
import { entries } from '@/lib/audit/read'
import { newId } from '@/lib/format/id'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { sql } from '../database'
import { run } from '../run'

const filled = z.object({
  snapshots: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), z.string()),
})

/** Runs an operation as a persona of the sandbox. */
export const as = (who: string, op: Op, input: object, trace = newId()) =>
  run(op, input, personAs(who), { requestId: trace })

/** The failure an operation ends with. Throws when it goes through. */
export async function refusal(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => 'it went through',
    (e: unknown) => e,
  )
  if (!(error instanceof OpError)) throw new Error(`No refusal: ${String(error)}`)
  return error.failure
}

/** A project with the clusters `main` and `other`, and backups of `main` in every state; their ids by state. */
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

/** The rows of the audit chain about one action, oldest first. */
export const audited = async (trace: string) =>
  (await entries(sql(), { limit: 500, newestFirst: true }))
    .filter(({ body }) => body.trace === trace)
    .map(({ body }) => body)
    .reverse()
