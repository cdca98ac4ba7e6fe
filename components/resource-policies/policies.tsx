'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { brokenBy, listNonCompliant, listResourcePolicies } from '@/lib/ops/resource-policies'
import { createResourcePolicy, deleteResourcePolicy } from '@/lib/ops/resource-policy-changes'
import type { NonCompliant, ResourcePolicy } from '@/lib/ops/resource-policy-shapes'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'
import { NonCompliantList } from './non-compliant'
import { PolicySheet, policyActions } from './policy-actions'

type Place = { orgId: string }

const c = column<ResourcePolicy>()
const columnsWith = (broken: readonly NonCompliant[] | undefined) => [
  c.text('name', 'Name', { width: '26%' }),
  c.text(['description', (policy) => policy.description || null], 'Description', { width: '24%' }),
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
  c.text(['by', (policy) => policy.lastUpdatedByUser?.name ?? null], 'Changed by', {
    optional: true,
  }),
  c.copyable('id', 'ID', { optional: true }),
]

/** The resource policies of an organization, and what breaks them. */
export function ResourcePolicies({ orgId }: Place) {
  const broken = useQuery(read(listNonCompliant, { orgId })).data
  const columns = useMemo(() => columnsWith(broken?.misfit ? undefined : broken?.data), [broken])
  return (
    <div className="grid grid-cols-1 gap-4">
      <OpList
        op={listResourcePolicies}
        input={{ orgId }}
        what="resource policies"
        columns={columns}
        rowId={(policy) => policy.id}
        rowName={(policy) => policy.name}
        href={(policy) => routes.resourcePolicy(orgId, policy.id)}
        actions={policyActions}
        bulk={[deleteResourcePolicy]}
        buttons={
          <FormButton
            op={createResourcePolicy}
            place={{ orgId }}
            variant="primary"
            form={(close) => <PolicySheet orgId={orgId} onClose={close} />}
          />
        }
        empty={{
          icon: <svg aria-hidden className="icon-[scale]" />,
          hint: 'Resource policies limit how clusters and projects can be configured.',
        }}
      />
      <NonCompliantList orgId={orgId} />
    </div>
  )
}
