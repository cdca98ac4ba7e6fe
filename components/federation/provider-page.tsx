'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { getProvider } from '@/lib/ops/identity-providers'
import { nameOfProvider, usesOf } from '@/lib/ops/provider-shapes'
import { routes } from '@/lib/routes'
import { Missing } from '../blocks/missing'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { PageHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { CertificatesPanel } from './certificates-panel'
import { MetadataPanel } from './metadata-panel'
import { NoFederation } from './no-federation'
import { ProviderActions } from './provider-actions'
import { ProviderFacts } from './provider-facts'
import { kindInWords, providerState, providerStyles } from './status-styles'
import { useFederation, useFound, useNames } from './use-federation'
import { UsesPanel } from './uses-panel'

/** One identity provider: its settings, the organizations that use it, certificates and metadata. */
export function ProviderPage({ orgId, providerId }: { orgId: string; providerId: string }) {
  const found = useFound(orgId)
  const { orgName } = useNames()
  const back = { label: 'Federation', href: routes.federation(orgId) }
  if (found.federationSettingsId)
    return (
      <One
        orgId={orgId}
        place={{
          federationSettingsId: found.federationSettingsId,
          identityProviderId: providerId,
        }}
        back={back}
      />
    )
  return (
    <>
      <PageHead title="Identity provider" back={back} />
      {found.isNone ? (
        <NoFederation orgName={orgName(orgId)} />
      ) : (
        <Panel query={found.query} skeletonRows={6} isEmpty="never">
          {() => null}
        </Panel>
      )}
    </>
  )
}

function One({
  orgId,
  place,
  back,
}: {
  orgId: string
  place: { federationSettingsId: string; identityProviderId: string }
  back: { label: string; href: string }
}) {
  const query = useQuery(read(getProvider, place))
  const federation = useFederation(place.federationSettingsId)
  const now = useNow(60_000)

  if (query.error?.kind === 'not-found')
    return (
      <Missing
        what="Identity provider"
        wasThere={query.data !== undefined}
        back={back}
        hint="It may have been deleted, or it belongs to another federation."
      />
    )
  const p = query.data?.misfit ? undefined : query.data?.data
  if (!p)
    return (
      <>
        <PageHead title="Identity provider" back={back} />
        <Panel query={query} skeletonRows={8} isEmpty="never">
          {() => null}
        </Panel>
      </>
    )
  const uses = federation.orgRows && usesOf(p, federation.orgRows)
  return (
    <>
      <PageHead
        title={nameOfProvider(p)}
        back={back}
        lead={p.description}
        badges={
          <>
            <Badge>{kindInWords(p)}</Badge>
            <StateBadge styles={providerStyles} state={providerState(p, uses)} />
          </>
        }
        actions={
          <ProviderActions
            orgId={orgId}
            place={place}
            provider={p}
            uses={uses}
            federation={federation}
          />
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Panel title="Settings" query={query} skeletonRows={8} isEmpty="never">
          {(data) => <ProviderFacts provider={data} />}
        </Panel>
        <UsesPanel
          orgId={orgId}
          federationSettingsId={place.federationSettingsId}
          provider={p}
          federation={federation}
        />
        {p.protocol === 'SAML' && <CertificatesPanel place={place} now={now} />}
        {p.protocol === 'SAML' && p.oktaIdpId && (
          <MetadataPanel federationSettingsId={place.federationSettingsId} legacyId={p.oktaIdpId} />
        )}
      </div>
    </>
  )
}
