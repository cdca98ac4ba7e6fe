import { z } from 'zod'
import { sameJson } from '@/lib/format/same'
import { list, quoted } from '@/lib/format/words'
import { isOwnerRole, roleInWords, whyOwners } from './atlas-roles'
import { bareMapping } from './connected-org-whole'
import { callIfFits, command, query } from './define'
import {
  connectedOrg,
  federationSettingsId,
  type RoleAssignment,
  type RoleMapping,
  roleMapping,
} from './federation-shapes'
import type { Friction } from './friction'
import { orgId, projectId } from './shapes'
import { line, nameLine } from './text'

const mappingId = z
  .string()
  .regex(/^[a-f0-9]{24}$/, 'The ID of a role mapping has 24 hexadecimal digits')

/** A role in the organization or in one of its projects. */
const assignment = z
  .strictObject({
    role: line().min(1, 'Choose a role').max(100),
    orgId: orgId.optional(),
    groupId: projectId.optional(),
  })
  .refine((a) => (a.orgId === undefined) !== (a.groupId === undefined), {
    path: ['role'],
    message: 'Choose the organization or one project for this role',
  })
  .meta({
    examples: [
      { role: 'ORG_MEMBER', orgId: '6a1b2c3d4e5f60718293a4b5' },
      { role: 'GROUP_OWNER', groupId: '6a1b2c3d4e5f60718293a4b5' },
    ],
  })
export type Assignment = z.output<typeof assignment>

/** Roles in one mapping. Gatehouse's own limit, so that a mistake stays small. */
export const MAX_ASSIGNMENTS = 100

const content = {
  externalGroupName: nameLine('Enter the group name that the identity provider sends').max(
    200,
    'At most 200 characters',
  ),
  roleAssignments: z
    .array(assignment)
    .min(1, 'Give at least one role')
    .max(MAX_ASSIGNMENTS, `At most ${MAX_ASSIGNMENTS} roles`)
    .refine(
      (all) => new Set(all.map((a) => `${a.role} ${a.orgId ?? a.groupId}`)).size === all.length,
      'A role is listed twice',
    ),
}

const place = { federationSettingsId, orgId }
type Given = { orgId: string; roleAssignments: readonly Assignment[] }
const isWithin = ({ orgId, roleAssignments }: Given) =>
  roleAssignments.every((a) => a.orgId === undefined || a.orgId === orgId)
const WITHIN = {
  path: ['roleAssignments'],
  message: 'A mapping can only give roles in its own organization and its projects',
}

const createInput = z.strictObject({ ...place, ...content }).refine(isWithin, WITHIN)
const updateInput = z
  .strictObject({ ...place, id: mappingId, ...content, opened: roleMapping })
  .refine(isWithin, WITHIN)
  .refine((i) => !sameMapping(i.opened, { ...i.opened, ...wanted(i) }), 'Nothing has changed.')
type Place = { federationSettingsId: string; orgId: string }

const invalidates = [
  'federation.org',
  'federation.orgs',
  'federation.mapping',
  'federation.find',
  'federation.providers',
  'federation.provider',
] as const
const turn = (i: Place) => `federation:${i.federationSettingsId}`
const targetOf = (i: Place, group: string) =>
  `federation ${i.federationSettingsId} / organization ${i.orgId} / group ${group}`

/** What two mappings are compared by. The order of roles doesn't matter. */
const contentOf = (mapping: RoleMapping) => bareMapping(mapping)
const sameMapping = (a: RoleMapping, b: RoleMapping) => sameJson(contentOf(a), contentOf(b), true)

/** Each role with its scope. */
const assignedInWords = (all: readonly Assignment[]) =>
  list(
    all.map((a) =>
      a.orgId ? roleInWords(a.role) : `${roleInWords(a.role)} in project ${a.groupId}`,
    ),
  )

const rolesInWords = (all: readonly Assignment[]) =>
  list([...new Set(all.map((a) => roleInWords(a.role)))])

/** `before` are the roles that the group has already. */
function frictionOf(
  name: string,
  all: readonly Assignment[],
  before: readonly RoleAssignment[],
  also = '',
): Friction {
  const isGiven = (a: Assignment) =>
    before.some((b) => b.role === a.role && (b.orgId ?? b.groupId) === (a.orgId ?? a.groupId))
  const owners = all.filter((a) => isOwnerRole(a.role) && !isGiven(a))
  const because = `Everyone in the group ${quoted(name)} gets ${rolesInWords(all)} at the next sign-in.${also}`
  return owners.length > 0
    ? {
        level: 'approval',
        phrase: name,
        because: `${because} ${whyOwners(owners.map(({ role }) => role))}`,
      }
    : { level: 'confirm', because }
}

export const getRoleMapping = query({
  id: 'federation.mapping',
  title: 'Read a role mapping',
  atlas: { op: 'getFederationSettingConnectedOrgConfigRoleMapping', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ ...place, id: mappingId }),
  output: roleMapping,
})

const mappingsIn = (answer: unknown) => connectedOrg.safeParse(answer).data?.roleMappings ?? []

