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
} from '@/lib/approvals/observer'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { layoutInWords, layoutOf } from '@/lib/ops/cluster-layout'
import { listClusters, listFlexClusters } from '@/lib/ops/clusters'
import { type Grant, readGrant, slotOf } from '@/lib/ops/employee'
import { tag } from '@/lib/ops/shapes'
import { readAtlas } from './call-atlas'
import { clocksOf } from './clocks'
import { sql } from './database'
import { placeOf } from './decide'
import { directory, type KnownProject } from './directory'
import { log } from './log'

/** This process, as the holder of leases. */
export const holder = `${hostname()}:${process.pid}:${newId()}`

const words = (...parts: Array<string | null | undefined>) => parts.filter(Boolean).join(' · ')

/** Without what PostgreSQL cannot keep: one odd character must not hide a grant. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** What the observer needs of a cluster. Only its name must be readable. */
const said = z.string().transform(storable).nullish().catch(null)
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

/** What a cluster answer says, as the observer keeps it; undefined when it has no name. */
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

/** The cluster's own read, past every cache, and the database's time before it. `isGone`: Atlas answers 404. */
async function readOne(
  { groupId, connection }: Pick<In, 'groupId' | 'connection'>,
  clusterName: string,
): Promise<{ readAt: Date; grant: Grant | undefined; isGone: boolean }> {
  const readAt = await databaseClock(sql())
  try {
    const options = { requestId: newId(), fresh: true }
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

/** So long after Gatehouse's own change a list is not believed when the cluster itself cannot be read, in ms. */
const LIST_LAG_MS = 5 * 60_000

/** Takes note of one cluster. A list may lag: what it says against what is known is read from the cluster itself first. */
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
 * Reads every cluster of a project, past the cache, and takes note of what its slots hold. A list or a cluster that fails
 * does not cost the others. Throws the first failure at the end.
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

/** A cluster that a list left out is gone, and its grant with it, when Atlas does not know it by its name either. */
async function noteMissing(project: In, slot: SlotRow): Promise<void> {
  const { groupId, orgId } = project
  const { kind, detail, tags, cluster_name: clusterName, state_name: stateName } = slot
  const { readAt, grant } = await readOne(project, clusterName)
  const seen = { orgId, groupId, clusterName, kind, detail, tags, stateName, grant }
  await noteCluster(sql(), seen, readAt, await aheadOf(project.connection))
}

/** How many projects of one connection are read at once. */
const AT_ONCE = 6
/** After so many projects in a row without an answer, the rest of a connection waits for the next turn. */
const SILENT_PROJECTS = 6

/** One look at every slot. A project or connection that fails is tried at the next turn and holds up no other. */
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
        log.warn('a project could not be observed', {
          groupId: project.groupId,
          error: String(error),
        })
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** From when, in seconds after its end, a grant closes although Atlas no longer lets Gatehouse read its cluster. */
const UNREADABLE_SECONDS = 600

/** Looks at each cluster whose grant should be over by now. One that hangs or has vanished does not hold up others. */
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
        'Its time is over. Atlas no longer lets Gatehouse read the cluster.',
      )
    log.warn('the end of a grant could not be read', { groupId, clusterName, error: String(error) })
  }
  await lookLater(sql(), due)
}
