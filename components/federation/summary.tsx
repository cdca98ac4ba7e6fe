import Link from 'next/link'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { list } from '@/lib/format/words'
import type { findFederation } from '@/lib/ops/federation'
import { textsOf } from '@/lib/ops/federation-shapes'
import { routes } from '@/lib/routes'
import { Copyable } from '../ui/copyable'
import { Card, Facts } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { providerLooks, stacked } from './looks'
import type { Federation } from './use-federation'

/** How this organization's own people sign in, in a few lines. */
export function Summary({
  orgId,
  federationSettingsId,
  settings,
  federation,
}: {
  orgId: string
  federationSettingsId: string
  settings: z.output<typeof findFederation.output>
  federation: Federation
}) {
  const { identityProviderId: signIn, identityProviderStatus: status } = settings
  const domains = textsOf(settings.federatedDomains)
  const own: ReactNode = (
    <Link href={routes.connectedOrg(orgId, orgId)} className="text-accent hover:underline">
      Roles, domains and providers of {federation.orgName(orgId) ?? 'this organization'}
    </Link>
  )
  return (
    <Card className="p-4">
      <Facts
        className={stacked}
        items={[
          [
            'People sign in through',
            signIn ? (
              <span key="sign-in" className="inline-flex flex-wrap items-center gap-2">
                {federation.providerName(signIn)}
                <StateBadge looks={providerLooks} state={status} />
                {status === 'INACTIVE' && (
                  <span className="text-warn">Nobody can sign in through it now.</span>
                )}
              </span>
            ) : (
              'no identity provider: with a password or another account of theirs'
            ),
          ],
          ['Its domains', domains.length ? list(domains) : 'none'],
          ['Groups mapped to roles', settings.hasRoleMappings ? 'yes' : 'no'],
          ['Settings', own],
          [
            'Federation id',
            <Copyable key="id" value={federationSettingsId} what="federation id" />,
          ],
        ]}
      />
    </Card>
  )
}
