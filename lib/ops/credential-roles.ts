import { z } from 'zod'
import { isOwnerRole, orgRoleNames, orgRoles, projectRoles, whyOwners } from './atlas-roles'
import type { Friction } from './friction'

/** The roles of API keys and service accounts. */

/** Roles in a project, as a form field. */
export const projectRolesField = z
  .array(z.string().regex(/^GROUP_[A-Z_]+$/, 'The name of a project role starts with GROUP_'))
  .min(1, 'Choose at least one role')
  .meta({ label: 'Roles in this project', choices: projectRoles, examples: [['GROUP_READ_ONLY']] })

/** Roles in the organization, as a form field. Also takes roles that Gatehouse does not know, so that a change keeps them. */
export const orgRolesField = z
  .array(z.string().regex(/^ORG_[A-Z_]+$/, 'The name of an organization role starts with ORG_'))
  .min(1, 'Choose at least one role')
  .meta({
    label: 'Roles in the organization',
    choices: orgRoles,
    examples: [['ORG_READ_ONLY']],
  })

// Giving an owner role needs approval. Creating a credential can't need one, because its secret is shown once, in the answer
// to the person who creates it.
const ownersHint =
  'Create one with an owner role in Atlas. Gatehouse can’t show you the secret after an approval.'
const newOrgRoles = orgRoleNames.filter((role) => !isOwnerRole(role))

/** The organization roles that a new credential can have. */
export const newOrgRolesField = z
  .array(z.enum(newOrgRoles))
  .min(1, 'Choose at least one role')
  .meta({
    label: 'Roles in the organization',
    hint: ownersHint,
    choices: Object.fromEntries(newOrgRoles.map((role) => [role, orgRoles[role]])),
  })

/** The project roles that a new credential can have. */
export const newProjectRolesField = projectRolesField
  .refine((roles) => !roles.some(isOwnerRole), ownersHint)
  .meta({
    label: 'Roles in this project',
    hint: ownersHint,
    choices: Object.fromEntries(
      Object.entries(projectRoles).filter(([role]) => !isOwnerRole(role)),
    ),
    examples: [['GROUP_READ_ONLY']],
  })

/** Giving a role that can grant any other access needs approval. `had` are the current roles. */
export function givingFriction(
  phrase: string,
  wanted: readonly string[],
  had: readonly string[] = [],
): Friction {
  const owners = wanted.filter((one) => isOwnerRole(one) && !had.includes(one))
  return owners.length > 0
    ? { level: 'approval', phrase, because: whyOwners(owners) }
    : { level: 'confirm', because: 'Anyone with the secret gets these roles.' }
}

/** Whether two lists hold the same roles, in any order. */
export const sameRoles = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.toSorted().every((one, i) => one === b.toSorted()[i])
