'use client'
import { useId, useState } from 'react'
import { stepUp } from '@/lib/client/step-up'
import { useCommand } from '@/lib/client/use-command'
import { minutesInWords } from '@/lib/format/duration'
import { breakGlass } from '@/lib/ops/break-glass'
import type { BreakGlassOffer } from '@/lib/ops/break-glass-shapes'
import type { RequestCard } from '@/lib/ops/requests'
import { useTextDraft } from '../../form/use-text-draft'
import { CancelButton } from '../../ops/cancel-button'
import { FailureNote } from '../../ops/failure-note'
import { Sentence } from '../../ops/sentence'
import { say } from '../../ops/tell'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Explained } from './explained'
import { WhatHappens } from './what-happens'

/** Says what happens, then asks for a new sign-in, a reason and a last confirmation. */
export function BreakGlassDialog({
  card: { request },
  offer,
  onClose,
}: {
  card: RequestCard
  offer: BreakGlassOffer
  onClose: () => void
}) {
  const id = useId()
  const [reason, setReason, drop] = useTextDraft(
    breakGlass.id,
    { digest: request.digest },
    request.reason,
  )
  const [isTried, setTried] = useState(false)
  const send = useCommand(breakGlass)
  const minutes = request.minutes === null ? null : Math.min(request.minutes, offer.maxMinutes)
  const isShorter = minutes !== null && minutes !== request.minutes
  const said = breakGlass.input.shape.reason.safeParse(reason).error?.issues[0]?.message
  const isSignedIn = offer.isSignedIn && send.error?.kind !== 'step-up'

  const press = () => {
    setTried(true)
    if (said) return document.getElementById(id)?.focus()
    send.mutate(
      {
        requestId: request.id,
        digest: request.digest,
        reason,
        ...(isShorter ? { minutes } : {}),
      },
      {
        onSuccess: ({ requestId }) => {
          drop()
          onClose()
          void say('Sent without approval', {
            detail: 'Approvers and admins are notified.',
            requestId,
          })
        },
      },
    )
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !send.isPending && onClose()}
      title="Break glass?"
      description={<Sentence request={request} />}
      footer={
        <>
          <CancelButton sending={send} onCancel={onClose} />
          {isSignedIn ? (
            <Button sends variant="danger" pending={send.isPending} onClick={press}>
              {send.isPending
                ? 'Sending…'
                : minutes === null
                  ? 'Break glass'
                  : `Break glass for ${minutesInWords(minutes)}`}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => stepUp(request.digest)}>
              Sign in again
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {send.error && send.error.kind !== 'step-up' && <FailureNote error={send.error} />}
        <WhatHappens offer={offer} minutes={minutes} />
        {isShorter && request.minutes !== null && (
          <p className="text-sm text-warn">
            You requested {minutesInWords(request.minutes)}. Without approval it is at most{' '}
            {minutesInWords(offer.maxMinutes)}.
          </p>
        )}
        {isSignedIn ? (
          <Explained
            id={id}
            label="Why it can’t wait for approval"
            hint="The reviewer reads it. Leave out customer data: the audit log keeps this text."
            text={reason}
            said={isTried ? said : undefined}
            onText={setReason}
          />
        ) : (
          <p className="text-sm">
            Sign in again for this request first. You return here to confirm. If you cancel, the
            request waits for approval.
          </p>
        )}
      </div>
    </Dialog>
  )
}
