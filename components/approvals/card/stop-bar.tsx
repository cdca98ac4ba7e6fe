'use client'
import type { RequestCard } from '@/lib/ops/requests'
import { RevokeGrant } from '../employee-access/revoke'
import { CancelRequest } from './cancel-request'
import { DenyButton } from './deny-button'

/** What a person can do to stop an approved request whose call was not sent yet, for example before its start. */
export const stopsOf = ({ may, several }: Pick<RequestCard, 'may' | 'several'>) => {
  const [cancel, deny] = [may.cancel === null, may.deny === null]
  // A request for several has its own button, which also revokes what is granted already.
  return { cancel, deny, revoke: may.revoke === null && !cancel && !deny && !several }
}

/** Stops an approved request before its call is sent. */
export function StopBar({ card }: { card: RequestCard }) {
  const { request, may } = card
  const { cancel, deny, revoke } = stopsOf(card)
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2.5">
      <p className="min-w-0 flex-1 basis-60 text-muted text-sm">
        Gatehouse hasn’t sent the call yet. You can still stop it.
      </p>
      <div className="ml-auto flex flex-wrap gap-2 max-sm:w-full max-sm:[&>button]:flex-1">
        {cancel && <CancelRequest requestId={request.id} whyNot={null} />}
        {deny && <DenyButton request={request} whyNot={undefined} />}
        {revoke && <RevokeGrant request={request} whyNot={may.revoke} />}
      </div>
    </div>
  )
}
