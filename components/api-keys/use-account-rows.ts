'use client'
import { useNow } from '@/lib/client/use-now'
import { accountState, lastUsed, type ServiceAccount } from '@/lib/ops/service-account-shapes'
import { isOld, isUnused, type Mark, useOwn } from './marks'

/** A service account with what stands out about it. */
export type MarkedAccount = ServiceAccount & {
  marks: Mark[]
  /** Why it can't be changed here. */
  whyOwn: string | undefined
  state: ReturnType<typeof accountState>
  /** When its last secret expires, ISO 8601. */
  expiresAt: string | undefined
  lastUsedAt: string | undefined
}

const MANAGED = 'Atlas manages this account and uses it itself.'

/**
 * Adds to service accounts what stands out about them in an organization or a project. `plain` are those that Atlas does
 * not manage itself.
 */
export function useMarkedAccounts(
  place: { orgId: string } | { groupId: string },
  plain?: readonly ServiceAccount[],
) {
  const { whyAccount } = useOwn(place)
  const now = useNow(60_000)
  return (account: ServiceAccount): MarkedAccount => {
    const { clientId } = account
    const isManaged = plain?.every((one) => one.clientId !== clientId) ?? false
    const whyOwn = whyAccount(clientId)
    const lastUsedAt = lastUsed(account)
    const marks: readonly (Mark | false)[] = [
      isManaged && 'managed',
      whyOwn !== undefined && 'own',
      whyOwn === undefined && isUnused(lastUsedAt, account.createdAt, now) && 'unused',
      isOld(account.createdAt, now) && 'old',
    ]
    return {
      ...account,
      whyOwn: isManaged ? MANAGED : whyOwn,
      lastUsedAt,
      state: accountState(account, now),
      expiresAt: (account.secrets ?? [])
        .flatMap((one) => one.expiresAt ?? [])
        .toSorted()
        .at(-1),
      marks: marks.filter((mark) => mark !== false),
    }
  }
}
