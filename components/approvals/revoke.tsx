'use client'
import { type ReactNode, useId, useState } from 'react'
import type { z } from 'zod'
import { useCommand } from '@/lib/client/use-op'
import type { Command, Shape } from '@/lib/ops/define'
import type { Drift, RequestSummary } from '@/lib/ops/request-shapes'
import { revokeRequest } from '@/lib/ops/requests'
import { revokeSlot } from '@/lib/ops/slots'
import { RefusableButton } from '../ops/action-button'
import { CancelButton } from '../ops/cancel-button'
import { FailureNote } from '../ops/failure-note'
import { say } from '../ops/tell'
import { Button, type ButtonLook } from '../ui/button'
import { Input } from '../ui/input'
import { Popover } from '../ui/popover'

type Props<I extends Shape, O extends z.ZodType> = ButtonLook & {
  op: Command<I, O>
  input: (reason: string) => z.input<I>
  /** The cluster's name, for labels. */
  what: string
  whyNot: string | null
  label?: string
  explain: ReactNode
  className?: string
}

/** Confirms a revoke in a popover, with an optional reason. */
function RevokePopover<I extends Shape, O extends z.ZodType>({
  op,
  input,
  what,
  whyNot,
  label = 'Revoke',
  explain,
  className,
  variant: look = 'danger-plain',
  size,
}: Props<I, O>) {
  const [open, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  const revoke = useCommand(op)
  const id = useId()
  if (whyNot !== null)
    return (
      <RefusableButton
        whyNot={whyNot}
        variant={look}
        size={size}
        className={className}
        onPress={() => {}}
        aria-label={`${label} ${what}`}
      >
        {label}
      </RefusableButton>
    )

  const send = () =>
    revoke.mutate(input(reason), {
      onSuccess: ({ requestId }) => {
        setOpen(false)
        setReason('')
        void say(`Revoking access to ${what}`, {
          detail: 'Gatehouse checks the cluster to confirm.',
          requestId,
        })
      },
    })

  return (
    <Popover
      label={`Revoke access to ${what}`}
      align="end"
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        if (next) revoke.reset()
      }}
      trigger={
        <Button
          variant={look}
          size={size}
          className={className}
          aria-keyshortcuts="r"
          aria-label={`${label} ${what}`}
        >
          {label}
        </Button>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!revoke.isPending) send()
        }}
      >
        <p>{explain}</p>
        {revoke.error && <FailureNote error={revoke.error} />}
        <div>
          <label htmlFor={id} className="mb-1 block font-medium text-xs">
            Reason (optional)
          </label>
          <Input id={id} value={reason} onChange={(event) => setReason(event.target.value)} />
        </div>
        <div className="flex justify-end gap-2">
          <CancelButton sending={revoke} onCancel={() => setOpen(false)} />
          <Button type="submit" sends variant="danger" pending={revoke.isPending}>
            {revoke.isPending ? 'Revoking…' : 'Revoke now'}
          </Button>
        </div>
      </form>
    </Popover>
  )
}

/** Revokes access that a request granted. */
export const RevokeGrant = ({
  request,
  whyNot = request.mayRevoke,
  ...rest
}: ButtonLook & {
  request: RequestSummary
  whyNot?: string | null
  className?: string
  label?: string
}) => (
  <RevokePopover
    {...rest}
    op={revokeRequest}
    input={(reason) => ({ requestId: request.id, reason })}
    what={request.clusterName ?? request.groupName}
    whyNot={whyNot}
    explain="MongoDB employees lose access immediately. Restoring it needs a new approved request."
  />
)

/** Revokes access granted outside Gatehouse: only the grant shown, any other stops the call. */
export function RevokeForeign({ drift, ...rest }: ButtonLook & { drift: Drift }) {
  const { groupId, clusterName, observed } = drift
  if (!observed) return null
  return (
    <RevokePopover
      {...rest}
      op={revokeSlot}
      input={(reason) => ({ groupId, clusterName, expected: observed, reason })}
      what={clusterName}
      whyNot={drift.mayRevoke}
      explain="This access was granted outside Gatehouse. If the cluster holds a different grant by then, nothing is sent."
    />
  )
}
