'use client'
import { useQuery } from '@tanstack/react-query'
import { Database, ShieldAlert, UserRoundCheck } from 'lucide-react'
import type { Reading } from '@/lib/client/use-op'
import { read } from '@/lib/client/use-op'
import { listClusters, listFlexClusters } from '@/lib/ops/clusters'
import { grantTypes, grantWords, UNKNOWN_TYPE } from '@/lib/ops/grant'
import { oneOf } from '@/lib/ops/one-of'
import { listSlots } from '@/lib/ops/slots'
import { routes } from '@/lib/routes'
import { ClusterState } from '../data/cluster-state'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { Countdown } from '../ui/countdown'
import { Empty } from '../ui/empty'
import { type ClusterRow, type ClusterWithAccess, fromCluster, fromFlex } from './cluster-row'

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
          <UserRoundCheck aria-hidden className="size-3.5" />
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
        <Badge tone="bad" icon={<ShieldAlert aria-hidden />}>
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

/** Both lists of Atlas as one: flex clusters are not in the other list. Each may fail alone. */
export function Clusters({ groupId }: { groupId: string }) {
  const dedicated = useQuery(read(listClusters, { groupId }))
  const flex = useQuery(read(listFlexClusters, { groupId }))
  const slots = useQuery(read(listSlots, { groupId })).data?.data
  const withAccess = (row: ClusterRow): ClusterWithAccess => ({
    ...row,
    isRestricted: slots?.restrictEmployeeAccess ?? null,
    isIncident: slots?.drift.includes(row.name) ?? false,
    isStuck: slots?.stuck.includes(row.name) ?? false,
  })
  const flexRows = (flex.data?.misfit ? [] : (flex.data?.data.results ?? [])).map(fromFlex)
  const isOdd = Boolean(flex.data?.misfit || flex.data?.oddRows?.length)
  // Its rows are in the list above. What is wrong with it is shown below.
  const speaksForItself = (flex.isError && !flex.data) || isOdd
  // An empty list is only known once both have arrived.
  const isWaiting = flex.isPending

  return (
    <div className="grid gap-3">
      <Panel
        title="Dedicated, shared and flex clusters"
        query={isWaiting ? waiting(dedicated) : dedicated}
        skeletonRows={5}
        isEmpty={(data) => data.results.length + flexRows.length === 0 && !flex.isError && !isOdd}
        empty={
          <Empty
            icon={<Database />}
            title="No clusters"
            hint="Clusters created in Atlas appear here."
          />
        }
      >
        {(data) => (
          <DataTable
            name="clusters"
            what="clusters"
            rows={[...data.results.map(fromCluster), ...flexRows].map(withAccess)}
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
