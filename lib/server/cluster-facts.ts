import type { z } from 'zod'
import { AtlasError } from '@/lib/atlas/errors'
import { getCluster } from '@/lib/ops/clusters'
import { readAtlas } from './call-atlas'
import { sql } from './database'
import type { Place } from './decide'

export type FoundCluster =
  | { kind: 'cluster'; body: z.output<typeof getCluster.output>; asOf: string }
  | { kind: 'flex' }
  | { kind: 'unknown' }
  | { kind: 'unread'; why: string }

/** The current state of a cluster, or why it can't have a grant or can't be read. */
export async function readCluster(
  place: Place,
  clusterName: string,
  requestId: string,
  fresh = false,
): Promise<FoundCluster> {
  const groupId = place.groupId ?? ''
  try {
    const { value, asOf } = await readAtlas(
      getCluster,
      { groupId, clusterName },
      place.connection,
      { requestId, fresh },
    )
    const body = getCluster.output.safeParse(value.body)
    return body.success
      ? { kind: 'cluster', body: body.data, asOf: asOf.toISOString() }
      : { kind: 'unread', why: 'Atlas described this cluster in an unknown format.' }
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error
    if (error.errorCode === 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API') return { kind: 'flex' }
    const [row] = await sql()<{ kind: string }[]>`
      select kind from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
    if (error.status === 404) return row?.kind === 'flex' ? { kind: 'flex' } : { kind: 'unknown' }
    return { kind: 'unread', why: error.message }
  }
}
