'use client'
import Link from 'next/link'
import { useMe } from '@/lib/client/use-me'
import { type AccessReview, listAccessReviews, startAccessReview } from '@/lib/ops/access-reviews'
import { whyNot } from '@/lib/ops/why-not'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { Badge } from '../ui/badge'
import { lazyComponent } from '../ui/lazy-component'

const StartReview = lazyComponent(() => import('./start-review').then((m) => m.StartReview))

/** The state of a review in a word. */
export const ReviewState = ({ closedAt, isOverdue, items, decided }: AccessReview) =>
  closedAt ? (
    <Badge tone="neutral">Ended</Badge>
  ) : isOverdue ? (
    <Badge tone="bad">Overdue</Badge>
  ) : decided === items ? (
    <Badge tone="good">Complete</Badge>
  ) : (
    <Badge tone="accent">Open</Badge>
  )

const c = column<AccessReview>()
const columns = [
  c.custom(['name', (r) => r.name], 'Review', (r) => (
    <Link
      href={routes.accessReview(r.id)}
      className="break-words font-medium underline decoration-line underline-offset-3"
    >
      {r.name}
    </Link>
  )),
  c.text(
    ['of', (r) => (r.projects.length > 0 ? r.projects.join(', ') : r.orgName)],
    'Organization or projects',
  ),
  c.custom(
    ['state', (r) => (r.closedAt ? 'Ended' : r.isOverdue ? 'Overdue' : 'Open')],
    'State',
    (r) => <ReviewState {...r} />,
  ),
  c.text(['decided', (r) => `${r.decided} of ${r.items}`], 'Decided'),
  c.time('dueAt', 'Due'),
  c.text(['reviewers', (r) => r.reviewers.join(', ')], 'Reviewers'),
]

/** The access reviews that the reader runs or takes part in. */
export function AccessReviewsPage() {
  const me = useMe()
  const refused = me && whyNot(startAccessReview, me.roles)
  const first = me?.organizations[0]?.orgId
  return (
    <OpList
      op={listAccessReviews}
      input={{}}
      title="Access reviews"
      what="reviews"
      columns={columns}
      rowId={(one) => one.id}
      rowName={(one) => one.name}
      buttons={
        !refused &&
        first && (
          <FormButton
            op={startAccessReview}
            place={{ orgId: first, groupIds: [] }}
            form={(close) => <StartReview orgId={first} onClose={close} />}
          />
        )
      }
      empty={{
        hint: refused
          ? 'You are not a reviewer of any access review.'
          : 'Start one for an organization or some of its projects.',
      }}
    />
  )
}
