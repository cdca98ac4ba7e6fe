import type { z } from 'zod'
import { list } from '@/lib/format/words'
import type { findFederation } from '@/lib/ops/federation'
import { textsOf } from '@/lib/ops/federation-shapes'
import { routes } from '@/lib/routes'
import { ButtonLink } from '../ui/button'
import { Copyable } from '../ui/copyable'
import { Card, Facts } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { providerStyles, stacked } from './status-styles'
import type { Federation } from './use-federation'

/** How people of this organization sign in. */
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
  return (
    <Card className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 p-4">
      <Facts
        className={stacked}
        items={[
          [
            'Sign-in',
            signIn ? (
              <span key="sign-in" className="inline-flex flex-wrap items-center gap-2">
                {federation.providerName(signIn)}
                <StateBadge styles={providerStyles} state={status} />
                {status === 'INACTIVE' && (
                  <span className="text-warn">Nobody can sign in with it now.</span>
                )}
              </span>
            ) : (
              'No identity provider. People sign in with a password or another account.'
            ),
          ],
          ['Domains', domains.length ? list(domains) : 'None'],
          ['Role mappings', settings.hasRoleMappings ? 'Yes' : 'No'],
          [
            'Federation ID',
            <Copyable key="id" value={federationSettingsId} what="federation ID" />,
          ],
        ]}
      />
      <ButtonLink href={routes.connectedOrg(orgId, orgId)}>View settings</ButtonLink>
    </Card>
  )
}
