import type { RequestCard } from '@/lib/ops/requests'
import { routes } from '@/lib/routes'
import { ButtonLink } from '../../ui/button'
import { Card } from '../../ui/page'

/** That a request was sent with others, and the way to the page where all are decided at once. */
export function Plan({
  card,
  plan,
}: {
  card: RequestCard
  plan: NonNullable<RequestCard['plan']>
}) {
  const what = card.client ? 'calls' : 'requests'
  return (
    <Card>
      <section
        aria-label="Sent together"
        className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5"
      >
        <div className="min-w-0">
          <h2 className="font-medium text-sm">
            One of {plan.total} {what} that {card.request.requester.name} sent together
          </h2>
          <p className="text-muted text-xs">
            {plan.waiting === 0
              ? 'All are decided.'
              : `${plan.waiting} waiting for review. On this page you decide only this one.`}
          </p>
        </div>
        <ButtonLink href={routes.requestPlan(plan.id)}>
          {plan.waiting > 1 ? `Review all ${plan.waiting}` : `View all ${plan.total}`}
        </ButtonLink>
      </section>
    </Card>
  )
}
