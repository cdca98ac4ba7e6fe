import { list } from '@/lib/format/words'

/** Atlas's roles, for people, API keys, service accounts and role mappings. */

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
  GROUP_STREAM_PROCESSING_MANAGER: 'Project Stream Processing Manager',
  GROUP_STREAM_PROCESSING_OWNER: 'Project Stream Processing Owner',
  GROUP_READ_ONLY: 'Project Read Only',
}

/** Roles whose holders can give themselves and others every other access: giving one needs a second person. */
const ownerRoles = new Set([
  'ORG_OWNER',
  'GROUP_OWNER',
  // These make database users, so their holders reach all data.
  'GROUP_DATA_ACCESS_ADMIN',
  'GROUP_DATABASE_ACCESS_ADMIN',
  'GROUP_STREAM_PROCESSING_OWNER',
])
/** Whether a role can give every other access. A role that Gatehouse does not know counts as one: Atlas adds roles. */
export const isOwnerRole = (role: string): boolean => {
  const name = role.trim().toUpperCase()
  return ownerRoles.has(name) || !(isOrgRole(name) || Object.hasOwn(projectRoles, name))
}

/** Why owner roles need a second person: `Project Owner can give any other access.` */
export function whyOwners(roles: readonly string[]): string {
  const all = [...new Set(roles)]
  const known = all.filter((role) => isOrgRole(role) || Object.hasOwn(projectRoles, role))
  const unknown = all.filter((role) => !known.includes(role))
  return [
    known.length > 0 ? `${list(known.map(roleInWords))} can give any other access.` : '',
    unknown.length > 0 ? `Gatehouse does not know what ${list(unknown)} can give.` : '',
  ]
    .filter(Boolean)
    .join(' ')
}

/** `Organization Owner`, or the role as Atlas sends it. */
export const roleInWords = (role: string | null | undefined): string =>
  role ? (isOrgRole(role) ? orgRoles[role] : (projectRoles[role] ?? role)) : 'no role'
