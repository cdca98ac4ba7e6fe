'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { listConnections } from '@/lib/ops/connections'
import { RolePage } from '../blocks/role-page'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { Card } from '../ui/page'
import { Tabs } from '../ui/tabs'
import { ConnectionFacts } from './connection-facts'
import { RateLimits } from './rate-limits'
import { Reports } from './reports'

const tabs = [
  { id: 'reported', label: 'Reported by Atlas' },
  { id: 'limits', label: 'Limits of an organization' },
] as const

/** The connections to Atlas and what is left of their rate limits. */
export const ConnectionsPage = () => (
  <RolePage
    op={listConnections}
    title="Connections"
    lead="The connections to Atlas, and how many calls they have left. Each replica of Gatehouse has its own numbers."
  >
    <Connections />
  </RolePage>
)

function Connections() {
  const query = useQuery(read(listConnections, {}))
  const all = query.data?.misfit ? [] : (query.data?.data.results ?? [])
  const orgs = all.flatMap(({ organizations }) => organizations)
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel
        title="Connections"
        query={query}
        skeletonRows={4}
        isEmpty={({ results }) => results.length === 0}
        empty={<Empty title="No connections" hint="Add one to gatehouse.yaml." />}
      >
        {({ results }) => (
          <div className="divide-y divide-line">
            {results.map((one) => (
              <ConnectionFacts key={one.name} connection={one} />
            ))}
          </div>
        )}
      </Panel>
      {orgs.length > 0 && (
        <Tabs label="Rate limits" tabs={tabs}>
          {(tab) =>
            tab === 'limits' ? (
              <RateLimits orgs={orgs} />
            ) : (
              <Card>
                <Reports connections={all} />
              </Card>
            )
          }
        </Tabs>
      )}
    </div>
  )
}
