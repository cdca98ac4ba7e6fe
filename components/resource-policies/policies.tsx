'use client'
import { useQuery } from '@tanstack/react-query'
import { Scale } from 'lucide-react'
import { useMemo, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { brokenBy, listNonCompliant, listResourcePolicies } from '@/lib/ops/resource-policies'
import {
  createResourcePolicy,
  deleteResourcePolicy,
  updateResourcePolicy,
} from '@/lib/ops/resource-policy-changes'
import { contentOf, type NonCompliant, type ResourcePolicy } from '@/lib/ops/resource-policy-shapes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { ActionButton } from '../ops/action-button'
import { lazyComponent } from '../ui/lazy-component'
import { NonCompliantList } from './non-compliant'

const PolicySheet = lazyComponent(() => import('./policy-sheet').then((m) => m.PolicySheet), {
  soon: true,
})

type Place = { orgId: string }

const c = column<ResourcePolicy>()
const columnsWith = (broken: readonly NonCompliant[] | undefined) => [
  c.text('name', 'Name', { width: '24%' }),
  c.text(['description', (policy) => policy.description || null], 'Description', { width: '26%' }),
  c.number(['policies', (policy) => policy.policies?.length ?? 0], 'Cedar policies'),
  c.text(
    [
      'broken',
      (policy) => {
        const by = broken && brokenBy(broken, policy.id).length
        return by === undefined ? null : by === 0 ? 'None' : count(by, 'resource')
      },
    ],
    'Non-compliant',
    { order: (policy) => (broken ? brokenBy(broken, policy.id).length : 0) },
  ),
  c.time(['changed', (policy) => policy.lastUpdatedDate ?? null], 'Changed'),
  c.text(['by', (policy) => policy.lastUpdatedByUser?.name ?? null], 'Changed by'),
  c.copyable('id', 'ID', { optional: true }),
]

const on = rowActions<ResourcePolicy, Place>()
const actions = [
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

/** The resource policies of an organization, and what breaks them. */
export function ResourcePolicies({ orgId }: Place) {
  const [isCreating, setCreating] = useState(false)
  const broken = useQuery(read(listNonCompliant, { orgId })).data
  const columns = useMemo(() => columnsWith(broken?.misfit ? undefined : broken?.data), [broken])
  return (
    <div className="grid grid-cols-1 gap-4">
      <OpList
        op={listResourcePolicies}
        input={{ orgId }}
        title="Resource policies"
        what="resource policies"
        columns={columns}
        rowId={(policy) => policy.id}
        rowName={(policy) => policy.name}
        href={(policy) => routes.resourcePolicy(orgId, policy.id)}
        actions={actions}
        buttons={
          <ActionButton
            op={createResourcePolicy}
            scope={{ kind: 'organization', orgId }}
            variant="primary"
            size="sm"
            aria-haspopup="dialog"
            onPress={() => setCreating(true)}
          >
            Create policy
          </ActionButton>
        }
        empty={{
          icon: <Scale />,
          hint: 'Resource policies limit how clusters and projects can be configured.',
        }}
      />
      <NonCompliantList orgId={orgId} />
      {isCreating && <PolicySheet orgId={orgId} onClose={() => setCreating(false)} />}
    </div>
  )
}
