'use client'
import { upperFirst } from '@/lib/format/words'
import { brokenBy, listNonCompliant } from '@/lib/ops/resource-policies'
import type { NonCompliant } from '@/lib/ops/resource-policy-shapes'
import { routes } from '@/lib/routes'
import { OpList } from '../blocks/op-list'
import { column } from '../data/columns'

const kindOf = ({ resourceType: type }: NonCompliant) =>
  type ? upperFirst(type.replace(/^DEPRECATED_/, '').toLowerCase()) : null
const policiesOf = ({ resourcePoliciesCausingNonCompliance: by }: NonCompliant) =>
  (by ?? []).map((one) => one.resourcePolicyName ?? one.resourcePolicyId ?? 'unknown').join(', ')

const c = column<NonCompliant>()
const columns = [
  c.text(['name', (row) => row.resourceName ?? null], 'Resource', { width: '32%' }),
  c.text(['type', kindOf], 'Type', { choices: true }),
  c.text(['policies', (row) => policiesOf(row) || null], 'Resource policies'),
  c.copyable(['id', (row) => row.resourceId ?? null], 'ID'),
]

/** The resources that break a resource policy: those of an organization, or with `resourcePolicyId` of one policy. */
export function NonCompliantList({
  orgId,
  resourcePolicyId,
}: {
  orgId: string
  resourcePolicyId?: string
}) {
  return (
    <OpList
      op={listNonCompliant}
      input={{ orgId }}
      what="non-compliant resources"
      columns={columns}
      rows={(all) => (resourcePolicyId ? brokenBy(all, resourcePolicyId) : all)}
      rowId={(row) => `${row.resourceType} ${row.resourceId ?? row.resourceName}`}
      rowName={(row) => row.resourceName ?? row.resourceId ?? 'resource'}
      href={(row) =>
        row.resourceType?.endsWith('PROJECT') && row.resourceId
          ? routes.clusters(row.resourceId)
          : undefined
      }
      empty={{
        icon: <svg aria-hidden className="icon-[circle-check]" />,
        hint: 'Every cluster and project complies.',
      }}
    />
  )
}
