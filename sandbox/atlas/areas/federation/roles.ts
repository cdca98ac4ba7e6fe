import type { Connection } from './shapes'

/** Roles that Atlas gives in an organization (ConnectedOrgConfig.postAuthRoleGrants in the specification). */
export const orgRoles = [
  'ORG_OWNER',
  'ORG_MEMBER',
  'ORG_GROUP_CREATOR',
  'ORG_BILLING_ADMIN',
  'ORG_BILLING_READ_ONLY',
  'ORG_STREAM_PROCESSING_ADMIN',
  'ORG_READ_ONLY',
] as const

/** The prefix of project roles, which Atlas adds without notice. */
export const isProjectRole = (role: string): boolean => /^GROUP_[A-Z_]+$/.test(role)
export const isOrgRole = (role: string): boolean => orgRoles.some((r) => r === role)

/** The fields that need a provider, as one text to compare. */
export const rolesOf = ({ postAuthRoleGrants, roleMappings }: Connection): string =>
  JSON.stringify([
    postAuthRoleGrants,
    roleMappings.map(({ externalGroupName, roleAssignments }) => [
      externalGroupName,
      roleAssignments,
    ]),
  ])
