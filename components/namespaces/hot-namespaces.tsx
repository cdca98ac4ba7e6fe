'use client'
import { useQuery } from '@tanstack/react-query'
import { useAddress } from '@/lib/client/use-address'
import { read } from '@/lib/client/use-op'
import { listPinned, rankNamespaces, rankNamespacesOfProcess } from '@/lib/ops/namespaces'
import { listProcesses } from '@/lib/ops/processes'
import { OpList } from '../blocks/op-list'
import { TimeRangeBar } from '../blocks/time-range-bar'
import { useTimeRange } from '../blocks/use-time-range'
import { ByClusterKind } from '../data/by-cluster-kind'
import { Pick } from '../form/pick'
import { lazyComponent } from '../ui/lazy-component'
import { useShown } from '../ui/use-panel'
import type { Asked, View } from './measure'
import { type Place, rowsOf, useColumns } from './rows'

const NamespaceSheet = lazyComponent(() =>
  import('./namespace-sheet').then((m) => m.NamespaceSheet),
)

/** The collections of a cluster with the highest latency. */
export const HotNamespaces = (place: Place) => (
  <ByClusterKind
    place={place}
    without={['flex', 'shared']}
    instead={{
      icon: <svg aria-hidden className="icon-[flame]" />,
      title: 'Only dedicated clusters have hot namespaces',
      hint: 'Atlas does not rank the collections of shared and flex clusters.',
    }}
  >
    {() => <Ranking {...place} />}
  </ByClusterKind>
)

function Ranking(place: Place) {
  const { groupId, clusterName } = place
  const time = useTimeRange()
  const { get, set } = useAddress()
  const chosen = get('view') ?? 'PRIMARY'
  const { shown: opened, show, hide } = useShown('namespace')
  const views = useViews(place)
  const view: View =
    chosen === 'PRIMARY' || chosen === 'SECONDARY'
      ? { clusterName, clusterView: chosen }
      : { processId: chosen }
  const asked: Asked = { groupId, view, range: time.range }
  const pinned = useQuery(read(listPinned, place))
  const pins =
    !pinned.data || pinned.data.misfit ? undefined : (pinned.data.data.pinnedNamespaces ?? [])

  const list = {
    name: 'namespaces',
    title: 'Namespaces by latency',
    what: 'namespaces',
    // Atlas ranks 20, and what is below must not move.
    skeletonRows: 20,
    rows: ({ rankedNamespaces }: { rankedNamespaces?: string[] | null | undefined }) =>
      rowsOf(rankedNamespaces ?? [], pins),
    rowName: ({ namespace }: { namespace: string }) => namespace,
    columns: useColumns(asked, place, (namespace) => void show(namespace)),
    empty: {
      icon: <svg aria-hidden className="icon-[flame]" />,
      hint: 'Atlas saw no operations in this time range.',
    },
  }
  return (
    <>
      <TimeRangeBar time={time} hasGranularity={false}>
        <Pick
          label="Members"
          value={chosen}
          choices={views(chosen)}
          onChange={(v) => set({ view: v })}
        />
      </TimeRangeBar>
      {'processId' in view ? (
        <OpList
          op={rankNamespacesOfProcess}
          input={{ groupId, ...view, ...time.range }}
          {...list}
        />
      ) : (
        <OpList op={rankNamespaces} input={{ groupId, ...view, ...time.range }} {...list} />
      )}
      {opened !== null && (
        <NamespaceSheet asked={asked} namespace={opened} onClose={() => void hide()} />
      )}
    </>
  )
}

/** The members to choose from. Hosts of a cluster have its name in their alias. */
function useViews({ groupId, clusterName }: Place) {
  const { data } = useQuery(read(listProcesses, { groupId }))
  const all = data?.misfit ? [] : (data?.data.results ?? [])
  const holdsData = all.filter(
    ({ typeName }) => typeName !== 'SHARD_MONGOS' && typeName !== 'NO_DATA',
  )
  const mine = holdsData.filter(({ userAlias }) =>
    userAlias?.toLowerCase().startsWith(`${clusterName.toLowerCase()}-`),
  )
  const found = (mine.length > 0 ? mine : holdsData).map(({ id }) => id)
  return (chosen: string): Array<readonly [string, string]> => {
    const isKnown = ['PRIMARY', 'SECONDARY', ...found].includes(chosen)
    return [
      ['PRIMARY', 'Primaries'],
      ['SECONDARY', 'Secondaries'],
      ...[...(isKnown ? [] : [chosen]), ...found].map((id) => [id, `Process ${id}`] as const),
    ]
  }
}
