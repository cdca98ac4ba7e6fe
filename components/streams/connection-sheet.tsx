'use client'
import '@/lib/client/zod-now'
import { useQuery } from '@tanstack/react-query'
import { useFormContext } from 'react-hook-form'
import { z } from 'zod'
import { read } from '@/lib/client/use-op'
import { withoutEmpty } from '@/lib/format/values'
import { listClusters } from '@/lib/ops/clusters'
import { authorizedRoles } from '@/lib/ops/export-bucket-shapes'
import { listCloudRoles } from '@/lib/ops/export-buckets'
import { changeable, changeConnection } from '@/lib/ops/stream-connection-change'
import { type FieldName, isSecret } from '@/lib/ops/stream-connection-fields'
import { fieldsOf, type Settings, schemaOf, settingsIn } from '@/lib/ops/stream-connection-settings'
import { createConnection, type StreamConnection } from '@/lib/ops/stream-connections'
import { listPrivateLinks } from '@/lib/ops/streams'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { OpFields } from '../form/op-fields'
import { Banner } from '../ui/banner'
import { Sheet } from '../ui/dialog'
import type { Place } from './use-run'

/** The values that people most often keep. */
const usual = {
  type: 'Kafka',
  protocol: 'SASL_SSL',
  mechanism: 'SCRAM-512',
  role: 'readWriteAnyDatabase',
  roleType: 'BUILT_IN',
  registrySignIn: 'USER_INFO',
  access: 'PUBLIC',
  publicOrLink: 'PUBLIC',
}

/** The fields that the chosen type and values have, without those of other types that were filled in before. */
const shape =
  (fields: (given: Settings) => FieldName[], place: readonly string[]) =>
  (values: Settings): Settings => {
    const kept = new Set([...place, 'connectionName', 'type', 'opened', ...fields(values)])
    return withoutEmpty(
      Object.fromEntries(Object.entries(values).filter(([name]) => kept.has(name))),
    )
  }

const shapeNew = shape(fieldsOf, ['groupId', 'tenantName'])
const shapeChange = shape(changeable, ['groupId', 'tenantName'])

const { connectionName, type } = createConnection.input.shape

/** Creates a connection of any type. */
export function CreateConnection({ onClose, ...place }: Place & { onClose: () => void }) {
  return (
    <FormSheetOpen
      op={createConnection}
      description="Where processors of this workspace can read from or write to."
      start={{ ...place, connectionName: '', ...usual } as object}
      shape={shapeNew}
      onClose={onClose}
    >
      <OpFields input={z.strictObject({ connectionName, type })} />
      <TypeFields groupId={place.groupId} fields={fieldsOf} />
    </FormSheetOpen>
  )
}

/** Changes a connection. Its type and network stay. */
export function ChangeConnection({
  connection,
  onClose,
  ...place
}: Place & { connection: StreamConnection; onClose: () => void }) {
  const opened = settingsIn(connection)
  const title = `Edit ${connection.name}`
  if (!opened)
    return (
      <Sheet open title={title} onOpenChange={onClose}>
        <Banner tone="warn" title="Gatehouse does not know this kind of connection">
          It has a setting that Gatehouse can’t show in a form. Change it in Atlas.
        </Banner>
      </Sheet>
    )
  const hasSecret = changeable(opened).some(isSecret)
  return (
    <FormSheetOpen
      op={changeConnection}
      title={title}
      description={
        hasSecret
          ? 'Atlas never returns passwords, keys and headers. Enter them again only to change how it signs in.'
          : 'Its type and network can’t be changed.'
      }
      start={{ ...place, connectionName: connection.name, ...opened, opened } as object}
      shape={shapeChange}
      onClose={onClose}
    >
      <TypeFields groupId={place.groupId} fields={changeable} />
    </FormSheetOpen>
  )
}

/** The fields that the values chosen so far ask for. */
function TypeFields({
  groupId,
  fields,
}: {
  groupId: string
  fields: (given: Settings) => FieldName[]
}) {
  const names = fields(useFormContext().watch())
  const ask = (...of: FieldName[]) => ({ enabled: of.some((name) => names.includes(name)) })
  const clusters = useQuery({ ...read(listClusters, { groupId }), ...ask('clusterName') })
  const roles = useQuery({
    ...read(listCloudRoles, { groupId }),
    ...ask('roleArn', 'kafkaRoleArn'),
  })
  const links = useQuery({
    ...read(listPrivateLinks, { groupId }),
    ...ask('linkId', 'otherLinkId'),
  })
  const offered: ReadonlyArray<readonly [string, ReadonlyArray<readonly [string, string]>]> = [
    [
      'stream-clusters',
      clusters.data?.misfit
        ? []
        : (clusters.data?.data.results ?? []).map(({ name }) => [name, ''] as const),
    ],
    [
      'stream-roles',
      authorizedRoles(roles.data?.data)
        .filter(({ cloud }) => cloud === 'AWS')
        .map(({ name }) => [name, ''] as const),
    ],
    [
      'stream-links',
      links.data?.misfit
        ? []
        : (links.data?.data.results ?? []).flatMap((link) =>
            link._id
              ? [[link._id, [link.vendor, link.region].filter(Boolean).join(' ')] as const]
              : [],
          ),
    ],
  ]
  return (
    <>
      {offered.map(([id, values]) => (
        <datalist key={id} id={id}>
          {values.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
      ))}
      <OpFields
        input={schemaOf(names)}
        lists={{
          clusterName: 'stream-clusters',
          roleArn: 'stream-roles',
          kafkaRoleArn: 'stream-roles',
          linkId: 'stream-links',
          otherLinkId: 'stream-links',
        }}
      />
    </>
  )
}
