'use client'
import { useId, useState } from 'react'
import { useCommand } from '@/lib/client/use-command'
import { reviewBreakGlass } from '@/lib/ops/break-glass'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { useTextDraft } from '../../form/use-text-draft'
import { CancelButton } from '../../ops/cancel-button'
import { FailureNote } from '../../ops/failure-note'
import { Sentence } from '../../ops/sentence'
import { say } from '../../ops/tell'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { RadioCards } from '../../ui/radio-cards'
import { Explained } from './explained'

type Verdict = 'justified' | 'not-justified'

/** Records the review of a break-glass. */
export function ReviewDialog({
  request,
  isLive,
  onClose,
}: {
  request: RequestSummary
  /** The access still lasts. */
  isLive: boolean
  onClose: () => void
}) {
  const id = useId()
  const [verdict, setVerdict] = useState<Verdict>()
  const [comment, setComment, drop] = useTextDraft(reviewBreakGlass.id, { requestId: request.id })
  const [isTried, setTried] = useState(false)
  const review = useCommand(reviewBreakGlass)
  const said = reviewBreakGlass.input.shape.comment.safeParse(comment).error?.issues[0]?.message
  const send = () => {
    setTried(true)
    if (!verdict) return document.getElementsByName(`${id}-verdict`)[0]?.focus()
    if (said) return document.getElementById(id)?.focus()
    review.mutate(
      { requestId: request.id, verdict, comment },
      {
        onSuccess: ({ data, requestId }) => {
          drop()
          onClose()
          const detail = data.isEnding ? 'Gatehouse is ending the access.' : undefined
          void say('Review recorded', { detail, requestId })
        },
      },
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !review.isPending && onClose()}
      title="Review break-glass"
      description={<Sentence request={request} />}
      footer={
        <>
          <CancelButton sending={review} onCancel={onClose} />
          <Button
            sends
            variant={verdict === 'not-justified' && isLive ? 'danger' : 'primary'}
            pending={review.isPending}
            onClick={send}
          >
            {review.isPending
              ? 'Saving…'
              : verdict === 'not-justified' && isLive
                ? 'End access and save review'
                : 'Mark as reviewed'}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {review.error && <FailureNote error={review.error} />}
        <RadioCards<Verdict>
          name={`${id}-verdict`}
          legend="Was it justified?"
          columns={2}
          invalid={isTried && !verdict}
          describedBy={`${id}-verdict-said`}
          value={verdict}
          onChange={setVerdict}
          cards={[
            {
              value: 'justified',
              title: 'Justified',
              detail: isLive ? 'The access continues until it expires.' : 'It could not wait.',
            },
            {
              value: 'not-justified',
              title: 'Not justified',
              detail: isLive ? 'The access ends now.' : 'It could have waited for approval.',
            },
          ]}
        />
        <p
          id={`${id}-verdict-said`}
          aria-live="polite"
          className="-mt-3 text-bad text-xs empty:hidden"
        >
          {isTried && !verdict ? 'Choose one' : undefined}
        </p>
        <Explained
          id={id}
          label="Comment"
          hint="Shown with your review and kept in the audit log."
          text={comment}
          said={isTried ? said : undefined}
          onText={setComment}
        />
      </div>
    </Dialog>
  )
}
