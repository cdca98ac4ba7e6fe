import type { FieldValues } from 'react-hook-form'
import { z } from 'zod'
import type { RoleMapping } from '@/lib/ops/federation-shapes'

/** In a row of the form: the role is for the organization. Otherwise the row names a project by ID. */
export const IN_ORG = 'organization'

const row = z.looseObject({
  place: z.string().catch(''),
  role: z.string().catch(''),
})
export type MappingRow = z.output<typeof row>

/** The form's rows for a mapping. A role in another organization gets an empty scope, so that the form asks for one. */
export const rowsOf = (mapping: Pick<RoleMapping, 'roleAssignments'>, own: string): MappingRow[] =>
  (mapping.roleAssignments ?? []).map(({ role, groupId, orgId }) => ({
    place: groupId ?? (orgId == null || orgId === own ? IN_ORG : ''),
    role: role ?? '',
  }))

/** The form's values as the operations expect them. */
export function shapeMapping(values: FieldValues): FieldValues {
  const { rows, ...rest } = values
  return {
    ...rest,
    roleAssignments: (z.array(row).safeParse(rows).data ?? []).map(({ place, role }) => ({
      role,
      ...(place === IN_ORG ? { orgId: rest.orgId } : place === '' ? {} : { groupId: place }),
    })),
  }
}
