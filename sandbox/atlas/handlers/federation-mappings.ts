import { z } from 'zod'
import { strictly } from '../areas/federation/body'
import { connectionAt, federationAt } from '../areas/federation/federations'
import { isOrgRole, isProjectRole } from '../areas/federation/roles'
import type { Connection, Mapping } from '../areas/federation/shapes'
import { type HandlerInput, reply, type SandboxFile } from '../define'
import { idFrom } from '../ids'
import { Reject, reject } from '../reject'
import type { World } from '../world'

const wantedAssignment = z.strictObject({
  orgId: z.string().nullish(),
  groupId: z.string().nullish(),
  role: z.string(),
})
const wanted = z.object({
  id: z.string().optional(),
  externalGroupName: z.string().min(1).max(200),
  roleAssignments: z.array(wantedAssignment),
})

const refuse = (code: string, detail: string, ...parameters: string[]) =>
  new Reject(400, code, detail, { parameters })

/** One role in this organization or in one of its projects; throws 400 for anything else. */
function checked(world: World, org: Connection, given: z.output<typeof wantedAssignment>) {
  const { orgId, groupId, role } = given
  if ((orgId == null) === (groupId == null))
    throw refuse('INVALID_ATTRIBUTE', 'Specify either orgId or groupId.', 'roleAssignments')
  if (orgId != null) {
    if (orgId !== org.orgId || !isOrgRole(role))
      throw refuse('INVALID_ATTRIBUTE', 'Invalid attribute role specified.', 'role')
    return { orgId, role }
  }
  const id = groupId ?? ''
  // A deleted project may stay in the mapping.
  const isThere = org.roleMappings.some((m) => m.roleAssignments.some((a) => a.groupId === id))
  const isOwn = world.data.projects.some((p) => p.id === id && p.orgId === org.orgId)
  if (!isProjectRole(role))
    throw refuse('INVALID_ATTRIBUTE', 'Invalid attribute role specified.', 'role')
  if (!isOwn && !isThere) throw refuse('GROUP_NOT_FOUND', `No group with ID ${id} exists.`, id)
  return { groupId: id, role }
}

function mappingFrom(
  world: World,
  org: Connection,
  { externalGroupName, roleAssignments }: z.output<typeof wanted>,
  id: string,
): Mapping {
  const assignments = roleAssignments.map((a) => checked(world, org, a))
  const [first, ...again] = assignments.map((a) => JSON.stringify(a)).sort()
  if (again.some((one, i) => one === (i === 0 ? first : again[i - 1])))
    throw refuse('DUPLICATE_ROLE_ASSIGNMENT', 'A role is assigned twice.', externalGroupName)
  return { id, externalGroupName, roleAssignments: assignments }
}

const newId = (org: Connection, name: string) =>
  idFrom(`role mapping ${org.orgId} ${name} ${Date.now()}`, Date.now())

/** The mappings of a whole configuration. A known group keeps its id. */
export function mappingsWanted(world: World, org: Connection, given: unknown): Mapping[] {
  const all = z.array(wanted.strict()).safeParse(given)
  if (!all.success)
    throw refuse('INVALID_ATTRIBUTE', 'Invalid attribute roleMappings specified.', 'roleMappings')
  return all.data.map((one) => {
    const old = org.roleMappings.find((m) => m.externalGroupName === one.externalGroupName)
    return mappingFrom(world, org, one, old?.id ?? newId(org, one.externalGroupName))
  })
}

const org = ({ world, path }: HandlerInput) =>
  connectionAt(world, federationAt(world, path.federationSettingsId), path.orgId)

function at(connection: Connection, id: string | undefined): Mapping {
  const found = connection.roleMappings.find((m) => m.id === id)
  if (found) return found
  throw reject(404, 'ROLE_MAPPING_NOT_FOUND', `No role mapping with ID ${id} exists.`, id)
}

/** The name must be unique, and there must be a provider that sends groups. */
function allowed(connection: Connection, name: string, but?: Mapping): void {
  if (connection.identityProviderId === null)
    throw refuse(
      'ORG_HAS_NO_IDENTITY_PROVIDER',
      'Role mappings cannot be set without an identity provider.',
      connection.orgId,
    )
  if (connection.roleMappings.some((m) => m !== but && m.externalGroupName === name))
    throw refuse(
      'DUPLICATE_ROLE_MAPPING',
      `A role mapping for the group ${name} already exists.`,
      name,
    )
}

const record = ({ world, origin }: HandlerInput, orgId: string, what: string) =>
  world.record({ orgId, eventTypeName: `ROLE_MAPPING_${what}` }, origin)

export const federationMappings = {
  getFederationSettingConnectedOrgConfigRoleMapping: (input) => at(org(input), input.path.id),
  createFederationSettingConnectedOrgConfigRoleMapping: (input) => {
    const connection = org(input)
    const body = strictly(wanted, input.body)
    allowed(connection, body.externalGroupName)
    const id = newId(connection, body.externalGroupName)
    const made = mappingFrom(input.world, connection, body, id)
    connection.roleMappings.push(made)
    record(input, connection.orgId, 'CREATED')
    return made
  },
  updateFederationSettingConnectedOrgConfigRoleMapping: (input) => {
    const connection = org(input)
    const old = at(connection, input.path.id)
    const body = strictly(wanted, input.body)
    allowed(connection, body.externalGroupName, old)
    Object.assign(old, mappingFrom(input.world, connection, body, old.id))
    record(input, connection.orgId, 'UPDATED')
    return old
  },
  deleteFederationSettingConnectedOrgConfigRoleMapping: (input) => {
    const connection = org(input)
    const gone = at(connection, input.path.id)
    connection.roleMappings = connection.roleMappings.filter((m) => m !== gone)
    record(input, connection.orgId, 'DELETED')
    return reply(204)
  },
} satisfies SandboxFile
