'use client'
import { count } from '@/lib/format/words'
import type { PlanView } from '@/lib/ops/plans'
import type { RequestCard } from '@/lib/ops/requests'
import { Button } from '../../ui/button'
import { lazyComponent } from '../../ui/lazy-component'
import { Card } from '../../ui/page'
import { usePanel } from '../../ui/use-panel'
import { nounOf, PlanList } from './plan-list'

const DecidePlan = lazyComponent(() => import('./decide-plan').then((m) => m.DecidePlan))

/** The calls that a client sent soon after each other, with buttons to decide on all of them. */
export function Plan({ card, plan }: { card: RequestCard; plan: PlanView }) {
  const { panel: deciding, open, close } = usePanel(['approve-plan', 'deny-plan'])
  const waiting = plan.requests.filter(({ state }) => state === 'pending')
  const mine = waiting.filter(({ mayApprove }) => mayApprove === null)
  return (
    <Card>
      <section aria-label="Plan" className="px-4 py-2.5">
        <header className="mb-1.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <div className="min-w-0">
            <h2 className="font-medium text-sm">
              One of {count(plan.requests.length, nounOf(plan))} that {card.request.requester.name}{' '}
              sent together
            </h2>
            <p className="text-muted text-xs">
              {waiting.length === 0
                ? 'All are decided.'
                : `${waiting.length} waiting for review. Open one to decide it alone.`}
            </p>
          </div>
          {mine.length > 1 && (
            <span className="flex gap-2">
              <Button aria-haspopup="dialog" onClick={() => void open('deny-plan')}>
                Deny all…
              </Button>
              <Button aria-haspopup="dialog" onClick={() => void open('approve-plan')}>
                Approve all {mine.length}…
              </Button>
            </span>
          )}
        </header>
        <PlanList plan={plan} current={card.request.id} />
      </section>
      {deciding && mine.length > 1 && (
        <DecidePlan
          plan={plan}
          verdict={deciding === 'approve-plan' ? 'approve' : 'deny'}
          requestId={card.request.id}
          name={card.request.requester.name}
          onClose={() => void close()}
        />
      )}
    </Card>
  )
}
