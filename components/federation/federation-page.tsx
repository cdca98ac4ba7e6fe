'use client'
import { Panel } from '../data/panel'
import { PageHead } from '../ui/page'
import { DeleteFederation } from './delete-federation'
import { DomainsPanel } from './domains-panel'
import { NoFederation } from './no-federation'
import { OrgsPanel } from './orgs-panel'
import { ProvidersPanel } from './providers-panel'
import { Summary } from './summary'
import { useFederation, useFound, useNames } from './use-federation'

/** An organization's identity providers, and the organizations that share them. */
export function FederationPage({ orgId }: { orgId: string }) {
  const found = useFound(orgId)
  const { orgName } = useNames()
  const { settings, federationSettingsId } = found
  return (
    <>
      <PageHead
        title="Federation"
        lead="Identity providers, the organizations that share them, and the roles people get when they sign in."
      />
      {found.isNone ? (
        <NoFederation orgName={orgName(orgId)} />
      ) : federationSettingsId && settings ? (
        <Whole orgId={orgId} federationSettingsId={federationSettingsId} settings={settings} />
      ) : (
        <Panel query={found.query} skeletonRows={6} isEmpty="never">
          {() => null}
        </Panel>
      )}
    </>
  )
}

type Settings = NonNullable<ReturnType<typeof useFound>['settings']>

function Whole({
  orgId,
  federationSettingsId,
  settings,
}: {
  orgId: string
  federationSettingsId: string
  settings: Settings
}) {
  const federation = useFederation(federationSettingsId)
  const place = { orgId, federationSettingsId }
  return (
    <div className="grid grid-cols-1 gap-4">
      <Summary {...place} settings={settings} federation={federation} />
      <ProvidersPanel {...place} federation={federation} />
      <OrgsPanel {...place} federation={federation} />
      <DomainsPanel {...place} federation={federation} />
      <DeleteFederation {...place} federation={federation} />
    </div>
  )
}
