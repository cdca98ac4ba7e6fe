'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { withoutEmpty } from '@/lib/format/values'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import { authorizedRoles, bucketFields } from '@/lib/ops/export-bucket-shapes'
import { createExportBucket, listCloudRoles } from '@/lib/ops/export-buckets'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { SelectField } from '../form/field'
import { OpFields } from '../form/op-fields'

/** Adds a bucket of a cloud, with one of the roles that are authorized there. */
export function BucketSheet({
  groupId,
  cloud,
  onClose,
}: {
  groupId: string
  cloud: Cloud
  onClose: () => void
}) {
  const answer = useQuery(read(listCloudRoles, { groupId }))
  const roles = authorizedRoles(answer.data?.data).filter((role) => role.cloud === cloud)
  const hint = answer.isPending
    ? 'Loading roles…'
    : answer.error
      ? 'The roles could not be loaded. Close this form and try again.'
      : roles.length > 0
        ? 'Atlas writes to the bucket with this role.'
        : `This project has no authorized role for ${clouds[cloud]}. Authorize one in Atlas first.`
  return (
    <FormSheetOpen
      op={createExportBucket}
      title={`Add ${clouds[cloud]} bucket`}
      description="The bucket must exist, and the role needs permission to write to it."
      start={{ groupId, cloudProvider: cloud, roleId: '', bucketName: '' }}
      shape={(values) => ({ ...withoutEmpty(values), roleId: values.roleId })}
      onClose={onClose}
    >
      <SelectField name="roleId" label="Cloud role" hint={hint}>
        <option value="">Choose a role</option>
        {roles.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <OpFields input={bucketFields[cloud]} />
    </FormSheetOpen>
  )
}
