import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { getSecretInUse, getServiceAccount } from '@/lib/ops/service-accounts'
import { lazyComponent } from '../ui/lazy-component'

export const CreateSecret = lazyComponent(
  () => import('./create-secret').then((m) => m.CreateSecret),
  { soon: true },
)

/** The secrets of a service account, and which one Gatehouse uses. Undefined: not loaded. */
export function useSecrets(place: { orgId: string; clientId: string }) {
  const account = useQuery(read(getServiceAccount, place)).data
  const answer = useQuery(read(getSecretInUse, place)).data
  return {
    secrets: account && !account.misfit ? (account.data.secrets ?? []) : undefined,
    used: answer?.misfit ? undefined : answer?.data,
    now: useNow(60_000),
  }
}
