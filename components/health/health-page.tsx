'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { read } from '@/lib/client/use-op'
import { getHealth } from '@/lib/ops/health'
import { RolePage } from '../blocks/role-page'
import { Panel } from '../data/panel'
import { saveText } from '../data/save-file'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { Time } from '../ui/time'
import { problemsIn } from './problems'

const Parts = lazyComponent(() => import('./parts').then((m) => m.Parts), { soon: true })

/** The state of every part of Gatehouse, for admins. */
export const HealthPage = () => (
  <RolePage
    op={getHealth}
    title="Health"
    lead="The state of the consoles, their background loops and their queues."
  >
    <Health />
  </RolePage>
)

function Health() {
  const query = useQuery(read(getHealth, {}))
  const data = query.data?.misfit ? undefined : query.data?.data
  return (
    <div className="grid grid-cols-1 gap-4">
      <Panel
        title="Needs attention"
        query={query}
        skeletonRows={3}
        isEmpty={(health) => problemsIn(health).length === 0}
        empty={
          <Empty
            title="Nothing needs attention"
            icon={<svg aria-hidden className="icon-[heart-pulse]" />}
          />
        }
        actions={
          data && (
            <Button
              size="sm"
              onClick={() =>
                saveText('gatehouse-health.json', 'application/json', JSON.stringify(data, null, 2))
              }
            >
              Save as JSON
            </Button>
          )
        }
      >
        {(health) => (
          <ul className="divide-y divide-line">
            {problemsIn(health).map(({ what, since, href, link }) => (
              <li
                key={what}
                className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-2.5 text-sm"
              >
                <span className="min-w-0 break-words">
                  {what}
                  {since && (
                    <span className="block text-muted text-xs">
                      Failing since <Time at={since} exact />
                    </span>
                  )}
                </span>
                {href && (
                  <Link href={href} className="link whitespace-nowrap">
                    {link}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {data && <Parts health={data} />}
    </div>
  )
}
