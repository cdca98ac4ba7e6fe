import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { whyNoNewSecret, whyNoSecretDeletion } from '@/lib/ops/service-account-secrets'
import { getSecretInUse, getServiceAccount } from '@/lib/ops/service-accounts'
import { lazyComponent } from '../ui/lazy-component'
import { useWhyManaged } from './use-account-rows'

export const CreateSecret = lazyComponent(
  () => import('./create-secret').then((m) => m.CreateSecret),
  { soon: true },
)

/** The secrets of a service account, undefined until loaded, and why it can't get a new one or lose one. */
export function useSecrets(place: { orgId: string; clientId: string }) {
  const account = useQuery(read(getServiceAccount, place)).data
  const answer = useQuery(read(getSecretInUse, place)).data
  const used = answer?.misfit ? undefined : answer?.data
  const whyManaged = useWhyManaged(place)
  return {
    secrets: account && !account.misfit ? (account.data.secrets ?? []) : undefined,
    used,
    whyNoNew: whyManaged ?? whyNoNewSecret(used),
    whyKept: (id: string) => whyManaged ?? whyNoSecretDeletion(used, id),
    now: useNow(60_000),
  }
}
