'use client'
import { useState } from 'react'
import { cancelRequest } from '@/lib/ops/requests'
import { RefusableButton } from '../../ops/action-button'
import { ConfirmLater } from '../../ops/confirm-action'
import { useTellLate } from './use-tell-late'

/** Cancels a request before anything is sent, after a question. */
export function CancelRequest({ requestId, whyNot }: { requestId: string; whyNot: string | null }) {
  const [asks, setAsks] = useState(false)
  const tellLate = useTellLate(requestId)
  return (
    <>
      <RefusableButton
        whyNot={whyNot ?? undefined}
        variant="danger-plain"
        aria-haspopup="dialog"
        onPress={() => setAsks(true)}
      >
        Cancel request…
      </RefusableButton>
      <ConfirmLater
        op={cancelRequest}
        input={{ requestId }}
        open={asks}
        onOpenChange={setAsks}
        title="Cancel this request?"
        description="Approvers can no longer decide on it."
        confirm="Cancel request"
        pending="Canceling…"
        done="Request canceled"
        onFailed={(error) => tellLate(error) && setAsks(false)}
      />
    </>
  )
}
