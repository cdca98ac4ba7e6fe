import { hostname } from 'node:os'
import { z } from 'zod'
import { forgetClusters, missingClusters } from '@/lib/approvals/employee-access/missing'
import {
  closeGone,
  contradicts,
  databaseClock,
  isJustChanged,
  lookLater,
  noteCluster,
  noteFacts,
  type PastEnd,
  pastEnd,
  type SeenCluster,
  type SlotRow,
} from '@/lib/approvals/employee-access/observer'
import { noteUnchanged } from '@/lib/approvals/employee-access/unchanged'
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
import type { KnownProject } from '../directory'
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

const IS_FLEX = 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API'

/** Reads one cluster, uncached, with the database's time before the read. `isGone`: Atlas has no such cluster. */
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
    // A flex cluster of the same name can't have a grant.
    if (error instanceof AtlasError && (error.status === 404 || error.errorCode === IS_FLEX))
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

/** Where the clusters of a project are listed. */
const lists = [
  { op: listClusters, isFlex: false, kinds: ['dedicated', 'shared'] },
  { op: listFlexClusters, isFlex: true, kinds: ['flex'] },
] as const

/**
 * Reads every cluster of a project, uncached, and records its grant. Without `flex`, flex clusters stay as they are known.
 * A failing list or cluster does not affect the others. Throws the first failure at the end.
 */
export async function observeProject(project: In, { flex = true } = {}): Promise<void> {
  const failures: unknown[] = []
  const attempt = (work: Promise<unknown>) => work.catch((error) => void failures.push(error))
  const wanted = lists.filter(({ isFlex }) => flex || !isFlex)
  await Promise.all(wanted.map((one) => attempt(observeList(project, one, attempt))))
  if (failures.length > 0) throw failures[0]
}

async function observeList(
  project: In,
  { op, isFlex, kinds }: (typeof lists)[number],
  attempt: (work: Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  const { groupId, orgId, connection } = project
  const readAt = await databaseClock(sql())
  const { value } = await readAtlas(op, { groupId }, connection, {
    requestId: newId(),
    fresh: true,
  })
  const { results, incomplete } = list.parse(value.body)
  const rows = results.map((cluster) => seenCluster(orgId, groupId, cluster, isFlex))
  const seen = rows.filter((one) => one !== undefined)
  // If a value can't be stored, each cluster is recorded by itself, so that it affects no other.
  const unchanged = await noteUnchanged(sql(), seen, readAt).catch(() => new Set<string>())
  for (const one of seen)
    if (one.grant || !unchanged.has(one.clusterName))
      await attempt(noteListed(project, one, readAt))
  if (incomplete || rows.includes(undefined)) return
  for (const slot of await missingClusters(sql(), groupId, kinds, readAt))
    await attempt(noteMissing(project, slot))
  await forgetClusters(sql(), groupId, kinds, readAt)
}

/** Checks a cluster that is missing from the list: its grant is gone only if Atlas does not find it by name either. */
async function noteMissing(project: In, slot: SlotRow): Promise<void> {
  const { groupId, orgId } = project
  const { kind, detail, tags, cluster_name: clusterName, state_name: stateName } = slot
  const { readAt, grant } = await readOne(project, clusterName)
  const seen = { orgId, groupId, clusterName, kind, detail, tags, stateName, grant }
  await noteCluster(sql(), seen, readAt, await aheadOf(project.connection))
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
