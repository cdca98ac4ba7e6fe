import { hostname } from 'node:os'
import {
  databaseClock,
  forgetClusters,
  missingClusters,
  noteCluster,
  pastEnd,
  type SeenCluster,
  underLease,
} from '@/lib/approvals/observer'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { type Cluster, getCluster, listClusters, listFlexClusters } from '@/lib/ops/clusters'
import { slotOf } from '@/lib/ops/employee'
import { readAtlas } from './call-atlas'
import { sizeOf } from './cluster-facts'
import { sql } from './database'
import { placeOf } from './decide'
import { directory, findProject, type KnownProject } from './directory'
import { log } from './log'

/** This process, as the holder of leases. */
export const holder = `${hostname()}:${process.pid}:${newId()}`

const words = (...parts: Array<string | null | undefined>) => parts.filter(Boolean).join(' · ')

/** What a cluster answer says, as the observer keeps it. */
export function seenCluster(orgId: string, groupId: string, cluster: Cluster): SeenCluster {
  const { size, regions, isShared } = sizeOf(cluster)
  const version = cluster.mongoDBVersion ? `MongoDB ${cluster.mongoDBVersion}` : null
  return {
    orgId,
    groupId,
    clusterName: cluster.name,
    kind: isShared ? 'shared' : 'dedicated',
    stateName: cluster.stateName ?? null,
    detail: words(size, regions[0], version),
    tags: (cluster.tags ?? []).map(({ key, value }) => ({ key, value })),
    grant: slotOf(cluster),
  }
}

/** Reads every cluster of a project, past the cache, and takes note of what its slots hold. Throws AtlasError. */
export async function observeProject({ groupId, orgId, connection }: KnownProject): Promise<void> {
  const readAt = await databaseClock(sql())
  const options = { requestId: newId(), fresh: true }
  const [dedicated, flex] = await Promise.all([
    readAtlas(listClusters, { groupId }, connection, options),
    readAtlas(listFlexClusters, { groupId }, connection, options),
  ])
  for (const cluster of listClusters.output.parse(dedicated.value.body).results)
    await noteCluster(sql(), seenCluster(orgId, groupId, cluster), readAt)
  for (const cluster of listFlexClusters.output.parse(flex.value.body).results)
    await noteCluster(
      sql(),
      {
        orgId,
        groupId,
        clusterName: cluster.name,
        kind: 'flex',
        stateName: cluster.stateName ?? null,
        detail: words('Flex', cluster.mongoDBVersion && `MongoDB ${cluster.mongoDBVersion}`),
        tags: (cluster.tags ?? []).map(({ key, value }) => ({ key, value })),
        grant: undefined,
      },
      readAt,
    )
  await noteMissing({ groupId, orgId, connection }, readAt)
  await forgetClusters(sql(), groupId, readAt)
}

/** A grant ends with its cluster: one that the list left out, and that Atlas does not know by its name either, is gone. */
async function noteMissing(
  { groupId, orgId, connection }: Pick<KnownProject, 'groupId' | 'orgId' | 'connection'>,
  readAt: Date,
): Promise<void> {
  for (const slot of await missingClusters(sql(), groupId, readAt)) {
    const clusterName = slot.cluster_name
    const isGone = await readAtlas(getCluster, { groupId, clusterName }, connection, {
      requestId: newId(),
      fresh: true,
    }).then(
      () => false,
      (error) => error instanceof AtlasError && error.status === 404,
    )
    if (!isGone) continue
    const { kind, detail, tags } = slot
    const gone = { orgId, groupId, clusterName, kind, detail, tags, stateName: null }
    await noteCluster(sql(), { ...gone, grant: undefined }, readAt)
  }
}

/** One look at every slot; several projects at a time. A project that fails is tried at the next turn. */
export async function observeAll(signal: AbortSignal): Promise<void> {
  const queue = [...(await directory()).projects.values()]
  let renewed = Date.now()
  const worker = async () => {
    for (let project = queue.shift(); project && !signal.aborted; project = queue.shift()) {
      if (Date.now() - renewed > 8_000) {
        renewed = Date.now()
        if (!(await underLease(sql(), 'observer', holder, async () => {}))) return
      }
      try {
        await observeProject(project)
      } catch (error) {
        log.warn('a project could not be observed', {
          groupId: project.groupId,
          error: String(error),
        })
      }
    }
  }
  await Promise.all(Array.from({ length: 6 }, worker))
}

/** Looks at the slots whose grant should be over by now. */
export async function observeEnds(): Promise<void> {
  const groups = new Set((await pastEnd(sql())).flatMap((r) => r.group_id ?? []))
  for (const groupId of groups) {
    const project = (await placeOf({ kind: 'project', groupId })) && (await findProject(groupId))
    if (project) await observeProject(project)
  }
}
