import { matters } from '@/lib/approvals/employee-access/missing'
import { perProcess } from '@/lib/atlas/per-process'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { sent } from '../call-events'
import { configuration } from '../configuration'
import { sql } from '../database'
import type { Directory } from '../directory'

/** A project with a known or expected grant gets its turn this many times sooner than others that wait as long. */
const URGENCY = 8
/** Flex clusters can't have employee access, so their list is only read for names and states. */
const FLEX_MINUTES = 30
/** For how many minutes more they wait while other projects are due. */
const FLEX_PATIENCE_MINUTES = 10

/** After this long, in ms, the stored projects are compared again: another console may have removed some. */
const KNOWN_MS = 60_000

const known = perProcess('gatehouseObservedProjects', () => ({ text: '', at: 0 }))

/** Adds new projects to what the observer reads, and removes those that are gone. */
export async function followProjects(
  { projects, problems }: Directory,
  now = performance.now(),
): Promise<void> {
  const rows = [...projects.values()].map(({ groupId, connection }) => ({
    group_id: groupId,
    connection: connection.name,
  }))
  const failing = problems.map(({ view }) => view.connection.name)
  const text = JSON.stringify([rows, failing])
  if (text === known().text && now - known().at < KNOWN_MS) return
  await sql()`
    insert into observation (group_id, connection)
    select group_id, connection from jsonb_to_recordset(${sql().json(rows)}) as x(group_id text, connection text)
    on conflict (group_id) do update set connection = excluded.connection
      where observation.connection <> excluded.connection`
  await sql()`
    delete from observation where not connection = any(${failing}::text[])
      and not group_id = any(${rows.map((row) => row.group_id)}::text[])`
  Object.assign(known(), { text, at: now })
}

type Due = { groupId: string; isFlexDue: boolean; isFlexLate: boolean }

/** The projects of a connection that are due: the longest due first, and those with access before others. */
export const dueProjects = async (connection: string, most: number): Promise<Due[]> =>
  (
    await sql()<{ group_id: string; flex_for: number }[]>`
      select group_id, extract(epoch from clock_timestamp() - flex_due_at)::float8 / 60 as flex_for from observation o
      where connection = ${connection}
        and due_at <= clock_timestamp()
      order by (clock_timestamp() - due_at) * (case
        when exists (select 1 from slot where slot.group_id = o.group_id and ${matters(sql())}) then ${URGENCY} else 1 end) desc
      limit ${most}`
  ).map(({ group_id, flex_for }) => ({
    groupId: group_id,
    isFlexDue: flex_for >= 0,
    isFlexLate: flex_for >= FLEX_PATIENCE_MINUTES,
  }))

const later = (minutes: number) => sql()`clock_timestamp() + make_interval(mins => ${minutes})`

/** Makes due what was read in the future: the database's clock went back. */
export async function mendTimes(): Promise<void> {
  const isAhead = (column: string) =>
    sql()`${sql()(column)} > clock_timestamp() + interval '1 minute'`
  await sql()`update observation set read_at = null, due_at = clock_timestamp() where ${isAhead('read_at')}`
  await sql()`
    update slot set seen_at = clock_timestamp(), observed_at = least(observed_at, clock_timestamp())
    where ${isAhead('seen_at')}`
}

/** Stores that a project was read, or that its turn failed, and when the next one is. */
export const noteTurn = (groupId: string, { isFlexRead }: { isFlexRead: boolean }) => sql()`
  update observation set read_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => ${configuration().observeEverySeconds}),
    flex_due_at = ${isFlexRead ? later(FLEX_MINUTES) : sql()`flex_due_at`}
  where group_id = ${groupId}`

/** Lets the observer read a project soon after a command changed its flex clusters. Returns a function that stops it. */
export const listenForFlex = (warn: (error: unknown) => void) =>
  sent.on(({ invalidates, groupId }) => {
    if (groupId && invalidates.includes(listFlexClusters.id))
      sql()`
        update observation set due_at = least(due_at, clock_timestamp()), flex_due_at = least(flex_due_at, clock_timestamp())
        where group_id = ${groupId}`.catch(warn)
  })
