import { millis } from '@/lib/format/time'
import type { Certificate, Provider, Use } from '@/lib/ops/provider-shapes'
import { statusStyles } from '../ui/state-badge'

/** For `Facts` with long values: on a phone, names go above their values. */
export const stacked = 'max-sm:grid-cols-1 max-sm:[&_dd]:mb-1.5'

/** Atlas's two rules on deleting a provider, and Gatehouse's stricter one. */
export const DELETION_RULES =
  'Gatehouse only deletes a provider that no organization uses, so that nobody is locked out.'

/** Atlas gives SAML providers a status. For OIDC providers only their use is known. */
export const providerStyles = statusStyles({
  ACTIVE: ['Active', 'good'],
  INACTIVE: ['Inactive', 'idle', <svg aria-hidden className="icon-[power]" key="off" />],
  'in use': ['In use', 'good'],
  unused: ['Not in use', 'idle'],
})

export const providerState = (p: Provider, uses: readonly Use[] | undefined): string | null =>
  p.status ??
  (p.protocol === 'SAML' || uses === undefined ? null : uses.length ? 'in use' : 'unused')

export const certificateStyles = statusStyles({
  valid: ['Valid', 'good'],
  soon: ['Expires soon', 'warn'],
  ended: ['Expired', 'bad'],
  later: ['Not yet valid', 'waiting'],
})

/** Days before expiry to warn: another team may have to issue the new certificate. */
const SOON_DAYS = 30

/** `now` is in milliseconds. Gives null when Atlas names no end. */
export function certificateState({ notAfter, notBefore }: Certificate, now: number): string | null {
  const [end, start] = [millis(notAfter), millis(notBefore)]
  if (end === undefined) return null
  if (end <= now) return 'ended'
  if (start !== undefined && start > now) return 'later'
  return end - now < SOON_DAYS * 86_400_000 ? 'soon' : 'valid'
}

const kinds: Readonly<Record<string, string>> = { WORKFORCE: 'people', WORKLOAD: 'programs' }

/** `SAML · people`; an unknown kind is shown as Atlas sent it. */
export const kindInWords = (p: Pick<Provider, 'protocol' | 'idpType'>): string =>
  [p.protocol ?? 'Unknown protocol', p.idpType && (kinds[p.idpType] ?? p.idpType)]
    .filter(Boolean)
    .join(' · ')
