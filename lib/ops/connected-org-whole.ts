import { sameJson } from '@/lib/format/same'
import { type OpenedOrg, type RoleAssignment, type RoleMapping, textsOf } from './federation-shapes'

/** The settings of a connected organization that a form changes. */
export type OrgSettings = {
  identityProviderId: string | null
  dataAccessIdentityProviderIds: string[]
  domainAllowList: string[]
  domainRestrictionEnabled: boolean
  postAuthRoleGrants: string[]
  instantUserProvisioningDisabled?: boolean | null | undefined
}

/** Without nulls, which Atlas's specification does not accept. */
function bareAssignment({ role, orgId, groupId, ...rest }: RoleAssignment): RoleAssignment {
  const others = Object.entries(rest).filter(([, value]) => value !== null)
  return {
    ...Object.fromEntries(others),
    ...(role == null ? {} : { role }),
    ...(orgId == null ? {} : { orgId }),
    ...(groupId == null ? {} : { groupId }),
  }
}

/** A mapping as it is sent: without its ID. */
export const bareMapping = ({ id: _, links: __, roleAssignments, ...rest }: RoleMapping) => ({
  ...rest,
  roleAssignments: (roleAssignments ?? []).map(bareAssignment),
})

/** The settings, with null treated as unset. */
export const settingsOf = (org: OpenedOrg): OrgSettings => ({
  identityProviderId: org.identityProviderId ?? null,
  dataAccessIdentityProviderIds: textsOf(org.dataAccessIdentityProviderIds),
  domainAllowList: textsOf(org.domainAllowList),
  domainRestrictionEnabled: org.domainRestrictionEnabled ?? false,
  postAuthRoleGrants: textsOf(org.postAuthRoleGrants),
  ...(org.instantUserProvisioningDisabled === undefined
    ? {}
    : { instantUserProvisioningDisabled: org.instantUserProvisioningDisabled }),
})

/**
 * Everything that a change of a connected organization has to send, because Atlas removes what is left out. Fields that only
 * Atlas writes are left out; unknown fields are sent as they were read.
 */
export function wholeOf(org: OpenedOrg): OpenedOrg {
  const { orgId: _, userConflicts: __, links: ___, roleMappings, ...rest } = org
  return {
    ...rest,
    ...settingsOf(org),
    roleMappings: (roleMappings ?? []).map(bareMapping),
  }
}

/** Every list in a connected organization is a set. */
export const sameWhole = (a: OpenedOrg, b: OpenedOrg): boolean =>
  sameJson(wholeOf(a), wholeOf(b), true)
