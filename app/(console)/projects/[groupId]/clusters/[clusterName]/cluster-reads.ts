import { type First, first } from '@/components/data/prefetched'
import { getCluster } from '@/lib/ops/clusters'
import type { Query } from '@/lib/ops/define'
import { fieldsOf } from '@/lib/ops/fields-of'
import { getFlexCluster, listFlexClusters } from '@/lib/ops/flex-clusters'
import type { Person } from '@/lib/server/person'
import { run } from '@/lib/server/run'

type Place = { groupId: string; clusterName: string }

/** The first reads of a cluster's page: those that its kind answers, and `more` if it is not a flex cluster. */
export const clusterReads =
  (...more: readonly Query[]) =>
  async (place: Place & Record<string, string>, person: Person): Promise<First[]> => {
    const { groupId, clusterName } = place
    const flex = first(listFlexClusters, { groupId })
    return (await isFlex(place, person))
      ? [flex, first(getFlexCluster, { groupId, clusterName })]
      : [flex, ...[getCluster, ...more].map((op) => ({ op, input: fieldsOf(op, place) }))]
  }

async function isFlex({ groupId, clusterName }: Place, person: Person): Promise<boolean> {
  try {
    const { data } = await run(listFlexClusters, { groupId }, person)
    const { results = [] } = listFlexClusters.output.safeParse(data).data ?? {}
    return results.some(({ name }) => name === clusterName)
  } catch {
    // The page reads it again and shows why not.
    return false
  }
}
