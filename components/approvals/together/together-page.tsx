'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { list, upperFirst } from '@/lib/format/words'
import { getPlan, type PlanView } from '@/lib/ops/plans'
import { routes } from '@/lib/routes'
import { Panel } from '../../data/panel'
import { Card, PageHead } from '../../ui/page'
import { SkeletonRows } from '../../ui/skeleton'
import { Time } from '../../ui/time'
import { Decision } from './decision'
import { TogetherRow } from './row'
import { countOf, nounOf, outcomesOf } from './words'

/** Requests that were sent together: decided at once, and what became of each. Refreshed by polling. */
export function TogetherPage({ plan }: { plan: string }) {
  const query = useQuery(read(getPlan, { plan }))
  return (
    <>
      <Link
        href={routes.approvals()}
        className="mb-1 inline-flex min-h-6 items-center gap-1 text-muted text-xs hover:text-text [&_svg]:size-3.5"
      >
        <svg aria-hidden className="icon-[arrow-left]" /> Approvals
      </Link>
      {query.data === undefined && <h1 className="sr-only">Requests sent together</h1>}
      <Panel bare query={query} isEmpty="never" skeletonRows={<SkeletonRows rows={6} />}>
        {(data, asOf) => <Together plan={data} asOf={asOf} />}
      </Panel>
    </>
  )
}

/** At most this many requests show their details at once. */
const MOST_OPEN = 2

function Together({ plan, asOf }: { plan: PlanView; asOf: string }) {
  const { requester, requests } = plan
  const outcomes = list(outcomesOf(requests, useNow(5000)))
  const waiting = requests.filter(({ state }) => state === 'pending')
  // One reason for all is at the end of the page.
  const showsWhyNot = new Set(waiting.map(({ mayApprove }) => mayApprove)).size > 1
  return (
    <div className="grid grid-cols-1 gap-3">
      <PageHead
        title={`${countOf(plan, requests)} from ${requester.isMe ? 'you' : requester.name}`}
        lead={
          <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5">
            <span>
              Requested <Time at={plan.createdAt} />
            </span>
            {plan.tickets.length > 0 && <span>Ticket {list(plan.tickets)}</span>}
            <span role="status">{outcomes}</span>
          </p>
        }
      />
      <Card>
        <section aria-label="Why" className="grid gap-1 px-4 py-2.5">
          <h2 className="font-medium text-sm">Why</h2>
          {plan.reasons.map((reason) => (
            <blockquote key={reason} className="whitespace-pre-wrap break-words text-sm">
              {reason}
            </blockquote>
          ))}
        </section>
      </Card>
      <Card>
        <ol aria-label={upperFirst(nounOf(plan))} className="divide-y divide-line">
          {requests.map((row) => (
            <TogetherRow
              key={row.id}
              row={row}
              isOpen={requests.length <= MOST_OPEN}
              showsWhyNot={showsWhyNot}
            />
          ))}
        </ol>
      </Card>
      {waiting.length > 0 && <Decision plan={plan} waiting={waiting} asOf={asOf} />}
    </div>
  )
}
