'use client'
import { useQuery } from '@tanstack/react-query'
import { Cable } from 'lucide-react'
import { useState } from 'react'
import { read } from '@/lib/client/use-op'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import { deleteEndpointService, getEndpointService } from '@/lib/ops/endpoint-services'
import {
  type EndpointService,
  endpointFields,
  endpointIdsOf,
  endpointName,
  stateOf,
} from '@/lib/ops/private-endpoint-shapes'
import { serviceStep } from '@/lib/ops/private-endpoint-steps'
import {
  createPrivateEndpoint,
  deletePrivateEndpoint,
  getPrivateEndpoint,
  whyNoEndpoint,
} from '@/lib/ops/private-endpoints'
import { routes } from '@/lib/routes'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { Missing } from '../blocks/missing'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { ActionButton } from '../ops/action-button'
import { ConfirmAction } from '../ops/confirm-action'
import { Banner } from '../ui/banner'
import { Copyable } from '../ui/copyable'
import { Facts, PageHead } from '../ui/page'
import { Skeleton } from '../ui/skeleton'
import { StateBadge } from '../ui/state-badge'
import { NextStepCard } from './next-step'
import { endpointStyles, serviceStyles } from './status-styles'

type Place = { groupId: string; cloudProvider: Cloud; endpointServiceId: string }
type Row = Place & { endpointId: string }

const c = column<Row>()
const columns = [
  c.text(['name', ({ endpointId }) => endpointName(endpointId)], 'Endpoint', {
    isPlain: true,
    width: '22%',
  }),
  c.custom(['state', () => null], 'Status', (row) => <EndpointState {...row} />, {
    isState: true,
    width: '22%',
  }),
  c.copyable('endpointId', 'ID'),
]

const on = rowActions<Row, Place>()
const actions = [
  on.confirm(deletePrivateEndpoint, {
    input: ({ endpointId }, place) => ({ ...place, endpointId }),
  }),
]

/** Atlas has no list of endpoints with their states: the rows on screen are read one by one. */
function EndpointState(row: Row) {
  const { data, error, refetch } = useQuery(read(getPrivateEndpoint, row))
  if (data && !data.misfit) return <StateBadge styles={endpointStyles} state={stateOf(data.data)} />
  if (!data && !error) return <Skeleton className="w-20" />
  return (
    <button
      type="button"
      onClick={() => void refetch()}
      title={error?.message}
      className="rounded-xs text-muted text-xs underline decoration-dotted underline-offset-3"
    >
      Unknown
    </button>
  )
}

/** An endpoint service: its state, the next step and its endpoints. */
export function ServicePage(place: Place) {
  const { groupId, cloudProvider, endpointServiceId } = place
  const [isAdding, setAdding] = useState(false)
  const query = useQuery(read(getEndpointService, place))
  const service = query.data?.misfit ? undefined : query.data?.data
  const cloud = clouds[cloudProvider]
  const back = { label: 'Private endpoints', href: routes.privateEndpoints(groupId) }
  if (query.error?.kind === 'not-found')
    return <Missing what="Endpoint service" wasThere={query.data !== undefined} back={back} />
  const used = service && endpointIdsOf(service).length > 0
  return (
    <>
      <PageHead
        back={back}
        title={service?.regionName ?? 'Endpoint service'}
        badges={service && <StateBadge styles={serviceStyles} state={service.status} />}
        lead={`Private endpoint service for ${cloud}`}
        actions={
          <ConfirmAction
            op={deleteEndpointService}
            input={place}
            whyNot={used ? 'Delete its endpoints first.' : null}
            variant="danger-plain"
            ariaLabel="Delete this service"
          />
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {service?.errorMessage && (
          <Banner tone="bad" title="Message from Atlas">
            {service.errorMessage}
          </Banner>
        )}
        {service && <NextStepCard step={serviceStep(service)} />}
        <OpList
          op={getEndpointService}
          input={place}
          name="endpoints"
          title="Endpoints"
          what="endpoints"
          columns={columns}
          rows={(data): Row[] =>
            endpointIdsOf(data).map((endpointId) => ({ ...place, endpointId }))
          }
          rowName={({ endpointId }) => `endpoint ${endpointName(endpointId)}`}
          rowId={({ endpointId }) => endpointId}
          href={({ endpointId }) =>
            routes.privateEndpoint(groupId, cloudProvider, endpointServiceId, endpointId)
          }
          actions={actions}
          bulk={[deletePrivateEndpoint]}
          buttons={
            <ActionButton
              op={createPrivateEndpoint}
              scope={{ kind: 'project', groupId }}
              whyNot={whyNoEndpoint(service?.status)}
              variant="primary"
              size="sm"
              aria-haspopup="dialog"
              onPress={() => setAdding(true)}
            >
              Add endpoint
            </ActionButton>
          }
          empty={{
            icon: <Cable />,
            hint: `Create an endpoint in ${cloud} as the next step says, then add it.`,
          }}
        />
        <Panel title="Service" query={query} skeletonRows={4} isEmpty="never">
          {(data) => <ServiceFacts service={data} />}
        </Panel>
      </div>
      {isAdding && (
        <FormSheet
          op={createPrivateEndpoint}
          title={`Add ${cloud} endpoint`}
          description="Connects an endpoint that exists in your network to this service."
          start={{ ...place, endpointId: '' }}
          onClose={() => setAdding(false)}
        >
          <FormFields input={endpointFields[cloudProvider]} />
        </FormSheet>
      )}
    </>
  )
}

function ServiceFacts({ service }: { service: EndpointService }) {
  const names: ReadonlyArray<readonly [string, string | null | undefined]> = [
    ['ID', service.id],
    ['Endpoint service name', service.endpointServiceName],
    ['Private link service', service.privateLinkServiceName],
    ['Resource ID', service.privateLinkServiceResourceId],
  ]
  const attachments = service.serviceAttachmentNames ?? []
  const remote = service.supportedRemoteRegions ?? []
  return (
    <div className="grid grid-cols-1 gap-4 p-4">
      <Facts
        items={[
          ...names.flatMap(([name, value]) =>
            value
              ? [[name, <Copyable key={name} value={value} what={name.toLowerCase()} />] as const]
              : [],
          ),
          ...(remote.length > 0 ? [['Remote regions', remote.join(', ')] as const] : []),
          ...(service.portMappingEnabled != null
            ? [['Port mapping', service.portMappingEnabled ? 'On' : 'Off'] as const]
            : []),
          ...(attachments.length > 0
            ? [['Service attachments', attachments.length.toLocaleString('en')] as const]
            : []),
        ]}
      />
      <details className="text-sm">
        <summary className="cursor-pointer text-muted">Raw Atlas response</summary>
        <JsonView value={service} label="Raw Atlas response" />
      </details>
    </div>
  )
}
