'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import { listClusters } from '@/lib/ops/clusters'
import { getEndpointService } from '@/lib/ops/endpoint-services'
import {
  endpointName,
  isDeleting,
  type PrivateEndpoint,
  stateOf,
} from '@/lib/ops/private-endpoint-shapes'
import { endpointStep } from '@/lib/ops/private-endpoint-steps'
import {
  clustersThrough,
  deletePrivateEndpoint,
  getPrivateEndpoint,
} from '@/lib/ops/private-endpoints'
import { routes } from '@/lib/routes'
import { Missing } from '../blocks/missing'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Banner } from '../ui/banner'
import { Copyable } from '../ui/copyable'
import { Facts, PageHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { NextStepCard } from './next-step'
import { endpointStyles } from './status-styles'

type Place = {
  groupId: string
  cloudProvider: Cloud
  endpointServiceId: string
  endpointId: string
}

/** A private endpoint: its state, the next step and the clusters that use it. */
export function EndpointPage(place: Place) {
  const { groupId, cloudProvider, endpointServiceId, endpointId } = place
  const query = useQuery(read(getPrivateEndpoint, place))
  const endpoint = query.data?.misfit ? undefined : query.data?.data
  const service = useQuery(read(getEndpointService, { groupId, cloudProvider, endpointServiceId }))
  const of = service.data?.misfit ? undefined : service.data?.data
  const back = {
    label: of?.regionName ?? 'Endpoint service',
    href: routes.endpointService(groupId, cloudProvider, endpointServiceId),
  }
  if (query.error?.kind === 'not-found')
    return <Missing what="Private endpoint" wasThere={query.data !== undefined} back={back} />
  return (
    <>
      <PageHead
        back={back}
        title={endpointName(endpointId)}
        badges={endpoint && <StateBadge styles={endpointStyles} state={stateOf(endpoint)} />}
        lead={`Private endpoint in ${clouds[cloudProvider]}`}
        actions={
          <ConfirmAction
            op={deletePrivateEndpoint}
            input={place}
            whyNot={endpoint && isDeleting(endpoint) ? 'Atlas is deleting it.' : null}
            variant="danger-plain"
            ariaLabel="Delete this endpoint"
          />
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {endpoint?.errorMessage && (
          <Banner tone="bad" title="Message from Atlas">
            {endpoint.errorMessage}
          </Banner>
        )}
        {endpoint && <NextStepCard step={endpointStep(endpointId, endpoint, of)} />}
        <Panel title="Endpoint" query={query} skeletonRows={4} isEmpty="never">
          {(data) => <EndpointFacts id={endpointId} endpoint={data} />}
        </Panel>
        <ClustersPanel groupId={groupId} endpointId={endpointId} />
      </div>
    </>
  )
}

function EndpointFacts({ id, endpoint }: { id: string; endpoint: PrivateEndpoint }) {
  const names: ReadonlyArray<readonly [string, string | null | undefined]> = [
    ['ID', id],
    ['IP address', endpoint.privateEndpointIPAddress],
    ['Connection name', endpoint.privateEndpointConnectionName],
    ['Google Cloud project', endpoint.gcpProjectId],
  ]
  return (
    <div className="grid grid-cols-1 gap-4 p-4">
      <Facts
        items={[
          ...names.flatMap(([name, value]) =>
            value
              ? [[name, <Copyable key={name} value={value} what={name.toLowerCase()} />] as const]
              : [],
          ),
          ...(endpoint.endpoints ?? []).map(
            ({ endpointName: name, ipAddress, status }, i) =>
              [
                `Rule ${name ?? i + 1}`,
                <span key={`${name}`} className="inline-flex flex-wrap items-baseline gap-2">
                  {ipAddress ? <Copyable value={ipAddress} what="IP address" /> : 'No address'}
                  <StateBadge styles={endpointStyles} state={status} />
                </span>,
              ] as const,
          ),
        ]}
      />
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">Raw Atlas response</summary>
        <JsonView value={endpoint} label="Raw Atlas response" />
      </details>
    </div>
  )
}

function ClustersPanel({ groupId, endpointId }: { groupId: string; endpointId: string }) {
  const clusters = useQuery(read(listClusters, { groupId }))
  return (
    <Panel title="Clusters" query={clusters} skeletonRows={1} isEmpty="never">
      {(data) => {
        const used = clustersThrough(data, endpointId)
        return (
          <p className="p-4 text-sm">
            {used.length > 0
              ? `With a connection string for this endpoint: ${used.join(', ')}.`
              : 'No cluster has a connection string for this endpoint yet.'}
          </p>
        )
      }}
    </Panel>
  )
}
