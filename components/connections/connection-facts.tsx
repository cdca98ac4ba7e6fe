import type { z } from 'zod'
import { count, list } from '@/lib/format/words'
import type { listConnections } from '@/lib/ops/connections'
import { Banner } from '../ui/banner'
import { Facts } from '../ui/page'
import { Meter } from './meter'

export type Connection = z.output<typeof listConnections.output>['results'][number]

/** More would hide the rest of the page. */
const MOST_NAMES = 5

function namesOf(organizations: Connection['organizations']): string {
  const names = organizations.slice(0, MOST_NAMES).map(({ name }) => name)
  const rest = organizations.length - names.length
  return list(rest > 0 ? [...names, count(rest, 'other')] : names) || 'None yet'
}

/** One connection: what it reaches, and what is left of its own budget. */
export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { name, baseUrl, problem, organizations, budget } = connection
  return (
    <section aria-label={`Connection ${name}`} className="grid gap-3 p-4">
      <h3 className="font-semibold text-sm">{name}</h3>
      {problem && <Banner title="Gatehouse can’t read Atlas">{problem}</Banner>}
      <Facts
        items={[
          ['Address', baseUrl],
          ['Organizations', namesOf(organizations)],
          [
            'Calls left',
            <span key="budget" className="inline-flex flex-wrap items-center gap-x-3">
              <Meter left={Math.max(0, budget.left)} limit={budget.burst} />
              <span className="text-muted text-xs">
                refills by {budget.perMinute.toLocaleString('en')} a minute
                {budget.left < 0 && `, ${count(-budget.left, 'call')} waiting`}
              </span>
            </span>,
          ],
        ]}
      />
    </section>
  )
}
