'use client'
import type { RequestCard } from '@/lib/ops/requests'
import { RefusableButton } from '../../ops/action-button'
import { Countdown } from '../../ui/countdown'
import { BreakGlassButton } from '../break-glass/break-glass-button'
import { CancelRequest } from './cancel-request'

/** Actions of the requester or an admin on a pending request: edit and cancel. */
export function OwnBar({ card, onEdit }: { card: RequestCard; onEdit: () => void }) {
  const { request, may } = card
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
      <p className="min-w-0 flex-1 basis-60 text-sm">
        <span className="text-muted">{may.approve}</span>{' '}
        <span className="whitespace-nowrap">
          Time to decide: <Countdown to={request.decideBy} what="The time to decide" icon={false} />
        </span>
      </p>
      <div className="ml-auto flex flex-wrap gap-2 max-sm:w-full max-sm:[&>button]:flex-1">
        <BreakGlassButton card={card} />
        <CancelRequest requestId={request.id} whyNot={may.cancel} />
        {request.requester.isMe && (
          <RefusableButton whyNot={may.edit ?? undefined} onPress={onEdit}>
            Edit
          </RefusableButton>
        )}
        <RefusableButton whyNot={may.approve ?? undefined} variant="primary" onPress={() => {}}>
          Approve
        </RefusableButton>
      </div>
    </div>
  )
}
