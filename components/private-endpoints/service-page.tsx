'use client'
import { useQuery } from '@tanstack/react-query'
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
import { FormButton } from '../blocks/form-button'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { OpPage } from '../blocks/op-page'
import { copyableFacts, OpPanel } from '../blocks/op-panel'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { ConfirmAction } from '../ops/confirm-action'
import { Skeleton } from '../ui/skeleton'
import { StateBadge } from '../ui/state-badge'
import { AtlasMessage, NextStepCard } from './next-step'
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
]
/** Azure's IDs are long resource paths that end in the name. Elsewhere, the ID is the name. */
const azureColumns = [...columns, c.copyable('endpointId', 'ID')]

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
  const cloud = clouds[cloudProvider]
  return (
    <OpPage
      op={getEndpointService}
      input={place}
      what="Endpoint service"
      back={{ label: 'Private endpoints', href: routes.privateEndpoints(groupId) }}
      title={(service) => service.regionName ?? 'Endpoint service'}
      lead={`Private endpoint service for ${cloud}`}
      badges={(service) => <StateBadge styles={serviceStyles} state={service.status} />}
      actions={(service) => (
        <ConfirmAction
          op={deleteEndpointService}
          input={place}
          whyNot={
            service && endpointIdsOf(service).length > 0 ? 'Delete its endpoints first.' : null
          }
          variant="danger-plain"
          ariaLabel="Delete this service"
        />
      )}
    >
      {(service) => (
        <>
          <AtlasMessage>{service?.errorMessage}</AtlasMessage>
          {service && <NextStepCard step={serviceStep(service)} />}
          <OpList
            op={getEndpointService}
            input={place}
            name="endpoints"
            what="endpoints"
            columns={cloudProvider === 'AZURE' ? azureColumns : columns}
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
              <FormButton
                op={createPrivateEndpoint}
                place={place}
                whyNot={whyNoEndpoint(service?.status)}
                variant="primary"
                form={(close) => (
                  <FormSheet
                    op={createPrivateEndpoint}
                    title={`Add ${cloud} endpoint`}
                    description="Connects an existing endpoint in your network to this service."
                    start={{ ...place, endpointId: '' }}
                    onClose={close}
                  >
                    <FormFields input={endpointFields[cloudProvider]} />
                  </FormSheet>
                )}
              />
            }
            empty={{
              icon: <svg aria-hidden className="icon-[cable]" />,
              hint: `Create an endpoint in ${cloud} as described in the next step, then add it.`,
            }}
          />
          <OpPanel op={getEndpointService} input={place} title="Service" facts={factsOf} raw />
        </>
      )}
    </OpPage>
  )
}

function factsOf(service: EndpointService) {
  const attachments = service.serviceAttachmentNames ?? []
  const remote = service.supportedRemoteRegions ?? []
  return [
    ...copyableFacts([
      ['ID', service.id],
      ['Endpoint service name', service.endpointServiceName],
      ['Private link service', service.privateLinkServiceName],
      ['Resource ID', service.privateLinkServiceResourceId],
    ]),
    ...(remote.length > 0 ? [['Remote regions', remote.join(', ')] as const] : []),
    ...(service.portMappingEnabled != null
      ? [['Port mapping', service.portMappingEnabled ? 'On' : 'Off'] as const]
      : []),
    ...(attachments.length > 0
      ? [['Service attachments', attachments.length.toLocaleString('en')] as const]
      : []),
  ]
}
