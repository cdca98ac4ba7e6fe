import Link from 'next/link'
import type { ReactNode } from 'react'
import { type ConnectedOrg, roleInWords, textsOf } from '@/lib/ops/federation-shapes'
import { routes } from '@/lib/routes'
import { Banner } from '../ui/banner'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { providerLooks, stacked } from './looks'
import { type Federation, findProvider } from './use-federation'

/** The settings of a connected organization, as they stand. */
export function OrgSettings({
  org,
  orgId,
  federation,
}: {
  org: ConnectedOrg
  /** The organization whose pages these are. */
  orgId: string
  federation: Federation
}) {
  const signIn = org.identityProviderId
  const status = signIn ? findProvider(federation.providerRows ?? [], signIn)?.status : undefined
  const data = textsOf(org.dataAccessIdentityProviderIds)
  const domains = textsOf(org.domainAllowList)
  const roles = textsOf(org.postAuthRoleGrants)
  const isOpen = roles.includes('ORG_OWNER')
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      {signIn && status && status !== 'ACTIVE' && (
        <Banner tone="warn" title="Nobody can sign in through its identity provider now">
          {federation.providerName(signIn)} is switched off.
        </Banner>
      )}
      {isOpen && <Banner tone="bad" title="Everybody who signs in becomes Organization Owner" />}
      {org.domainRestrictionEnabled && domains.length === 0 && (
        <Banner tone="warn" title="Nobody can join: the restriction is on and allows no domain" />
      )}
      <Facts
        className={stacked}
        items={[
          [
            'People sign in through',
            signIn ? (
              <span key="sign-in" className="grid gap-0.5">
                <span className="inline-flex flex-wrap items-center gap-2">
                  <ProviderLink id={signIn} orgId={orgId} federation={federation} />
                  {status && <StateBadge looks={providerLooks} state={status} />}
                </span>
                <Id label="legacy id" value={signIn} />
              </span>
            ) : (
              'no identity provider'
            ),
          ],
          [
            'Data reached through',
            data.length === 0 ? (
              'no identity provider'
            ) : (
              <ul key="data" className="grid gap-1">
                {data.map((id) => (
                  <li key={id} className="grid gap-0.5">
                    <ProviderLink id={id} orgId={orgId} federation={federation} />
                    <Id label="id" value={id} />
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            'Domain restriction',
            org.domainRestrictionEnabled
              ? 'on: only people of the allowed domains can join'
              : 'off: people of any domain can join',
          ],
          ['Allowed domains', domains.length ? domains.join(', ') : 'none'],
          ['Roles after sign-in', roles.length ? roles.map(roleInWords).join(', ') : 'no role'],
          [
            'First sign-in',
            org.instantUserProvisioningDisabled
              ? 'creates no user in Atlas'
              : 'creates the user in Atlas',
          ],
          ['Organization id', <Copyable key="id" value={org.orgId} what="organization id" />],
        ]}
      />
    </div>
  )
}

const Id = ({ label, value }: { label: string; value: string }): ReactNode => (
  <span className="inline-flex items-baseline gap-1.5 text-muted text-xs">
    {label} <Copyable value={value} what={`${label} of the provider`} />
  </span>
)

function ProviderLink({
  id,
  orgId,
  federation,
}: {
  id: string
  orgId: string
  federation: Federation
}) {
  const found = findProvider(federation.providerRows ?? [], id)
  if (!found) return <span className="text-muted">a provider that is not in the list</span>
  return (
    <Link href={routes.identityProvider(orgId, found.id)} className="text-accent hover:underline">
      {federation.providerName(id)}
    </Link>
  )
}
