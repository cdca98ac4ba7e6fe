'use client'
import { count, list } from '@/lib/format/words'
import { type FederatedDatabase, getFederatedDatabase } from '@/lib/ops/data-federation'
import { OpPanel } from '../blocks/op-panel'
import { JsonView } from '../data/json-view'
import { Copyable } from '../ui/copyable'
import { StateBadge } from '../ui/state-badge'
import { QueryLimits } from './query-limits'
import { databaseStyles, regionOf } from './words'

const databasesIn = ({ storage }: FederatedDatabase) =>
  (storage?.databases ?? []).map(
    (d) =>
      `${d.name ?? 'unnamed'} (${count(d.collections?.length ?? 0, 'collection')}, ${count(d.views?.length ?? 0, 'view')})`,
  )
const storesIn = ({ storage }: FederatedDatabase) =>
  (storage?.stores ?? []).map((s) => `${s.name ?? 'unnamed'} (${s.provider ?? 'unknown provider'})`)

/** One federated database: what it joins, where it runs, and how much its queries can process. */
export function FederatedDatabasePage(place: { groupId: string; tenantName: string }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <QueryLimits {...place} />
      <OpPanel
        op={getFederatedDatabase}
        input={place}
        title="Storage"
        facts={(data) => [
          ['State', <StateBadge key="state" styles={databaseStyles} state={data.state} />],
          ['Region', regionOf(data) ?? 'Chosen by Atlas'],
          ['Databases', list(databasesIn(data)) || 'None'],
          ['Stores', list(storesIn(data)) || 'None'],
          ...(data.hostnames ?? []).map(
            (host) => ['Host', <Copyable key={host} value={host} what="host" />] as const,
          ),
        ]}
      >
        {(data) => <JsonView value={data.storage ?? {}} label="Storage configuration" />}
      </OpPanel>
    </div>
  )
}
