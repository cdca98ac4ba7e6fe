'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { MANAGED } from '@/lib/ops/own-credential'
import { accountState, lastUsed, type ServiceAccount } from '@/lib/ops/service-account-shapes'
import { listServiceAccounts } from '@/lib/ops/service-accounts'
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

const isIn = (accounts: readonly ServiceAccount[], clientId: string) =>
  accounts.some((one) => one.clientId === clientId)

/** Why an account of an organization can't be changed here, if Atlas manages it. Only the list with these accounts has it. */
export function useWhyManaged({ orgId, clientId }: { orgId: string; clientId: string }) {
  const plain = useQuery(read(listServiceAccounts, { orgId })).data
  const every = useQuery(read(listServiceAccounts, { orgId, includeSystemManaged: true })).data
  if (!plain || !every || plain.misfit || every.misfit) return undefined
  const isManaged = isIn(every.data.results, clientId) && !isIn(plain.data.results, clientId)
  return isManaged ? MANAGED : undefined
}

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
    const isManaged = plain !== undefined && !isIn(plain, clientId)
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
