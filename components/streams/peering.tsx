'use client'
import { AccountDetails } from './account-details'
import { AccountPeerings } from './account-peerings'
import { ActivePeerings } from './peerings'

/** VPC peering of a project's streams: active connections, requests of an account, and Atlas's own account. */
export function Peering({ groupId, account }: { groupId: string; account: string | undefined }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <ActivePeerings groupId={groupId} />
      <AccountPeerings groupId={groupId} remembered={account} />
      <AccountDetails groupId={groupId} />
    </div>
  )
}
