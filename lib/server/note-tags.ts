import { databaseClock, noteFacts } from '@/lib/approvals/employee-access/observer'
import { AtlasError } from '@/lib/atlas/errors'
import { getCluster } from '@/lib/ops/clusters'
import { readAtlas } from './call-atlas'
import { sql } from './database'
import type { Place } from './decide'
import { seenCluster } from './employee-access/observe'

/**
 * Reads a cluster and stores its tags, so that bindings and rules match it as it is now: someone may have tagged it since
 * Gatehouse last read it. If Atlas does not answer, the last known tags count.
 */
export async function noteTags(place: Place, requestId: string): Promise<void> {
  const { connection, orgId, groupId, clusterName } = place
  if (groupId === undefined || clusterName === undefined) return
  const readAt = await databaseClock(sql())
  try {
    const input = { groupId, clusterName }
    const { value } = await readAtlas(getCluster, input, connection, { requestId, fresh: true })
    const seen = seenCluster(orgId, groupId, value.body)
    if (seen) await noteFacts(sql(), seen, readAt)
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error
  }
}
