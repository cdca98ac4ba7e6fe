import { roleInWords } from '@/lib/ops/atlas-roles'
import type { RoleMapping } from '@/lib/ops/federation-shapes'

export type MappingRow = {
  id: string
  group: string
  /** Names of the roles in the organization. */
  inOrg: string[]
  inProjects: ReadonlyArray<{ groupId: string; name: string; isKnown: boolean; role: string }>
  mapping: RoleMapping
}

/** A mapping as a table row. Projects that the person can't see are shown by ID. */
export function toMappingRow(
  mapping: RoleMapping,
  projectName: (groupId: string) => string | undefined,
): MappingRow {
  const all = mapping.roleAssignments ?? []
  const group = mapping.externalGroupName ?? ''
  return {
    id: mapping.id ?? group,
    group,
    inOrg: all.filter((a) => !a.groupId).map((a) => roleInWords(a.role)),
    inProjects: all.flatMap(({ groupId, role }) =>
      groupId
        ? [
            {
              groupId,
              name: projectName(groupId) ?? groupId,
              isKnown: projectName(groupId) !== undefined,
              role: roleInWords(role),
            },
          ]
        : [],
    ),
    mapping,
  }
}
