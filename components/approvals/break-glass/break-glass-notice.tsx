'use client'
import { useNow } from '@/lib/client/use-now'
import { millis } from '@/lib/format/time'
import type { BreakGlassUse } from '@/lib/ops/break-glass-shapes'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { phaseOf } from '../../ops/phase'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Countdown } from '../../ui/countdown'
import { lazyComponent } from '../../ui/lazy-component'
import { Time } from '../../ui/time'
import { useNamedForm } from '../../ui/use-panel'
import { useBothZones } from '../when'

const ReviewDialog = lazyComponent(() => import('./review-dialog').then((m) => m.ReviewDialog))

/** On a request that was sent without approval: why, and its review. */
export function BreakGlassNotice({
  request,
  glass,
}: {
  request: RequestSummary
  glass: BreakGlassUse
}) {
  const { isOpen, open, close } = useNamedForm('review')
  const now = useNow(5000)
  const { inBoth } = useBothZones()
  const { review, mayReview, reason, usedAt, reviewDue } = glass
  const isOverdue = !review && (millis(reviewDue) ?? now) <= now
  const tone = review
    ? review.verdict === 'justified'
      ? 'neutral'
      : 'bad'
    : isOverdue
      ? 'bad'
      : 'warn'
  return (
    <section aria-label="Break-glass">
      <Banner
        tone={tone}
        title={
          review ? (
            `Break-glass, ${review.verdict === 'justified' ? 'justified' : 'not justified'}`
          ) : isOverdue ? (
            'Break-glass: not reviewed in time'
          ) : (
            <>
              Break-glass: review due in{' '}
              <Countdown to={reviewDue} what="The time to review the break-glass" icon={false} />
            </>
          )
        }
        actions={
          mayReview === null && (
            <Button aria-haspopup="dialog" onClick={open}>
              Mark as reviewed…
            </Button>
          )
        }
      >
        <div className="grid gap-1">
          <p>
            {request.requester.isMe ? 'You' : request.requester.name} sent this without approval{' '}
            <Time at={usedAt} />: “{reason}”
          </p>
          {review ? (
            <p>
              {review.by} reviewed it <Time at={review.at} />
              {review.comment && <>: “{review.comment}”</>}
            </p>
          ) : (
            <p>
              {isOverdue
                ? late(request, inBoth(reviewDue))
                : due(request, reviewDue, inBoth(reviewDue))}
            </p>
          )}
          {!review && mayReview !== null && <p>{mayReview}</p>}
        </div>
      </Banner>
      {isOpen && (
        <ReviewDialog request={request} isLive={phaseOf(request, now) === 'live'} onClose={close} />
      )}
    </section>
  )
}

const due = ({ endsAt, requester, level }: RequestSummary, reviewDue: string, written: string) => {
  const isLonger = level !== null && (millis(endsAt) ?? Infinity) > (millis(reviewDue) ?? 0)
  const who = requester.isMe ? 'you' : requester.name
  return `An approver must review it by ${written}. After that, ${isLonger ? 'the access ends, and ' : ''}${who} can’t break glass again until someone has.`
}

const late = ({ level, requester }: RequestSummary, written: string) =>
  `The review was due ${written}.${level ? ' If the access was still open, Gatehouse ended it.' : ''} ${requester.isMe ? 'You' : requester.name} can’t break glass again until someone has reviewed it.`
