'use client'
import { useState } from 'react'
import type { Drift, RequestSummary } from '@/lib/ops/request-shapes'
import { revokeRequest } from '@/lib/ops/requests'
import { revokeSlot } from '@/lib/ops/slots'
import { useTextDraft } from '../../form/use-text-draft'
import { RefusableButton } from '../../ops/action-button'
import { Button, type ButtonLook } from '../../ui/button'
import { lazyComponent } from '../../ui/lazy-component'
import type { Revoking } from './revoke-popover'

const RevokePopover = lazyComponent(() => import('./revoke-popover').then((m) => m.RevokePopover), {
  soon: true,
})

const doing = { revoke: 'Revoking…', end: 'Ending…', stop: 'Stopping…' }

/** The button, which asks in a popover before it revokes. */
function Revoke({
  what,
  whyNot,
  label = 'Revoke',
  how = 'revoke',
  className,
  variant = 'danger-plain',
  size,
  onSent,
  ...revoking
}: ButtonLook &
  Pick<Revoking, 'of' | 'what' | 'explain'> &
  Partial<Pick<Revoking, 'how'>> & {
    whyNot: string | null
    label?: string
    className?: string
    /** Called when the revoke was accepted, and when the page has read it. */
    onSent?: ((isSent: boolean) => void) | undefined
  }) {
  /** The button, while the popover is open. */
  const [anchor, setAnchor] = useState<HTMLElement>()
  /** The page shows the revoke a moment after it was accepted. Until then, it must not offer another one. */
  const [isSent, setSent] = useState(false)
  const [reason, setReason] = useTextDraft('requests.revoke', revoking.of)
  const look = { variant, size, className, 'aria-label': `${label} ${what}` }
  if (whyNot !== null)
    return (
      <RefusableButton {...look} whyNot={whyNot} onPress={() => {}}>
        {label}
      </RefusableButton>
    )
  if (isSent) {
    return (
      <Button {...look} aria-label={`${doing[how]} ${what}`} pending>
        {doing[how]}
      </Button>
    )
  }
  return (
    <>
      <Button
        {...look}
        data-op={'requestId' in revoking.of ? revokeRequest.id : revokeSlot.id}
        aria-keyshortcuts="r"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={({ currentTarget }) => setAnchor(anchor ? undefined : currentTarget)}
      >
        {label}
      </Button>
      {anchor && (
        <RevokePopover
          {...revoking}
          what={what}
          how={how}
          anchor={anchor}
          reason={reason}
          onReason={setReason}
          onClose={() => setAnchor(undefined)}
          onSent={(seen) => {
            const tell = (is: boolean) => {
              setSent(is)
              onSent?.(is)
            }
            tell(true)
            void seen.then(() => tell(false))
          }}
        />
      )}
    </>
  )
}

/**
 * Revokes access that a request granted, or stops the request while its call is not sent. `how` is `end` for the person who
 * asked for it and is done.
 */
export function RevokeGrant({
  request,
  whyNot = request.mayRevoke,
  ...rest
}: ButtonLook & {
  request: Pick<RequestSummary, 'id' | 'mayRevoke' | 'clusterName' | 'groupName' | 'effect'>
  whyNot?: string | null
  className?: string
  label?: string
  how?: 'revoke' | 'end'
  onSent?: (isSent: boolean) => void
}) {
  const isUnsent = request.effect?.state === 'planned' && !request.effect.isEnd
  return (
    <Revoke
      {...rest}
      {...(isUnsent ? { how: 'stop', label: 'Stop grant' } : {})}
      of={{ requestId: request.id }}
      what={request.clusterName ?? request.groupName}
      whyNot={whyNot}
      explain={
        isUnsent
          ? 'Gatehouse sends nothing to Atlas, and MongoDB employees get no access.'
          : 'MongoDB employees lose access immediately. Restoring it needs a new approved request.'
      }
    />
  )
}

/** Revokes access granted outside Gatehouse: only the grant shown, any other stops the call. */
export function RevokeForeign({ drift, ...rest }: ButtonLook & { drift: Drift }) {
  const { groupId, clusterName, observed } = drift
  if (!observed) return null
  return (
    <Revoke
      {...rest}
      of={{ groupId, clusterName, expected: observed }}
      what={clusterName}
      whyNot={drift.mayRevoke}
      explain="This access was granted in Atlas, outside Gatehouse. Gatehouse revokes only the grant shown here."
    />
  )
}
