'use client'
import { withoutEmpty } from '@/lib/format/values'
import {
  changeDataEndpoint,
  createDataEndpoint,
  type DataEndpoint,
  dataEndpointFields,
  deleteDataEndpoint,
  listDataEndpoints,
} from '@/lib/ops/data-endpoints'
import { endpointName } from '@/lib/ops/private-endpoint-shapes'
import { FormButton } from '../blocks/form-button'
import { FormFields, FormSheet } from '../blocks/form-sheet'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { StateBadge, statusStyles } from '../ui/state-badge'

type Place = { groupId: string }
type Cloud = keyof typeof dataEndpointFields

const clouds: Record<Cloud, string> = { AWS: 'AWS', AZURE: 'Azure' }
const styles = statusStyles({
  PENDING: ['Connecting…', 'moving'],
  OK: ['Connected', 'good'],
  FAILED: ['Failed', 'bad'],
  DELETING: ['Deleting…', 'moving'],
})

/** Atlas leaves the provider out for endpoints of AWS, the first that it had. */
const cloudOf = ({ provider }: DataEndpoint): Cloud => (provider === 'AZURE' ? 'AZURE' : 'AWS')
const nameOf = ({ comment, endpointId }: DataEndpoint) => comment || endpointName(endpointId)

const c = column<DataEndpoint>()
const columns = [
  c.text(['name', nameOf], 'Endpoint', { isPlain: true, width: '22%' }),
  c.state('status', 'Status', styles, {
    cell: ({ status, errorMessage }) => (
      <span className="grid max-w-72 justify-items-start gap-1">
        <StateBadge styles={styles} state={status} />
        {errorMessage && <span className="break-words text-bad text-xs">{errorMessage}</span>}
      </span>
    ),
  }),
  c.text(['provider', ({ provider }) => clouds[provider as Cloud] ?? provider ?? null], 'Cloud', {
    choices: true,
  }),
  c.text('region', 'Region'),
  c.copyable('endpointId', 'ID', { width: '26%' }),
  c.copyable(
    ['address', (e) => e.customerEndpointDNSName ?? e.customerEndpointIPAddress ?? null],
    'DNS name or IP',
    { optional: true },
  ),
  c.text('errorMessage', 'Message', { optional: true }),
]

const on = rowActions<DataEndpoint, Place>()
const whyNot = ({ status }: DataEndpoint) =>
  status === 'DELETING' ? 'Atlas is deleting it.' : null
const actions = [
  on.form(changeDataEndpoint, {
    label: 'Comment',
    whyNot,
    show: (row, { groupId }, close) => (
      <FormSheet
        op={changeDataEndpoint}
        title={`Comment of ${endpointName(row.endpointId)}`}
        start={{
          groupId,
          endpointId: row.endpointId,
          provider: cloudOf(row),
          comment: row.comment ?? '',
          opened: { comment: row.comment ?? '' },
        }}
        onClose={close}
      />
    ),
  }),
  on.confirm(deleteDataEndpoint, {
    whyNot,
    input: ({ endpointId }, { groupId }) => ({ groupId, endpointId }),
  }),
]

/** The private endpoints of data federation and online archives. */
export function DataEndpoints({ groupId }: Place) {
  return (
    <OpList
      op={listDataEndpoints}
      input={{ groupId }}
      what="endpoints"
      columns={columns}
      rowId={({ endpointId }) => endpointId}
      rowName={nameOf}
      actions={actions}
      bulk={[deleteDataEndpoint]}
      buttons={(Object.keys(clouds) as Cloud[]).map((cloud) => (
        <FormButton
          key={cloud}
          op={createDataEndpoint}
          place={{ groupId }}
          label={`Add ${clouds[cloud]} endpoint`}
          form={(close) => (
            <FormSheet
              op={createDataEndpoint}
              title={`Add ${clouds[cloud]} endpoint`}
              description="Connects an existing endpoint in your network to all federated databases and online archives of the project."
              start={{ groupId, provider: cloud, endpointId: '' }}
              shape={withoutEmpty}
              onClose={close}
            >
              <FormFields input={dataEndpointFields[cloud]} />
            </FormSheet>
          )}
        />
      ))}
      empty={{
        icon: <svg aria-hidden className="icon-[cable]" />,
        hint: 'Create an endpoint in AWS or Azure, then add its ID to query without the internet.',
      }}
    />
  )
}
