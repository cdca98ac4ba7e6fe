import { hostname } from 'node:os'
import { z } from 'zod'
import {
  closeGone,
  contradicts,
  databaseClock,
  forgetClusters,
  isJustChanged,
  lookLater,
  missingClusters,
  noteCluster,
  noteFacts,
  type PastEnd,
  pastEnd,
  type SeenCluster,
  type SlotRow,
  underLease,
} from '@/lib/approvals/employee-access/observer'
import { READ_WITHIN_MS } from '@/lib/approvals/reach'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { storable } from '@/lib/format/storable'
import { layoutInWords, layoutOf } from '@/lib/ops/cluster-layout'
import { listClusters } from '@/lib/ops/clusters'
import { readGrant } from '@/lib/ops/employee'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { type Grant, slotOf } from '@/lib/ops/grant'
import { tag } from '@/lib/ops/shapes'
import { readAtlas } from '../call-atlas'
import { clocksOf } from '../clocks'
import { sql } from '../database'
import { placeOf } from '../decide'
import { directory, type KnownProject } from '../directory'
import { log } from '../log'

/** The name of this process in leases. */
export const holder = `${hostname()}:${process.pid}:${newId()}`

const words = (...parts: Array<string | null | undefined>) => parts.filter(Boolean).join(' · ')

/** The fields the observer uses. Only the name is required. A character that can't be stored must not hide a grant. */
const said = z
  .string()
  .transform((text) => storable(text))
  .nullish()
  .catch(null)
const row = z.looseObject({
  name: z.string().min(1),
  stateName: said,
  mongoDBVersion: said,
  tags: z.array(z.unknown()).nullish().catch(null),
})
const list = z.looseObject({
  results: z.array(z.unknown()),
  incomplete: z.boolean().nullish().catch(null),
})

/** A cluster answer as the observer stores it; undefined if it has no name. */
export function seenCluster(
  orgId: string,
  groupId: string,
  cluster: unknown,
  isFlex = false,
): SeenCluster | undefined {
  const { data } = row.safeParse(cluster)
  if (!data) return undefined
  const layout = layoutOf(cluster)
  const version = data.mongoDBVersion ? `MongoDB ${data.mongoDBVersion}` : null
  return {
    orgId,
    groupId,
    clusterName: data.name,
    kind: isFlex ? 'flex' : layout.isShared ? 'shared' : 'dedicated',
    stateName: data.stateName ?? null,
    detail: isFlex ? words('Flex', version) : words(layoutInWords(layout, 1), version),
    tags: (data.tags ?? []).flatMap((one) => {
      const { key, value } = tag.safeParse(one).data ?? {}
      return key !== undefined && value !== undefined
        ? [{ key: storable(key), value: storable(value) }]
        : []
    }),
    grant: isFlex ? undefined : slotOf(cluster),
  }
}

type In = Pick<KnownProject, 'groupId' | 'orgId' | 'connection'>

/** Reads one cluster, uncached, with the database's time before the read. `isGone`: Atlas answered 404. */
async function readOne(
  { groupId, connection }: Pick<In, 'groupId' | 'connection'>,
  clusterName: string,
): Promise<{ readAt: Date; grant: Grant | undefined; isGone: boolean }> {
  const readAt = await databaseClock(sql())
  try {
    const signal = AbortSignal.timeout(READ_WITHIN_MS)
    const options = { requestId: newId(), fresh: true, signal }
    const { value } = await readAtlas(readGrant, { groupId, clusterName }, connection, options)
    return { readAt, grant: slotOf(readGrant.output.parse(value.body)), isGone: false }
  } catch (error) {
    if (error instanceof AtlasError && error.status === 404)
      return { readAt, grant: undefined, isGone: true }
    throw error
  }
}

const aheadOf = async (connection: Connection) =>
  -((await clocksOf(connection.name)).databaseAheadMs ?? 0)

/** If the cluster itself can't be read, a list is not trusted for this long after Gatehouse's own change, in ms. */
const LIST_LAG_MS = 5 * 60_000

/** Records one cluster of a list. Lists can lag, so a contradiction is checked against the cluster itself first. */
async function noteListed(project: In, seen: SeenCluster, readAt: Date): Promise<void> {
  if (!(await contradicts(sql(), seen))) return noteCluster(sql(), seen, readAt)
  let one: Awaited<ReturnType<typeof readOne>>
  try {
    one = await readOne(project, seen.clusterName)
  } catch (error) {
    // An open grant is an incident even when only the list can be read.
    const isNew = seen.grant && !(await isJustChanged(sql(), seen, readAt, LIST_LAG_MS))
    await (isNew ? noteCluster : noteFacts)(sql(), seen, readAt)
    throw error
  }
  await noteFacts(sql(), seen, readAt)
  const ahead = await aheadOf(project.connection)
  await noteCluster(sql(), { ...seen, grant: one.grant }, one.readAt, ahead)
}

