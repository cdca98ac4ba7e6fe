'use client'
import { removeAddress } from '@/lib/ops/access-list'
import {
  decideReviewItem,
  endAccessReview,
  getAccessReview,
  type ReviewItem,
} from '@/lib/ops/access-reviews'
import { deleteOrgApiKey } from '@/lib/ops/org-api-keys'
import { deleteServiceAccount } from '@/lib/ops/service-accounts'
import { routes } from '@/lib/routes'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { OpPage } from '../blocks/op-page'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { ConfirmAction } from '../ops/confirm-action'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Time } from '../ui/time'
import { ReviewState } from './reviews-page'

const kinds: Record<ReviewItem['kind'], string> = {
  'access-list': 'Access list entry',
  'api-key': 'API key',
  'service-account': 'Service account',
  binding: 'Role binding',
}
const words = {
  keep: ['Keep', 'good'],
  revoke: ['Revoke', 'bad'],
  expire: ['Let it expire', 'warn'],
} as const

const decisionOf = ({ verdict, isCarriedOut }: ReviewItem) => {
  if (!verdict) return 'Not decided'
  if (verdict !== 'revoke' || isCarriedOut === null) return words[verdict][0]
  return isCarriedOut ? 'Revoke, gone from Atlas' : 'Revoke, still in Atlas'
}

const c = column<ReviewItem>()
const columns = [
  c.copyable('name', 'Name', { width: '18%' }),
  c.text(['kind', (i) => kinds[i.kind]], 'Kind', { choices: true }),
  c.text('detail', 'Details'),
  c.text('project', 'Project', { choices: true }),
  c.custom(
    ['verdict', (i) => decisionOf(i)],
    'Decision',
    ({ verdict, isCarriedOut }) =>
      verdict ? (
        <span className="grid justify-items-start gap-0.5">
          <Badge tone={words[verdict][1]}>{words[verdict][0]}</Badge>
          {verdict === 'revoke' && isCarriedOut !== null && (
            <span className={isCarriedOut ? 'text-good text-xs' : 'text-warn text-xs'}>
              {isCarriedOut ? 'Gone from Atlas' : 'Still in Atlas'}
            </span>
          )}
        </span>
      ) : (
        <span className="whitespace-nowrap text-muted">Not decided</span>
      ),
    { choices: true },
  ),
  c.text('comment', 'Remark', { width: '16%' }),
  c.custom(['by', (i) => i.by && `${i.by}, ${i.decidedAt}`], 'Decided by', (i) =>
    i.by && i.decidedAt ? (
      <>
        {i.by} <Time at={i.decidedAt} className="text-muted text-xs" />
      </>
    ) : (
      '–'
    ),
  ),
]

type Place = { reviewId: string }
const on = rowActions<ReviewItem, Place>()
const isToRevoke = (kind: ReviewItem['kind']) => (i: ReviewItem) =>
  i.kind === kind && i.verdict === 'revoke' && i.removal !== null && i.isCarriedOut !== true
const removal = (i: ReviewItem, key: string) => i.removal?.[key] ?? ''

const actions = (isOpen: boolean) => [
  on.form(decideReviewItem, {
    label: 'Decide',
    isFor: () => isOpen,
    show: ({ id, name, verdict, comment, decidedAt }, { reviewId }, onClose) => (
      <FormSheet
        op={decideReviewItem}
        title={`Decide ${name}`}
        start={{
          reviewId,
          itemId: id,
          verdict: verdict ?? 'keep',
          comment: comment ?? '',
          opened: { verdict, decidedAt },
        }}
        opened={{ label: 'The decision' }}
        onClose={onClose}
      >
        <FormFields input={decideReviewItem.input} />
      </FormSheet>
    ),
  }),
  on.confirm(removeAddress, {
    isFor: isToRevoke('access-list'),
    input: (i) => ({ groupId: removal(i, 'groupId'), entryValue: removal(i, 'entryValue') }),
  }),
  on.confirm(deleteOrgApiKey, {
    isFor: isToRevoke('api-key'),
    input: (i) => ({ orgId: removal(i, 'orgId'), apiUserId: removal(i, 'apiUserId') }),
  }),
  on.confirm(deleteServiceAccount, {
    isFor: isToRevoke('service-account'),
    input: (i) => ({ orgId: removal(i, 'orgId'), clientId: removal(i, 'clientId') }),
  }),
]

/** One access review: its progress, and a decision for each item. Revoking runs the usual command, with its own question. */
export const AccessReviewPage = ({ reviewId }: Place) => (
  <OpPage
    op={getAccessReview}
    input={{ reviewId }}
    what="Access review"
    back={{ label: 'Access reviews', href: routes.accessReviews() }}
    title={({ review }) => review.name}
    badges={({ review }) => <ReviewState {...review} />}
    actions={(data) =>
      data && (
        <ConfirmAction
          op={endAccessReview}
          input={{ reviewId }}
          label="End review"
          whyNot={data.whyNotEnd}
          variant="plain"
        />
      )
    }
  >
    {(data) => (
      <>
        {data && (
          <p className="text-muted text-sm">
            {data.review.projects.join(', ') || data.review.orgName}. Decided {data.review.decided}{' '}
            of {data.review.items}. Due <Time at={data.review.dueAt} />. Reviewers:{' '}
            {data.review.reviewers.join(', ')}. Started by {data.review.starter}.
          </p>
        )}
        {data?.unread.map((text) => (
          <Banner key={text} tone="warn" title="Not part of this review">
            Gatehouse could not read {text}
          </Banner>
        ))}
        <OpList
          op={getAccessReview}
          input={{ reviewId }}
          title="Items"
          what="items"
          columns={columns}
          rowId={(item) => String(item.id)}
          rowName={(item) => item.name}
          actions={actions(data?.review.isMine === true && data.review.closedAt === null)}
          empty={{ hint: 'No access without an end date was found.' }}
        />
      </>
    )}
  </OpPage>
)
