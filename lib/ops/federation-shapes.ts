import { z } from 'zod'

export const federationSettingsId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'A federation id is 24 hexadecimal digits')
/** The ID that almost every operation takes. */
export const identityProviderId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'The id of an identity provider is 24 hexadecimal digits')
/**
 * The older ID that only SAML providers have: Atlas calls it `oktaIdpId` and uses it for sign-in. Atlas sends an Okta ID,
 * such as `0oa1b2c3d4E5F6G7h8i9`; the specification's pattern has hexadecimal digits.
 */
export const legacyProviderId = z
  .string()
  .regex(/^[A-Za-z0-9]{20}$/, 'The legacy id of an identity provider is 20 letters and digits')

const text = z.string().nullish()
const texts = z.array(z.string().nullable()).nullish()

export const roleAssignment = z.looseObject({ role: text, orgId: text, groupId: text })
export type RoleAssignment = z.output<typeof roleAssignment>

export const roleMapping = z.looseObject({
  id: text,
  externalGroupName: text,
  roleAssignments: z.array(roleAssignment).nullish(),
})
export type RoleMapping = z.output<typeof roleMapping>

const userConflict = z.looseObject({
  emailAddress: text,
  firstName: text,
  lastName: text,
  userId: text,
})
export type UserConflict = z.output<typeof userConflict>

const settings = {
  identityProviderId: text,
  dataAccessIdentityProviderIds: texts,
  domainAllowList: texts,
  domainRestrictionEnabled: z.boolean().nullish(),
  instantUserProvisioningDisabled: z.boolean().nullish(),
  postAuthRoleGrants: texts,
  roleMappings: z.array(roleMapping).nullish(),
}

/** One connected organization. Atlas sends null where nothing is set. */
export const connectedOrg = z.looseObject({
  orgId: z.string(),
  ...settings,
  userConflicts: z.array(userConflict).nullish(),
})
export type ConnectedOrg = z.output<typeof connectedOrg>

/** The part of it that a form is opened with. */
export const openedOrg = z.looseObject(settings)
export type OpenedOrg = z.output<typeof openedOrg>

/** Names of the organization roles that Atlas can give at sign-in. Others are shown as Atlas sends them. */
export const orgRoles = {
  ORG_OWNER: 'Organization Owner',
  ORG_MEMBER: 'Organization Member',
  ORG_READ_ONLY: 'Organization Read Only',
  ORG_GROUP_CREATOR: 'Organization Project Creator',
  ORG_BILLING_ADMIN: 'Organization Billing Admin',
  ORG_BILLING_READ_ONLY: 'Organization Billing Viewer',
  ORG_STREAM_PROCESSING_ADMIN: 'Organization Stream Processing Admin',
} as const
export type OrgRole = keyof typeof orgRoles
export const isOrgRole = (role: string): role is OrgRole => Object.hasOwn(orgRoles, role)
export const orgRoleNames = Object.keys(orgRoles).filter(isOrgRole)

/** Names of the usual project roles. Atlas adds roles without notice, so others are accepted too. */
export const projectRoles: Readonly<Record<string, string>> = {
  GROUP_OWNER: 'Project Owner',
  GROUP_CLUSTER_MANAGER: 'Project Cluster Manager',
  GROUP_DATA_ACCESS_ADMIN: 'Project Data Access Admin',
  GROUP_DATA_ACCESS_READ_WRITE: 'Project Data Access Read/Write',
  GROUP_DATA_ACCESS_READ_ONLY: 'Project Data Access Read Only',
  GROUP_BACKUP_MANAGER: 'Project Backup Manager',
  GROUP_DATABASE_ACCESS_ADMIN: 'Project Database Access Admin',
  GROUP_OBSERVABILITY_VIEWER: 'Project Observability Viewer',
  GROUP_SEARCH_INDEX_EDITOR: 'Project Search Index Editor',
  GROUP_STREAM_PROCESSING_OWNER: 'Project Stream Processing Owner',
  GROUP_READ_ONLY: 'Project Read Only',
}

/** Roles whose holders can give themselves and others every other access: giving one needs a second person. */
const ownerRoles = new Set([
  'ORG_OWNER',
  'GROUP_OWNER',
  // Both make database users, so their holders reach all data.
  'GROUP_DATA_ACCESS_ADMIN',
  'GROUP_DATABASE_ACCESS_ADMIN',
])
export const isOwnerRole = (role: string): boolean => ownerRoles.has(role.trim().toUpperCase())

/** `Organization Owner`, or the role as Atlas sends it. */
export const roleInWords = (role: string | null | undefined): string =>
  role ? (isOrgRole(role) ? orgRoles[role] : (projectRoles[role] ?? role)) : 'no role'

/** The strings of a list that may be null or contain nulls. */
export const textsOf = (list: readonly (string | null)[] | null | undefined): string[] =>
  (list ?? []).filter((one) => one !== null)
