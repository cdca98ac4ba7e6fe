'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import {
  authorizedRoles,
  bucketNameOf,
  cloudOf,
  type ExportBucket,
  roleOf,
} from '@/lib/ops/export-bucket-shapes'
import { getExportBucket, listCloudRoles, setBucketNetworking } from '@/lib/ops/export-buckets'
import { OpPanel } from '../blocks/op-panel'
import { RowActions, rowActions } from '../blocks/row-actions'
import { Copyable } from '../ui/copyable'
import { useExporting } from './use-exporting'

type Place = { groupId: string; exportBucketId: string }

const networking = ({ requirePrivateNetworking: only }: ExportBucket) =>
  only == null ? [] : [['Networking', only ? 'Private only' : 'Public or private'] as const]

const on = rowActions<ExportBucket, Place>()
const set = (only: boolean) =>
  on.confirm(setBucketNetworking, {
    label: only ? 'Require private networking' : 'Allow public networking',
    says: () => (only ? 'Require private networking' : 'Allow public networking'),
    isFor: (b) => b.cloudProvider === 'AWS' && (b.requirePrivateNetworking === true) !== only,
    input: (_, place) => ({ ...place, requirePrivateNetworking: only }),
    tone: only ? 'primary' : 'danger',
  })
const actions = [set(true), set(false)]

/** One export bucket: where it is, the role that writes to it, and the clusters that export to it. */
export function ExportBucketPage(place: Place) {
  const { groupId } = place
  const users = useExporting(groupId)(place.exportBucketId)
  const roles = authorizedRoles(useQuery(read(listCloudRoles, { groupId })).data?.data)
  return (
    <OpPanel
      op={getExportBucket}
      input={place}
      title="Bucket"
      buttons={(bucket) => (
        <RowActions actions={actions} row={bucket} place={place} name={bucketNameOf(bucket)} />
      )}
      facts={(bucket) => [
        ['Name', bucketNameOf(bucket)],
        ['Cloud', cloudOf(bucket)],
        ...(bucket.region ? [['Region', bucket.region] as const] : []),
        ...(bucket.serviceUrl
          ? [
              [
                'Service URL',
                <Copyable key="u" value={bucket.serviceUrl} what="service URL" />,
              ] as const,
            ]
          : []),
        ...(bucket.tenantId
          ? [
              [
                'Azure tenant',
                <Copyable key="t" value={bucket.tenantId} what="tenant ID" />,
              ] as const,
            ]
          : []),
        [
          'Cloud role',
          roles.find(({ id }) => id === roleOf(bucket))?.name ?? roleOf(bucket) ?? 'None',
        ],
        ...networking(bucket),
        ['Automatic exports from', users ? list(users) || 'No cluster' : 'Unknown'],
        ['ID', <Copyable key="id" value={bucket._id} what="bucket ID" />],
      ]}
    />
  )
}