/**
 * Reads every cluster of a project, uncached, and records its grant. A failing list or cluster does not affect the
 * others. Throws the first failure at the end.
 */
export async function observeProject(project: In): Promise<void> {
  const { groupId, orgId, connection } = project
  const readAt = await databaseClock(sql())
  const failures: unknown[] = []
  const attempt = (work: Promise<unknown>) => work.catch((error) => void failures.push(error))
  let isWhole = true
  const read = async (op: typeof listClusters | typeof listFlexClusters) => {
    try {
      const options = { requestId: newId(), fresh: true }
      const { value } = await readAtlas(op, { groupId }, connection, options)
      const { results, incomplete } = list.parse(value.body)
      if (incomplete) isWhole = false
      return results
    } catch (error) {
      isWhole = false
      failures.push(error)
      return []
    }
  }
  const [dedicated, flex] = await Promise.all([read(listClusters), read(listFlexClusters)])
  const rows = [
    ...dedicated.map((cluster) => seenCluster(orgId, groupId, cluster)),
    ...flex.map((cluster) => seenCluster(orgId, groupId, cluster, true)),
  ]
  for (const seen of rows)
    if (seen) await attempt(noteListed(project, seen, readAt))
    else isWhole = false
  if (isWhole) {
    for (const slot of await missingClusters(sql(), groupId, readAt))
      await attempt(noteMissing(project, slot))
    await forgetClusters(sql(), groupId, readAt)
  }
  if (failures.length > 0) throw failures[0]
}

/** Checks a cluster that is missing from the list: its grant is gone only if Atlas does not find it by name either. */
async function noteMissing(project: In, slot: SlotRow): Promise<void> {
  const { groupId, orgId } = project
  const { kind, detail, tags, cluster_name: clusterName, state_name: stateName } = slot
  const { readAt, grant } = await readOne(project, clusterName)
  const seen = { orgId, groupId, clusterName, kind, detail, tags, stateName, grant }
  await noteCluster(sql(), seen, readAt, await aheadOf(project.connection))
}

/** How many projects of one connection are read at a time. */
const AT_ONCE = 6
/** After this many projects in a row without an answer, the rest of the connection waits for the next round. */
const SILENT_PROJECTS = 6

/** Reads every project once. A failing project or connection is retried next time and does not delay others. */
export async function observeAll(signal: AbortSignal): Promise<void> {
  const { projects } = await directory()
  const byConnection = Map.groupBy(projects.values(), ({ connection }) => connection.name)
  await Promise.all([...byConnection.values()].map((some) => observeSome(some, signal)))
}

async function observeSome(queue: KnownProject[], signal: AbortSignal): Promise<void> {
  let renewed = Date.now()
  let silent = 0
  const worker = async () => {
    for (let project = queue.shift(); project && !signal.aborted; project = queue.shift()) {
      if (silent >= SILENT_PROJECTS) return
      if (Date.now() - renewed > 8_000) {
        renewed = Date.now()
        if (!(await underLease(sql(), 'observer', holder, async () => {}))) return
      }
      try {
        await observeProject(project)
        silent = 0
      } catch (error) {
        silent = error instanceof AtlasError && error.status === undefined ? silent + 1 : 0
        log.warn('Project could not be read', {
          groupId: project.groupId,
          error: String(error),
        })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** After how many seconds an expired grant is closed although Atlas refuses to show its cluster. */
const UNREADABLE_SECONDS = 600

/** Reads each cluster whose grant should have expired. A hanging or deleted cluster does not delay others. */
export const observeEnds = async (): Promise<void> =>
  void (await Promise.all((await pastEnd(sql())).map(observeEnd)))

async function observeEnd(due: PastEnd): Promise<void> {
  const { org_id: orgId, group_id: groupId, cluster_name: clusterName } = due
  const place =
    (await placeOf({ kind: 'project', groupId }).catch(() => undefined)) ??
    (await placeOf({ kind: 'organization', orgId }).catch(() => undefined))
  try {
    if (!place) throw new Error('No Atlas connection has this organization.')
    const project = { groupId, orgId, connection: place.connection }
    const { readAt, grant, isGone } = await readOne(project, clusterName)
    if (isGone) return await closeGone(sql(), due, 'The cluster no longer exists in Atlas.')
    const [slot] = await sql()<SlotRow[]>`
      select * from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
    const { kind = 'dedicated', detail = '', tags = [], state_name = null } = slot ?? {}
    const seen = { orgId, groupId, clusterName, kind, detail, tags, stateName: state_name, grant }
    await noteCluster(sql(), seen, readAt, await aheadOf(place.connection))
  } catch (error) {
    const isShut = !place || (error instanceof AtlasError && (error.status ?? 500) < 500)
    if (isShut && due.past > UNREADABLE_SECONDS)
      return closeGone(
        sql(),
        due,
        'The grant expired. Gatehouse can no longer read the cluster in Atlas.',
      )
    log.warn('Expired grant could not be read back', { groupId, clusterName, error: String(error) })
  }
  await lookLater(sql(), due)
}
