'use client'
import type { z } from 'zod'
import { count, list } from '@/lib/format/words'
import type { listConnections } from '@/lib/ops/connections'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { ProjectName } from '../data/project-name'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Facts } from '../ui/page'
import { Time } from '../ui/time'
import { Meter } from './meter'

type Connection = z.output<typeof listConnections.output>['results'][number]
type Report = Connection['reported'][number] & { organization: string | undefined }

const c = column<Report>()
const columns = [
  c.text('operation', 'Atlas operation', { width: '30%' }),
  c.custom(
    ['place', ({ organization, placeId }) => organization ?? placeId],
    'Place',
    ({ organization, placeId }) =>
      organization ?? (placeId ? <ProjectName groupId={placeId} /> : 'The whole connection'),
  ),
  c.custom('left', 'Calls left', ({ left, limit }) => <Meter left={left} limit={limit} />, {
    width: '26%',
  }),
  c.number('limit', 'Limit', { optional: true }),
  c.time('at', 'Reported'),
  c.custom('heldUntil', 'State', ({ heldUntil }) =>
    heldUntil ? (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Badge tone="warn">Held back</Badge>
        <Time at={heldUntil} />
      </span>
    ) : (
      <Badge>Open</Badge>
    ),
  ),
]

/** More would hide the rest of the page. */
const MOST_NAMES = 5

function namesOf(organizations: Connection['organizations']): string {
  const names = organizations.slice(0, MOST_NAMES).map(({ name }) => name)
  const rest = organizations.length - names.length
  return list(rest > 0 ? [...names, count(rest, 'other')] : names) || 'None yet'
}

/** One connection: its own budget, and what Atlas reported about its limits. */
export function ConnectionPart({ connection }: { connection: Connection }) {
  const { name, baseUrl, problem, organizations, budget, reported } = connection
  const rows = reported.map((one) => ({
    ...one,
    organization: organizations.find(({ orgId }) => orgId === one.placeId)?.name,
  }))
  return (
    <section aria-label={`Connection ${name}`} className="grid grid-cols-1 gap-3 pb-2">
      <div className="grid gap-3 p-4 pb-0">
        <h3 className="font-semibold text-sm">{name}</h3>
        {problem && <Banner title="Atlas can't be read now">{problem}</Banner>}
        <Facts
          items={[
            ['Address', baseUrl],
            ['Organizations', namesOf(organizations)],
            [
              'Own budget',
              <span key="b" className="inline-flex flex-wrap items-center gap-x-3">
                <Meter left={Math.max(0, budget.left)} limit={budget.burst} />
                <span className="text-muted text-xs">
                  refills by {budget.perMinute.toLocaleString('en')} a minute
                  {budget.left < 0 && `, ${-budget.left} calls waiting`}
                </span>
              </span>,
            ],
          ]}
        />
      </div>
      {rows.length > 0 ? (
        <DataTable
          name={`reported-${name}`}
          what="reports"
          rows={rows}
          columns={columns}
          rowId={({ operation, placeId }) => `${operation} ${placeId}`}
        />
      ) : (
        <p className="px-4 pb-2 text-muted text-sm">Atlas has not reported a limit yet.</p>
      )}
    </section>
  )
}
