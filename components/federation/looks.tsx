import { Power } from 'lucide-react'
import { millis } from '@/lib/format/time'
import type { Certificate, Provider, Use } from '@/lib/ops/provider-shapes'
import { stateLooks } from '../ui/state-badge'

/** Names over their values on a phone, for `Facts` with long ones. */
export const stacked = 'max-sm:grid-cols-1 max-sm:[&_dd]:mb-1.5'

/** Atlas's two rules on deleting a provider, and the stricter one of Gatehouse. */
export const DELETION_RULES =
  'Atlas refuses to delete a provider that more than one organization uses, or one that an organization uses which Gatehouse does not own. Gatehouse deletes only what nobody uses, so that a deletion never signs anybody out.'

/** SAML providers are switched on and off; of OIDC ones only whether somebody uses them is known. */
export const providerLooks = stateLooks({
  ACTIVE: ['Active', 'good'],
  INACTIVE: ['Inactive', 'idle', <Power key="off" aria-hidden />],
  'in use': ['In use', 'good'],
  unused: ['Not in use', 'idle'],
})

export const providerState = (p: Provider, uses: readonly Use[] | undefined): string | null =>
  p.status ??
  (p.protocol === 'SAML' || uses === undefined ? null : uses.length ? 'in use' : 'unused')

export const certificateLooks = stateLooks({
  valid: ['Valid', 'good'],
  soon: ['Ends soon', 'warn'],
  ended: ['Ended', 'bad'],
  later: ['Not yet valid', 'waiting'],
})

/** Within so many days an end is soon: time to ask another team for a new certificate. */
const SOON_DAYS = 30

/** `now` in milliseconds; null when Atlas gives no end. */
export function certificateState({ notAfter, notBefore }: Certificate, now: number): string | null {
  const [end, start] = [millis(notAfter), millis(notBefore)]
  if (end === undefined) return null
  if (end <= now) return 'ended'
  if (start !== undefined && start > now) return 'later'
  return end - now < SOON_DAYS * 86_400_000 ? 'soon' : 'valid'
}

const kinds: Readonly<Record<string, string>> = { WORKFORCE: 'people', WORKLOAD: 'programs' }

/** `SAML · people`; what Atlas invents is shown as it came. */
export const kindInWords = (p: Pick<Provider, 'protocol' | 'idpType'>): string =>
  [p.protocol ?? 'Unknown protocol', p.idpType && (kinds[p.idpType] ?? p.idpType)]
    .filter(Boolean)
    .join(' · ')
