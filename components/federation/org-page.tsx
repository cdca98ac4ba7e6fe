'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read } from '@/lib/client/use-op'
import { getConnectedOrg, updateConnectedOrg } from '@/lib/ops/connected-orgs'
import { routes } from '@/lib/routes'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { ButtonLink } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { Card, PageHead } from '../ui/page'
import { usePanel } from '../ui/use-panel'
import { ConflictsPanel } from './conflicts-panel'
import { DisconnectOrg } from './disconnect-org'
import { MappingsPanel } from './mappings-panel'
import { NoFederation } from './no-federation'
import { OrgSettings } from './org-settings'
import { useFederation, useFound, useNames } from './use-federation'

const OrgSheet = lazyComponent(() => import('./org-sheet').then((m) => m.OrgSheet))

/** One connected organization: how its people sign in, who can join, and which roles groups get. */
export function OrgPage({ orgId, connectedOrgId }: { orgId: string; connectedOrgId: string }) {
  const found = useFound(orgId)
  const { orgName } = useNames()
  const back = { label: 'Federation', href: routes.federation(orgId) }
  const name = orgName(connectedOrgId) ?? connectedOrgId
  if (found.federationSettingsId)
    return (
      <Org
        from={orgId}
        place={{ federationSettingsId: found.federationSettingsId, orgId: connectedOrgId }}
        name={name}
        back={back}
      />
    )
  return (
    <>
      <PageHead title={name} back={back} />
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

function Org({
  from,
  place: { federationSettingsId, orgId },
  name,
  back,
}: {
  /** The organization in the page's address. */
  from: string
  place: { federationSettingsId: string; orgId: string }
  name: string
  back: { label: string; href: string }
}) {
  const place = useMemo(() => ({ federationSettingsId, orgId }), [federationSettingsId, orgId])
  const query = useQuery(read(getConnectedOrg, place))
  const federation = useFederation(federationSettingsId)
  const { panel, open, close } = usePanel(['change'])
  const org = query.data?.misfit ? undefined : query.data?.data
  const scope = { kind: 'federation', ...place } as const

  if (query.error?.kind === 'not-found')
    return (
      <>
        <PageHead title={name} back={back} />
        <Card>
          <Empty
            icon={<svg aria-hidden className="icon-[unplug]" />}
            title="This organization isn’t connected to the federation"
            hint="It was disconnected, or you can’t see it."
            action={<ButtonLink href={back.href}>All connected organizations</ButtonLink>}
          />
        </Card>
      </>
    )
  return (
    <>
      <PageHead
        title={name}
        back={back}
        lead="How people of this organization sign in to Atlas, who can join, and which roles groups get."
        actions={
          <>
            <ActionButton
              op={updateConnectedOrg}
              scope={scope}
              variant="primary"
              aria-haspopup="dialog"
              onPress={() => void open('change')}
            >
              Edit
            </ActionButton>
            <DisconnectOrg place={place} name={name} federation={federation} />
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Panel title="Sign-in and domains" query={query} skeletonRows={5} isEmpty="never">
          {(data) => <OrgSettings org={data} orgId={from} federation={federation} />}
        </Panel>
        <MappingsPanel place={place} query={query} />
        <ConflictsPanel place={place} />
      </div>
      {panel === 'change' && org && (
        <OrgSheet
          place={place}
          org={org}
          name={name}
          federation={federation}
          onClose={() => void close()}
        />
      )}
    </>
  )
}
