import type { Connection } from '@/lib/atlas/connection'
import { type Op, type Scope, scopeOf } from '@/lib/ops/define'
import type { Environment } from '@/lib/ops/environment'
import { OpError } from '@/lib/ops/failure'
import type { Role } from '@/lib/ops/roles'
import { whyNot } from '@/lib/ops/why-not'
import { bindingInWords, bindingsAt, rolesAt } from './bindings'
import { sql } from './database'
import {
  directory,
  environmentOf,
  findOrg,
  findProject,
  type KnownOrg,
  readSoon,
  type Tag,
  unreachable,
} from './directory'
import { type FederationOrg, orgsOfFederation } from './federations'
import type { Person } from './person'

/** The place of something, as bindings match it. */
export type Place = {
  connection: Connection
  orgId: string
  orgName: string
  groupId?: string
  groupName?: string
  clusterName?: string
  /** Of the project and, for a cluster, of the cluster. */
  tags: Tag[]
  environment: Environment
  /** Other places that the input touches. */
  also?: Place[]
  /** An organization of a federation that Gatehouse can't identify now: only a role that holds everywhere covers it. */
  isUnclear?: true
}

/** The same failure for what does not exist and for what is out of scope. */
export const notInScope = () =>
  OpError.of('not-found', 'It does not exist, or you do not have access to it.')

const orgPlace = ({ connection, orgId, name, isUnclear }: FederationOrg): Place => ({
  connection,
  orgId,
  orgName: name,
  tags: [],
  environment: 'other',
  ...(isUnclear ? { isUnclear } : {}),
})

/** The place of a scope. Undefined when no connection has it. A federation is placed at its first organization. */
export const placeOf = async (scope: Scope, asker?: Asker): Promise<Place | undefined> =>
  (await placesOf(scope, asker))[0]

/**
 * Who is asking. Gatehouse asks Atlas about an unknown ID, which takes time. For a person without access to everything it
 * answers from memory, so that the time does not reveal whether an ID exists.
 */
type Asker = Pick<Person, 'bindings'>

/** Whether the person can see any ID of this kind, or Gatehouse itself asks. */
const maySee = (asker: Asker | undefined, id: string) =>
  !asker ||
  asker.bindings.some(({ scope }) => Object.values(scope).some((v) => v === true || v === id))

/** Every place of a scope. Empty when no connection has it. */
export async function placesOf(scope: Scope, asker?: Asker): Promise<Place[]> {
  if (scope.kind === 'console') return []
  if (scope.kind === 'federation') {
    const { orgId, federationSettingsId: id } = scope
    const mine = (org: KnownOrg) =>
      rolesAt(asker ?? nobody, { orgId: org.orgId, tags: [] }).length > 0
    const orgs = await (maySee(asker, id) ? orgsOfFederation(id) : orgsOfFederation(id, mine))
    return orgs.filter((org) => orgId === undefined || org.orgId === orgId).map(orgPlace)
  }
  if (scope.kind === 'organization') {
    const { orgId } = scope
    const org = maySee(asker, orgId) ? await findOrg(orgId) : (await directory()).orgs.get(orgId)
    return org ? [orgPlace(org)] : []
  }
  const { groupId } = scope
  const [project, tagsOfCluster] = await Promise.all([
    maySee(asker, groupId)
      ? findProject(groupId)
      : directory().then(({ projects }) => projects.get(groupId)),
    scope.kind === 'cluster' ? clusterTags(groupId, scope.clusterName) : [],
  ])
  if (!project) return []
  const tags = [...project.tags, ...tagsOfCluster]
  return [
    {
      connection: project.connection,
      orgId: project.orgId,
      orgName: (await directory()).orgs.get(project.orgId)?.name ?? project.orgId,
      groupId: project.groupId,
      groupName: project.name,
      ...(scope.kind === 'cluster' ? { clusterName: scope.clusterName } : {}),
      tags,
      environment: environmentOf(tags),
    },
  ]
}

async function clusterTags(groupId: string, clusterName: string): Promise<Tag[]> {
  const [row] = await sql()<{ tags: Tag[] }[]>`
    select tags from slot where group_id = ${groupId} and cluster_name = ${clusterName}`
  return row?.tags ?? []
}

const nobody: Asker = { bindings: [] }

