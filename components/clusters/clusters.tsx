'use client'
import { useQuery } from '@tanstack/react-query'
import type { Reading } from '@/lib/client/use-op'
import { read } from '@/lib/client/use-op'
import { naturalOrder } from '@/lib/format/natural-order'
import { listClusters } from '@/lib/ops/clusters'
import { createFlexCluster, listFlexClusters } from '@/lib/ops/flex-clusters'
import { grantTypes, grantWords, UNKNOWN_TYPE } from '@/lib/ops/grant'
import { oneOf } from '@/lib/ops/one-of'
import { listSlots } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { ClusterState } from '../data/cluster-state'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { Badge } from '../ui/badge'
import { Countdown } from '../ui/countdown'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { useNamedForm } from '../ui/use-panel'
import { type ClusterRow, type ClusterWithAccess, fromCluster, fromFlex } from './cluster-row'

const CreateFlex = lazyComponent(() => import('./create-flex').then((m) => m.CreateFlex), {
  soon: true,
})

const c = column<ClusterWithAccess>()
const columns = [
  c.text('name', 'Cluster', { width: '22%' }),
  c.text('kind', 'Type', { choices: true }),
  c.text('where', 'Size and location', { width: '24%' }),
  c.text('version', 'MongoDB'),
  c.custom(
    ['state', (row) => (row.paused ? 'PAUSED' : row.state)],
    'State',
    (row) => <ClusterState state={row.state} paused={row.paused} />,
    { choices: true, isState: true },
  ),
  c.custom(['grant', (row) => row.grant?.expirationTime ?? null], 'MongoDB employees', (row) => (
    <AccessCell row={row} />
  )),
]

function AccessCell({ row }: { row: ClusterWithAccess }) {
  const { name, grant, isFlex, isRestricted, isIncident, isStuck } = row
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      {grant && (
        <span className="inline-flex items-center gap-1 font-medium text-warn">
          <svg aria-hidden className="icon-[user-round-check] size-3.5" />
          {nameOf(grant.grantType)}
        </span>
      )}
      {grant &&
        (grant.expirationTime ? (
          <Countdown to={grant.expirationTime} what={`The grant on ${name}`} over="ending" />
        ) : (
          <span className="text-muted">End not known</span>
        ))}
      {grant && isIncident && (
        <Badge tone="bad" icon={<svg aria-hidden className="icon-[shield-alert]" />}>
          Incident
        </Badge>
      )}
      {isStuck && <Badge tone="warn">Waiting</Badge>}
      {!grant && !isFlex && isRestricted && <span className="text-faint">No access</span>}
      {!grant && !isFlex && isRestricted === false && (
        <span className="text-warn">Infrastructure, no grant needed</span>
      )}
      {!grant && !isFlex && isRestricted === null && <span className="text-faint">No grant</span>}
      {isFlex && <span className="text-faint">–</span>}
    </span>
  )
}

const nameOf = (type: string) => {
  const known = oneOf(grantTypes, type)
  return known ? grantWords[known].name : type === UNKNOWN_TYPE ? 'Unknown level' : type
}

/** Atlas's two lists as one. Each can fail alone; a list that can't be read has a panel below. */
export function Clusters({ groupId }: { groupId: string }) {
  const creating = useNamedForm(createFlexCluster.id)
  const dedicated = useQuery(read(listClusters, { groupId }))
  const flex = useQuery(read(listFlexClusters, { groupId }))
  const slots = useQuery(read(listSlots, { groupId })).data?.data
  const withAccess = (row: ClusterRow): ClusterWithAccess => ({
    ...row,
    isRestricted: slots?.restrictEmployeeAccess ?? null,
    isIncident: slots?.drift.includes(row.name) ?? false,
    isStuck: slots?.stuck.includes(row.name) ?? false,
  })
  const rows = [
    ...resultsOf(dedicated).map(fromCluster),
    ...resultsOf(flex).map(fromFlex),
  ].toSorted((a, b) => naturalOrder(a.name, b.name))
  const lists: Array<{ title: string; query: Reading<unknown> }> = [
    { title: 'Dedicated and free clusters', query: dedicated },
    { title: 'Flex clusters', query: flex },
  ]
  const isWaiting = dedicated.isPending && flex.isPending
  const apart = lists.filter(({ query }) => !isWaiting && (query.isPending || hasProblem(query)))
  const create = (
    <ActionButton
      op={createFlexCluster}
      scope={{ kind: 'project', groupId }}
      variant="primary"
      size="sm"
      aria-haspopup="dialog"
      onPress={creating.open}
    >
      Create flex cluster
    </ActionButton>
  )

  return (
    <div className="grid grid-cols-1 gap-3">
      {(isWaiting || dedicated.data || flex.data) && (
        <Panel
          title="Clusters"
          query={together(rows.map(withAccess), [dedicated, flex], isWaiting)}
          skeletonRows={5}
          actions={create}
          isEmpty={(all) => all.length === 0 && apart.length === 0}
          empty={
            <Empty
              icon={<svg aria-hidden className="icon-[database]" />}
              title="No clusters"
              hint="Create a flex cluster here, or any cluster in Atlas."
            />
          }
        >
          {(all) =>
            all.length > 0 && (
              <DataTable
                name="clusters"
                what="clusters"
                rows={all}
                columns={columns}
                rowId={(row) => `${row.isFlex ? 'flex' : 'other'}/${row.name}`}
                href={(row) => routes.cluster(groupId, row.name)}
              />
            )
          }
        </Panel>
      )}
      {apart.map(({ title, query }) => (
        <Panel key={title} title={title} query={query} isEmpty="never" skeletonRows={1}>
          {() => null}
        </Panel>
      ))}
      {creating.isOpen && <CreateFlex groupId={groupId} onClose={creating.close} />}
    </div>
  )
}

/** The rows of several lists as one reading. What is wrong with a list is shown apart. */
function together<R>(
  rows: R[],
  lists: ReadonlyArray<Reading<unknown>>,
  isPending: boolean,
): Reading<R[]> {
  const first = lists.find(({ data }) => data)?.data
  return {
    ...lists[0],
    isError: false,
    isPending,
    isFetching: lists.some(({ isFetching }) => isFetching),
    data: first && { asOf: first.asOf, requestId: first.requestId, data: rows },
    refetch: async () => (await Promise.all(lists.map(({ refetch }) => refetch())))[0],
  } as Reading<R[]>
}

/** Failed, incomplete, or with parts that can't be read. */
const hasProblem = ({ data, isError }: Reading<unknown>) =>
  isError ||
  Boolean(data?.misfit || data?.oddRows || data?.oddParts) ||
  (typeof data?.data === 'object' && data.data !== null && 'incomplete' in data.data)

const resultsOf = <R,>({ data }: Reading<{ results: R[] }>): R[] =>
  data && !data.misfit ? data.data.results : []
