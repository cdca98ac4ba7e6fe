'use client'
import { useQuery } from '@tanstack/react-query'
import { Database, UserRoundCheck } from 'lucide-react'
import type { Reading } from '@/lib/client/use-op'
import { read } from '@/lib/client/use-op'
import { listClusters, listFlexClusters } from '@/lib/ops/clusters'
import { grantType, grantWords } from '@/lib/ops/employee'
import { routes } from '@/lib/routes'
import { ClusterState } from '../data/cluster-state'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Countdown } from '../ui/countdown'
import { Empty } from '../ui/empty'
import { type ClusterRow, fromCluster, fromFlex } from './cluster-row'

const c = column<ClusterRow>()
const columns = [
  c.text('name', 'Cluster', { width: '22%' }),
  c.text('kind', 'Type', { choices: true }),
  c.text('where', 'Size and place', { width: '24%' }),
  c.text('version', 'MongoDB'),
  c.custom(
    ['state', (row) => (row.paused ? 'PAUSED' : row.state)],
    'State',
    (row) => <ClusterState state={row.state} paused={row.paused} />,
    { choices: true },
  ),
  c.custom(
    ['grant', (row) => row.grant?.expirationTime ?? null],
    'MongoDB employees',
    ({ name, grant }) =>
      grant ? (
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="inline-flex items-center gap-1 font-medium text-warn">
            <UserRoundCheck aria-hidden className="size-3.5" />
            {nameOf(grant.grantType)}
          </span>
          {grant.expirationTime ? (
            <Countdown to={grant.expirationTime} what={`The grant on ${name}`} over="ending" />
          ) : (
            <span className="text-muted text-xs">end not known</span>
          )}
        </span>
      ) : (
        <span className="text-faint">No access</span>
      ),
  ),
]

const nameOf = (type: string) => {
  const known = grantType.safeParse(type).data
  return known ? grantWords[known].name : type
}

/** Both lists of Atlas as one: flex clusters never appear among the others. Each may fail alone. */
export function Clusters({ groupId }: { groupId: string }) {
  const dedicated = useQuery(read(listClusters, { groupId }))
  const flex = useQuery(read(listFlexClusters, { groupId }))
  const flexRows = (flex.data?.misfit ? [] : (flex.data?.data.results ?? [])).map(fromFlex)
  const isOdd = Boolean(flex.data?.misfit || flex.data?.oddRows?.length)
  // Its rows stand in the list above; what is wrong with it does not.
  const speaksForItself = (flex.isError && !flex.data) || isOdd
  // Nothing is called empty before both lists are here.
  const isWaiting = flex.isPending

  return (
    <div className="grid gap-3">
      <Panel
        title="Dedicated, shared and flex"
        query={isWaiting ? waiting(dedicated) : dedicated}
        skeletonRows={5}
        isEmpty={(data) => data.results.length + flexRows.length === 0 && !flex.isError && !isOdd}
        empty={
          <Empty
            icon={<Database />}
            title="This project has no cluster"
            hint="A cluster that is made in Atlas appears here by itself."
          />
        }
      >
        {(data) => (
          <DataTable
            name="clusters"
            what="clusters"
            rows={[...data.results.map(fromCluster), ...flexRows]}
            columns={columns}
            rowId={(row) => `${row.kind}/${row.name}`}
            href={(row) => routes.cluster(groupId, row.name)}
          />
        )}
      </Panel>
      {speaksForItself && (
        <Panel title="Flex clusters" query={flex} isEmpty="never" skeletonRows={1}>
          {() => null}
        </Panel>
      )}
    </div>
  )
}

const waiting = <T,>(query: Reading<T>): Reading<T> =>
  query.isError ? query : ({ ...query, data: undefined } as Reading<T>)
