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
import { OpPage } from '../blocks/op-page'
import { copyableFacts, OpPanel } from '../blocks/op-panel'
import { Panel } from '../data/panel'
import { ConfirmAction } from '../ops/confirm-action'
import { Copyable } from '../ui/copyable'
import { StateBadge } from '../ui/state-badge'
import { AtlasMessage, NextStepCard } from './next-step'
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
  const service = useQuery(read(getEndpointService, { groupId, cloudProvider, endpointServiceId }))
  const of = service.data?.misfit ? undefined : service.data?.data
  return (
    <OpPage
      op={getPrivateEndpoint}
      input={place}
      what="Private endpoint"
      back={{
        label: of?.regionName ?? 'Endpoint service',
        href: routes.endpointService(groupId, cloudProvider, endpointServiceId),
      }}
      title={() => endpointName(endpointId)}
      lead={`Private endpoint in ${clouds[cloudProvider]}`}
      badges={(endpoint) => <StateBadge styles={endpointStyles} state={stateOf(endpoint)} />}
      actions={(endpoint) => (
        <ConfirmAction
          op={deletePrivateEndpoint}
          input={place}
          whyNot={endpoint && isDeleting(endpoint) ? 'Atlas is deleting it.' : null}
          variant="danger-plain"
          ariaLabel="Delete this endpoint"
        />
      )}
    >
      {(endpoint) => (
        <>
          <AtlasMessage>{endpoint?.errorMessage}</AtlasMessage>
          {endpoint && <NextStepCard step={endpointStep(endpointId, endpoint, of)} />}
          <OpPanel
            op={getPrivateEndpoint}
            input={place}
            title="Endpoint"
            facts={(data) => factsOf(endpointId, data)}
            raw
          />
          <ClustersPanel groupId={groupId} endpointId={endpointId} />
        </>
      )}
    </OpPage>
  )
}

const factsOf = (id: string, endpoint: PrivateEndpoint) => [
  ...copyableFacts([
    ['ID', id],
    ['IP address', endpoint.privateEndpointIPAddress],
    ['Connection name', endpoint.privateEndpointConnectionName],
    ['Google Cloud project', endpoint.gcpProjectId],
  ]),
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
]

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