export const createRoleMapping = command({
  id: 'federation.createMapping',
  title: 'Create a role mapping',
  atlas: { op: 'createFederationSettingConnectedOrgConfigRoleMapping', version: '2023-01-01' },
  roles: ['operator'],
  input: createInput,
  output: roleMapping,
  verbs: { do: 'Create mapping', doing: 'Creating…', done: () => 'Role mapping created' },
  summary: (i) =>
    `Give the group ${quoted(i.externalGroupName)} ${assignedInWords(i.roleAssignments)}`,
  target: (i) => targetOf(i, i.externalGroupName),
  body: ({ externalGroupName, roleAssignments }) => ({ externalGroupName, roleAssignments }),
  friction: (i) => frictionOf(i.externalGroupName, i.roleAssignments, []),
  invalidates,
  concurrencyKey: turn,
  precondition: {
    read: (i) => ({
      id: 'federation.org',
      input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId },
    }),
    whyNot: (answer, i) => {
      const org = connectedOrg.safeParse(answer).data
      if (!org) return 'The organization is not connected to this federation.'
      if (!org.identityProviderId)
        return 'Role mappings need an identity provider for sign-in. Connect one to the organization first.'
      return org.roleMappings?.some((m) => m.externalGroupName === i.externalGroupName)
        ? `The group ${quoted(i.externalGroupName)} already has a role mapping. Change it instead.`
        : undefined
    },
  },
  readBack: {
    read: (i) => ({
      id: 'federation.org',
      input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId },
    }),
    verdict: (answer, i) => {
      const found = mappingsIn(answer).find((m) => m.externalGroupName === i.externalGroupName)
      if (!found) return 'absent'
      return sameMapping(found, wanted(i)) ? 'done' : 'other'
    },
  },
})

const wanted = (i: { externalGroupName: string; roleAssignments: readonly Assignment[] }) => ({
  externalGroupName: i.externalGroupName,
  roleAssignments: [...i.roleAssignments],
})

const readOne = (i: Place & { id: string }) => ({
  id: 'federation.mapping',
  input: { federationSettingsId: i.federationSettingsId, orgId: i.orgId, id: i.id },
})

/** Why the mapping differs from the opened one; undefined when it doesn't. */
function movedOn(answer: unknown, opened: RoleMapping): string | undefined {
  const now = roleMapping.safeParse(answer)
  if (answer === undefined || !now.success) return 'The role mapping no longer exists.'
  return sameMapping(now.data, opened)
    ? undefined
    : 'Someone changed the role mapping after you opened this form. Review the differences, then continue with the current one.'
}

export const updateRoleMapping = command({
  id: 'federation.updateMapping',
  title: 'Change a role mapping',
  atlas: { op: 'updateFederationSettingConnectedOrgConfigRoleMapping', version: '2023-01-01' },
  roles: ['operator'],
  input: updateInput,
  output: roleMapping,
  verbs: { do: 'Save changes', doing: 'Saving…', done: () => 'Role mapping updated' },
  summary: (i) =>
    `Give the group ${quoted(i.externalGroupName)} ${assignedInWords(i.roleAssignments)} instead of ${i.opened.externalGroupName === i.externalGroupName ? 'its current roles' : `the group ${quoted(i.opened.externalGroupName ?? i.id)}`}`,
  target: (i) => targetOf(i, i.externalGroupName),
  // PUT replaces everything, so unknown fields are sent as they were read.
  body: (i) => {
    const { externalGroupName: _, roleAssignments: __, ...rest } = contentOf(i.opened)
    return { ...rest, ...wanted(i) }
  },
  friction: (i) =>
    frictionOf(
      i.externalGroupName,
      i.roleAssignments,
      i.opened.externalGroupName === i.externalGroupName ? (i.opened.roleAssignments ?? []) : [],
      i.opened.externalGroupName && i.opened.externalGroupName !== i.externalGroupName
        ? ` The group ${quoted(i.opened.externalGroupName)} loses its roles.`
        : ' It loses all roles that are not listed.',
    ),
  invalidates,
  undo: (i) =>
    callIfFits('federation.updateMapping', updateInput, {
      federationSettingsId: i.federationSettingsId,
      orgId: i.orgId,
      id: i.id,
      opened: { ...contentOf(i.opened), ...wanted(i) },
      ...contentOf(i.opened),
    }),
  concurrencyKey: turn,
  opened: { read: readOne, now: (answer) => roleMapping.parse(answer) },
  precondition: { read: readOne, whyNot: (answer, i) => movedOn(answer, i.opened) },
  readBack: {
    read: readOne,
    verdict: (answer, i) => {
      const now = roleMapping.safeParse(answer)
      if (!now.success) return 'other'
      if (sameMapping(now.data, { ...contentOf(i.opened), ...wanted(i) })) return 'done'
      return sameMapping(now.data, i.opened) ? 'absent' : 'other'
    },
  },
})

export const deleteRoleMapping = command({
  id: 'federation.deleteMapping',
  title: 'Delete a role mapping',
  atlas: { op: 'deleteFederationSettingConnectedOrgConfigRoleMapping', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({ ...place, id: mappingId, opened: roleMapping }),
  verbs: {
    do: 'Delete mapping',
    doing: 'Deleting…',
    done: (i) => `Role mapping of ${i.opened.externalGroupName ?? i.id} deleted`,
  },
  summary: (i) =>
    `Delete the role mapping of the group ${quoted(i.opened.externalGroupName ?? i.id)}`,
  target: (i) => targetOf(i, i.opened.externalGroupName ?? i.id),
  friction: (i) => ({
    level: 'confirm',
    because: `People in the group ${quoted(i.opened.externalGroupName ?? i.id)} lose the roles that only this mapping gives at their next sign-in.`,
  }),
  invalidates,
  undo: (i) =>
    callIfFits('federation.createMapping', createInput, {
      federationSettingsId: i.federationSettingsId,
      orgId: i.orgId,
      ...contentOf(i.opened),
    }),
  concurrencyKey: turn,
  precondition: { read: readOne, whyNot: (answer, i) => movedOn(answer, i.opened) },
  readBack: {
    read: readOne,
    verdict: (answer) => (answer === undefined ? 'done' : 'absent'),
  },
})
