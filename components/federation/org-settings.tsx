import Link from 'next/link'
import type { ReactNode } from 'react'
import { roleInWords } from '@/lib/ops/atlas-roles'
import { type ConnectedOrg, textsOf } from '@/lib/ops/federation-shapes'
import { routes } from '@/lib/routes'
import { Banner } from '../ui/banner'
import { Copyable } from '../ui/copyable'
import { Facts } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { providerStyles, stacked } from './status-styles'
import { type Federation, findProvider } from './use-federation'

/** The settings of a connected organization. */
export function OrgSettings({
  org,
  orgId,
  federation,
}: {
  org: ConnectedOrg
  /** The organization in the page's address. */
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
        <Banner tone="warn" title="Nobody can sign in: the identity provider is off">
          Turn {federation.providerName(signIn)} on, or choose another provider.
        </Banner>
      )}
      {isOpen && <Banner tone="bad" title="Everyone who signs in becomes Organization Owner" />}
      {org.domainRestrictionEnabled && domains.length === 0 && (
        <Banner
          tone="warn"
          title="Nobody can join: the domain restriction is on and no domain is allowed"
        />
      )}
      <Facts
        className={stacked}
        items={[
          [
            'Sign-in',
            signIn ? (
              <span key="sign-in" className="grid gap-0.5">
                <span className="inline-flex flex-wrap items-center gap-2">
                  <ProviderLink id={signIn} orgId={orgId} federation={federation} />
                  {status && <StateBadge styles={providerStyles} state={status} />}
                </span>
                <Id label="Legacy ID" value={signIn} />
              </span>
            ) : (
              'No identity provider'
            ),
          ],
          [
            'Data access',
            data.length === 0 ? (
              'No identity provider'
            ) : (
              <ul key="data" className="grid gap-1">
                {data.map((id) => (
                  <li key={id} className="grid gap-0.5">
                    <ProviderLink id={id} orgId={orgId} federation={federation} />
                    <Id label="ID" value={id} />
                  </li>
                ))}
              </ul>
            ),
          ],
          [
            'Domain restriction',
            org.domainRestrictionEnabled
              ? 'On: only people with an allowed domain can join'
              : 'Off: people with any domain can join',
          ],
          ['Allowed domains', domains.length ? domains.join(', ') : 'None'],
          ['Default roles', roles.length ? roles.map(roleInWords).join(', ') : 'None'],
          [
            'First sign-in',
            org.instantUserProvisioningDisabled
              ? 'Does not create an Atlas user'
              : 'Creates the Atlas user',
          ],
          ['Organization ID', <Copyable key="id" value={org.orgId} what="organization ID" />],
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
  if (!found) return <span className="text-muted">Unknown provider</span>
  return (
    <Link
      href={routes.identityProvider(orgId, found.id)}
      className="inline-flex min-h-6 items-center text-accent hover:underline"
    >
      {federation.providerName(id)}
    </Link>
  )
}
