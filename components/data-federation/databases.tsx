'use client'
import { count } from '@/lib/format/words'
import { type FederatedDatabase, listFederatedDatabases } from '@/lib/ops/data-federation'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { databaseStyles, regionOf } from './words'

const c = column<FederatedDatabase>()
const columns = [
  c.text('name', 'Federated database', { width: '26%' }),
  c.state('state', 'State', databaseStyles),
  c.text(['region', (d) => regionOf(d) ?? null], 'Region', { choices: true }),
  c.list(
    'stores',
    (d) => [...new Set((d.storage?.stores ?? []).flatMap((s) => s.provider ?? []))],
    'Stores',
  ),
  c.text(['databases', (d) => count(d.storage?.databases?.length ?? 0, 'database')], 'Databases'),
  c.copyable(['host', (d) => d.hostnames?.[0] ?? null], 'Host', { optional: true }),
]

/** The federated databases of a project. */
export const FederatedDatabases = ({ groupId }: { groupId: string }) => (
  <OpList
    op={listFederatedDatabases}
    input={{ groupId }}
    what="federated databases"
    columns={columns}
    rowName={(d) => d.name}
    href={(d) => routes.federatedDatabase(groupId, d.name)}
    empty={{
      icon: <svg aria-hidden className="icon-[layers]" />,
      hint: 'Federated databases created in Atlas appear here.',
    }}
  />
)
