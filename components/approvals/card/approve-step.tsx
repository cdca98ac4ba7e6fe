'use client'
import { useId } from 'react'
import type { OpError } from '@/lib/ops/failure'
import { CancelButton } from '../../ops/cancel-button'
import { FailureNote } from '../../ops/failure-note'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'
import { Textarea } from '../../ui/input'
import { Step } from '../../ui/step'

/** Confirms the riskiest approvals, with an optional remark. */
export function ApproveStep({
  summary,
  because,
  label,
  remark,
  onRemark,
  sending,
  error,
  onSignIn,
  onSend,
  onLeave,
}: {
  summary: string
  because: string | undefined
  label: string
  remark: string
  onRemark: (remark: string) => void
  sending: { isPending: boolean; stop: () => void }
  error: OpError | null
  onSignIn: () => void
  onSend: () => void
  onLeave: () => void
}) {
  const id = useId()
  return (
    <Step
      title={`Approve: ${summary}?`}
      description={because}
      onLeave={onLeave}
      leave={(word) => (
        <CancelButton sending={sending} onCancel={onLeave}>
          {word}
        </CancelButton>
      )}
      actions={
        <Button sends variant="primary" pending={sending.isPending} onClick={onSend}>
          {sending.isPending ? 'Approving…' : label}
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-3">
        {error && <NotApproved error={error} onSignIn={onSignIn} />}
        <Remark id={id} remark={remark} onRemark={onRemark} />
      </div>
    </Step>
  )
}

/** An approver's remark, visible to everyone who can see the request. */
export const Remark = ({
  id,
  remark,
  onRemark,
}: {
  id: string
  remark: string
  onRemark: (remark: string) => void
}) => (
  <div>
    <label htmlFor={id} className="mb-1.5 block font-medium text-sm">
      Remark (optional)
    </label>
    <Textarea
      id={id}
      rows={2}
      value={remark}
      aria-describedby={`${id}-hint`}
      onChange={(event) => onRemark(event.target.value)}
    />
    <p id={`${id}-hint`} className="mt-1 text-muted text-xs">
      Shown with your decision and kept in the audit log.
    </p>
  </div>
)

/** Why the approval failed, with a button to sign in again for this request if needed. */
export const NotApproved = ({ error, onSignIn }: { error: OpError; onSignIn: () => void }) =>
  error.kind === 'step-up' ? (
    <Banner
      role="alert"
      tone="warn"
      title="Sign in again to approve"
      actions={
        <Button variant="primary" onClick={onSignIn}>
          Sign in again
        </Button>
      }
    >
      {error.message}
    </Banner>
  ) : (
    <FailureNote error={error} />
  )
