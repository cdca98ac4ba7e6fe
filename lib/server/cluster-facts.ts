import { z } from 'zod'
import { AtlasError } from '@/lib/atlas/errors'
import { getCluster } from '@/lib/ops/clusters'
import { getOrgSettings } from '@/lib/ops/directory'
import { readAtlas } from './call-atlas'
import { sql } from './database'
import type { Place } from './decide'

export type FoundCluster =
  | { kind: 'cluster'; body: z.output<typeof getCluster.output>; asOf: string }
  | { kind: 'flex' }
  | { kind: 'unknown' }
  | { kind: 'unread'; why: string }

/** A cluster as Atlas holds it now, or why it is none that can hold a grant. A panel shows the reason. */
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
      : { kind: 'unread', why: 'Atlas described the cluster in a way that Gatehouse cannot read.' }
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error
    if (error.errorCode === 'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API') return { kind: 'flex' }
    const [row] = await sql()<{ kind: string }[]>`
      select kind from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
    if (error.status === 404) return row?.kind === 'flex' ? { kind: 'flex' } : { kind: 'unknown' }
    return { kind: 'unread', why: error.message }
  }
}

/** The organization's restrictEmployeeAccess; null when it cannot be read. */
export async function readRestriction(place: Place, requestId: string): Promise<boolean | null> {
  try {
    const { value } = await readAtlas(getOrgSettings, { orgId: place.orgId }, place.connection, {
      requestId,
    })
    return getOrgSettings.output.parse(value.body).restrictEmployeeAccess ?? null
  } catch {
    return null
  }
}

const region = z.looseObject({
  regionName: z.string().nullish(),
  providerName: z.string().nullish(),
  electableSpecs: z
    .looseObject({ instanceSize: z.string().nullish(), nodeCount: z.number().nullish() })
    .nullish(),
  readOnlySpecs: z.looseObject({ nodeCount: z.number().nullish() }).nullish(),
  analyticsSpecs: z.looseObject({ nodeCount: z.number().nullish() }).nullish(),
})
const spec = z.looseObject({ regionConfigs: z.array(region).nullish() })

/** Size, nodes and regions out of `replicationSpecs`, which differs by cluster type. */
export function sizeOf(cluster: unknown): {
  size: string | null
  nodes: number | null
  regions: string[]
  isShared: boolean
} {
  const specs = z.looseObject({ replicationSpecs: z.array(spec).nullish() }).safeParse(cluster)
  const configs = specs.success
    ? (specs.data.replicationSpecs ?? []).flatMap((s) => s.regionConfigs ?? [])
    : []
  const nodes = configs.reduce(
    (sum, c) =>
      sum +
      (c.electableSpecs?.nodeCount ?? 0) +
      (c.readOnlySpecs?.nodeCount ?? 0) +
      (c.analyticsSpecs?.nodeCount ?? 0),
    0,
  )
  const size =
    configs.find((c) => c.electableSpecs?.instanceSize)?.electableSpecs?.instanceSize ?? null
  return {
    size,
    nodes: nodes || null,
    regions: [
      ...new Set(
        configs.flatMap((c) =>
          c.regionName ? [`${c.providerName ?? ''} ${c.regionName}`.trim()] : [],
        ),
      ),
    ],
    isShared: configs.some((c) => c.providerName === 'TENANT'),
  }
}
