'use client'
import { deleteResourcePolicy, updateResourcePolicy } from '@/lib/ops/resource-policy-changes'
import { contentOf, type ResourcePolicy } from '@/lib/ops/resource-policy-shapes'
import { rowActions } from '../blocks/row-actions'
import { lazyComponent } from '../ui/lazy-component'

export const PolicySheet = lazyComponent(
  () => import('./policy-sheet').then((m) => m.PolicySheet),
  { soon: true },
)

const on = rowActions<ResourcePolicy, { orgId: string }>()

/** What people do with a resource policy, in the list and on its page. */
export const policyActions = [
  on.form(updateResourcePolicy, {
    label: 'Edit',
    show: (policy, { orgId }, close) => (
      <PolicySheet orgId={orgId} policy={policy} onClose={close} />
    ),
  }),
  on.confirm(deleteResourcePolicy, {
    input: (policy, { orgId }) => ({
      orgId,
      resourcePolicyId: policy.id,
      opened: contentOf(policy),
    }),
  }),
]
