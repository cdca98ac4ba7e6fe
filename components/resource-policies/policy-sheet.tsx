'use client'
import { createResourcePolicy, updateResourcePolicy } from '@/lib/ops/resource-policy-changes'
import { contentOf, type ResourcePolicy } from '@/lib/ops/resource-policy-shapes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { PolicyFields } from './policy-fields'

const description =
  'Atlas refuses configurations that a Cedar policy forbids. Existing resources stay as they are and are listed as non-compliant.'

/** The form of a resource policy: a new one, or with `policy` a change. */
export function PolicySheet({
  orgId,
  policy,
  onClose,
}: {
  orgId: string
  policy?: ResourcePolicy
  onClose: () => void
}) {
  const common = { description, size: 'lg', onClose } as const
  if (!policy)
    return (
      <FormSheetOpen
        {...common}
        op={createResourcePolicy}
        start={{ orgId, name: '', description: '', policies: [{ body: '' }] }}
      >
        <PolicyFields orgId={orgId} />
      </FormSheetOpen>
    )
  const opened = contentOf(policy)
  return (
    <FormSheetOpen
      {...common}
      op={updateResourcePolicy}
      title={`Edit ${policy.name}`}
      start={{ orgId, resourcePolicyId: policy.id, ...opened, opened }}
      opened={{ label: 'The resource policy', start: (now) => ({ ...(now as typeof opened) }) }}
    >
      <PolicyFields orgId={orgId} />
    </FormSheetOpen>
  )
}