/**
 * The places that an input touches, the main one first. Undefined when one is unknown or out of the asker's scope.
 * @throws OpError 'invalid' when no one credential reaches all of them
 */
export async function touchedBy(
  op: Op,
  input: Record<string, unknown>,
  asker?: Asker,
): Promise<[Place, ...Place[]] | undefined> {
  const scopes = [scopeOf(op, input), ...(op.otherScopes?.(input) ?? [])]
  const places = await Promise.all(scopes.map((scope) => placesOf(scope, asker)))
  const [main, ...others] = places.flat()
  const isHidden = (some: readonly Place[]) =>
    some.length === 0 || (asker && some.every((one) => isOutside(asker, one)))
  if (!main || places.some(isHidden)) {
    if (asker) await notYetKnown()
    return undefined
  }
  if (op.otherScopes && others.some((one) => one.connection.name !== main.connection.name))
    throw OpError.of(
      'invalid',
      'Source and target belong to organizations with different Atlas credentials, so one call can’t do this.',
    )
  return [main, ...others]
}

const isOutside = (asker: Asker, place: Place) =>
  !place.isUnclear && rolesAt(asker, place).length === 0

/** Makes new resources findable by the next lookup. @throws OpError 'atlas-down' while a connection has never been read */
async function notYetKnown(): Promise<void> {
  const { problems } = await directory()
  readSoon()
  if (problems.some(({ view }) => !view.isRead)) throw unreachable('place', [])
}

/** The main place with the others in `also`, marked as production when any of them is. */
export function asOne([main, ...others]: readonly [Place, ...Place[]]): Place {
  if (others.length === 0) return main
  const isProduction = others.some((one) => one.environment === 'production')
  return { ...main, also: others, ...(isProduction ? { environment: 'production' } : {}) }
}

export type Decision = {
  place: Place | undefined
  roles: Role[]
  /** The role that allowed it, and the binding that gave it. */
  role: Role
  binding: string
}

/**
 * Whether this person can do this here. Pages, routes, requests and the executor all use this.
 * @throws OpError 'not-found' out of scope, 'not-allowed' with the reason
 */
export async function decide(
  op: Op,
  input: Record<string, unknown>,
  person: Person,
): Promise<Decision> {
  if (scopeOf(op, input).kind === 'console')
    return decideAt(
      op.checksRole ? { ...op, roles: ['viewer'] } : op,
      isAboutAll(op) ? everywhere(op, person) : person,
      undefined,
    )
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  // A role in one organization of a federation is enough to read. A change needs the role in all of them.
  if (op.kind === 'query') return decideAtAny(op, person, places)
  const [decision] = places.map((place) => decideAt(op, person, place))
  return { ...decision!, place: asOne(places) }
}

function decideAtAny(op: Op, person: Person, places: readonly [Place, ...Place[]]): Decision {
  const may = places.find((place) => whyNot(op, rolesAt(person, place)) === undefined)
  return decideAt(op, person, may ?? places[0])
}

/** The audit log and sessions cover every project, so a role in one project does not open them. */
const isAboutAll = (op: Op) => !op.scope && !op.roles.includes('viewer')

function everywhere(op: Op, person: Person): Person {
  const bindings = person.bindings.filter(({ scope }) => 'all' in scope)
  const refused = whyNot(op, rolesAt({ bindings }, undefined))
  if (refused && person.bindings.length > 0)
    throw OpError.of(
      'not-allowed',
      `${refused} The role must be bound at scope “all”, because this covers every project.`,
    )
  return { ...person, bindings }
}

/** As `decide`, for a known place. */
export function decideAt(op: Op, person: Person, place: Place | undefined): Decision {
  const bindings = bindingsAt(person.bindings, place)
  const roles = [...new Set(bindings.map((b) => b.role))]
  if (roles.length === 0 && place?.isUnclear)
    throw OpError.of(
      'unavailable',
      'Gatehouse can’t read every organization of this federation now, so it can’t check your role in each. Try again later.',
    )
  if (roles.length === 0) throw notInScope()
  const refused = whyNot(op, roles)
  if (refused) throw OpError.of('not-allowed', refused)
  const binding = bindings.find((b) => whyNot(op, [b.role]) === undefined)
  if (!binding) throw OpError.of('not-allowed', 'Your role does not allow this.')
  return { place, roles, role: binding.role, binding: bindingInWords(binding) }
}
