import { z } from 'zod'
import type { RequestRow, Sql, Tx } from './rows'

const tags = z.array(z.object({ key: z.string(), value: z.string() }))

/** One target of a request for several, as its digest covers it. */
const target = z.object({
  /** The id of its part. */
  part: z.string(),
  orgId: z.string(),
  groupId: z.string(),
  clusterName: z.string(),
  environment: z.enum(['production', 'other']),
  slot: z.string().nullable(),
  /** The operation's whole input for this target. */
  input: z.record(z.string(), z.unknown()),
  /** The tags of the cluster as Atlas gave them, and when. */
  proof: z.object({ tags, readAt: z.string() }),
})
export type Target = z.output<typeof target>

/** The targets of a request, and the tag by which they were chosen. */
const targets = z.object({
  tag: z.object({ key: z.string(), value: z.string() }).nullable(),
  list: z.array(target),
})
export type Targets = z.output<typeof targets>

/** The targets of a request for several; undefined for a request for one, and for a part. @throws if they are not readable */
export const targetsOf = (r: Pick<RequestRow, 'targets'>): Targets | undefined =>
  r.targets === null ? undefined : targets.parse(JSON.parse(r.targets))

/** The request that people decided on: the whole of a part, or the request itself. */
export async function wholeOf(tx: Tx | Sql, r: RequestRow): Promise<RequestRow> {
  if (r.part_of === null) return r
  const [whole] = await tx<RequestRow[]>`select * from request where id = ${r.part_of}`
  if (!whole) throw new Error(`Part ${r.id} has no request`)
  return whole
}

/** The parts of a request, in the order of its targets. Empty for a request for one target. */
export const partsOf = (tx: Tx | Sql, { id }: Pick<RequestRow, 'id'>): Promise<RequestRow[]> =>
  tx<RequestRow[]>`select * from request where part_of = ${id} order by part_at`

/** The request of an audit row: the one that people decided on, with its part. */
export async function refOf(tx: Tx | Sql, r: RequestRow) {
  const { id, revision: rev, digest } = await wholeOf(tx, r)
  return { request: { id, rev, digest }, part: r.part_of === null ? {} : { part: r.id } }
}
