'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import {
  createEndpointService,
  deleteEndpointService,
  getRegionalMode,
  listEndpointServices,
} from '@/lib/ops/endpoint-services'
import {
  type EndpointService,
  endpointIdsOf,
  serviceFields,
} from '@/lib/ops/private-endpoint-shapes'
import { serviceStep } from '@/lib/ops/private-endpoint-steps'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { Panel } from '../data/panel'
import { Badge } from '../ui/badge'
import { serviceStyles } from './status-styles'

type Place = { groupId: string; cloudProvider: Cloud }

const c = column<EndpointService>()
const columns = [
  c.text(['region', (s) => s.regionName ?? s.id], 'Region', { isPlain: true, width: '18%' }),
  c.state('status', 'Status', serviceStyles),
  c.number(['endpoints', (s) => endpointIdsOf(s).length], 'Endpoints'),
  c.text(['next', (s) => s.errorMessage || serviceStep(s).text], 'Next step', { width: '40%' }),
  c.copyable('id', 'ID'),
]

const on = rowActions<EndpointService, Place>()
const actions = [
  on.confirm(deleteEndpointService, {
    input: ({ id }, place) => ({ ...place, endpointServiceId: id }),
    whyNot: (service) =>
      service.status === 'DELETING'
        ? 'Atlas is deleting it.'
        : endpointIdsOf(service).length > 0
          ? 'Delete its endpoints first.'
          : null,
  }),
]

const all = Object.keys(clouds) as Cloud[]

/** The private endpoint services of a project by cloud, and its regional mode. */
export const EndpointServices = ({ groupId }: { groupId: string }) => (
  <div className="grid grid-cols-1 gap-4">
    {all.map((cloudProvider) => (
      <CloudServices key={cloudProvider} groupId={groupId} cloudProvider={cloudProvider} />
    ))}
    <RegionalMode groupId={groupId} />
  </div>
)

function CloudServices(place: Place) {
  const { groupId, cloudProvider } = place
  const cloud = clouds[cloudProvider]
  return (
    <OpList
      op={listEndpointServices}
      input={place}
      name={`services-${cloudProvider.toLowerCase()}`}
      title={cloud}
      what={`${cloud} endpoint services`}
      columns={columns}
      rowId={({ id }) => id}
      rowName={({ regionName, id }) => `the ${cloud} service in ${regionName ?? id}`}
      href={({ id }) => routes.endpointService(groupId, cloudProvider, id)}
      actions={actions}
      bulk={[deleteEndpointService]}
      buttons={
        <FormButton
          op={createEndpointService}
          place={place}
          label="Create service"
          ariaLabel={`Create service for ${cloud}`}
          form={(close) => (
            <FormSheet
              op={createEndpointService}
              title={`Create ${cloud} endpoint service`}
              description="A service accepts connections from your network to the clusters in one region."
              start={{ ...place, region: '' }}
              onClose={close}
            >
              <FormFields input={serviceFields[cloudProvider]} />
            </FormSheet>
          )}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[network]" />,
        hint: `Create a service to connect to clusters from your own network in ${cloud}.`,
      }}
    />
  )
}

function RegionalMode({ groupId }: { groupId: string }) {
  const mode = useQuery(read(getRegionalMode, { groupId }))
  return (
    <Panel title="Regional mode" query={mode} skeletonRows={1} isEmpty="never">
      {({ enabled }) => (
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 p-4 text-sm">
          <Badge tone={enabled ? 'good' : 'neutral'}>
            {enabled === true ? 'On' : enabled === false ? 'Off' : 'Unknown'}
          </Badge>
          <p className="max-w-2xl text-muted">
            {enabled
              ? 'Sharded clusters have a connection string for each region. An application connects through the endpoint of its own region.'
              : 'A project can have endpoints in one region per cluster. Multi-region sharded clusters need regional mode, which changes their connection strings.'}
          </p>
        </div>
      )}
    </Panel>
  )
}
