'use client'
import { useEffect, useRef } from 'react'
import { Countdown } from '../../ui/countdown'
import type { StepUp } from './use-step-up'

/** Whether the policy still requires a new sign-in, above the decision. Receives the focus after one. */
export function StepUpNote({ stepUp: { isBack, isNeeded, whyNot, until } }: { stepUp: StepUp }) {
  const ref = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (isBack) ref.current?.focus()
  }, [isBack])
  return (
    <p ref={ref} tabIndex={-1} className="text-muted text-sm">
      {isNeeded || until === null ? (
        whyNot
      ) : (
        <>
          You signed in again for this request. Time to approve:{' '}
          <Countdown to={until} what="Your new sign-in" icon={false} />
        </>
      )}
    </p>
  )
}
