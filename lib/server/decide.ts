import type { Connection } from '@/lib/atlas/connection'
import { type Environment, type Friction, type Op, type Scope, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { RAISED } from '@/lib/ops/friction'
import type { Role } from '@/lib/ops/roles'
import { whyNot } from '@/lib/ops/why-not'
import { bindingInWords, bindingsAt, rolesAt } from './bindings'
import { configuration } from './configuration'
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

/** Where something stands: what a binding is held against. */
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
  /** An organization of a federation that Gatehouse can't identify now: only a role that holds everywhere covers it. */
  isUnclear?: true
}

/** The same words for what is unknown and for what is not yours to see. */
export const notInScope = () => OpError.of('not-found', 'There is no such thing in your scope.')

const orgPlace = ({ connection, orgId, name, isUnclear }: FederationOrg): Place => ({
  connection,
  orgId,
  orgName: name,
  tags: [],
  environment: 'other',
  ...(isUnclear ? { isUnclear } : {}),
})

/** Where a scope is, or undefined when no connection knows it. A federation stands at the first organization it connects. */
export const placeOf = async (scope: Scope, asker?: Asker): Promise<Place | undefined> =>
  (await placesOf(scope, asker))[0]

/**
 * Whose question it is. Gatehouse asks Atlas about an id that it doesn't know, which takes time; for somebody who may not
 * see everything it answers from what it knows, so that the time doesn't tell a foreign id from one that doesn't exist.
 */
type Asker = Pick<Person, 'bindings'>

/** Whether whatever this id turns out to be, the asker may see it; also when nobody in particular asks. */
const maySee = (asker: Asker | undefined, id: string) =>
  !asker ||
  asker.bindings.some(({ scope }) => Object.values(scope).some((v) => v === true || v === id))

/** Every place a scope holds; none when no connection knows it. */
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
 * What an input touches: the place it is about, then the others. Undefined when one of them is unknown, or outside the
 * asker's scope altogether.
 * @throws OpError 'invalid' when no one credential reaches all of them
 */
export async function touchedBy(
  op: Op,
  input: Record<string, unknown>,
  asker?: Asker,
): Promise<[Place, ...Place[]] | undefined> {
  const scopes = [scopeOf(op, input), ...(op.alsoIn?.(input) ?? [])]
  const places = await Promise.all(scopes.map((scope) => placesOf(scope, asker)))
  const [main, ...others] = places.flat()
  const isHidden = (some: readonly Place[]) =>
    some.length === 0 || (asker && some.every((one) => isOutside(asker, one)))
  if (!main || places.some(isHidden)) {
    if (asker) await notYetKnown()
    return undefined
  }
  if (op.alsoIn && others.some((one) => one.connection.name !== main.connection.name))
    throw OpError.of(
      'invalid',
      'The two lie in organizations that Gatehouse reaches with different credentials: Atlas cannot do this in one call.',
    )
  return [main, ...others]
}

const isOutside = (asker: Asker, place: Place) =>
  !place.isUnclear && rolesAt(asker, place).length === 0

/** What was just made is found by the next question. @throws OpError 'atlas-down' while a connection has never been read */
async function notYetKnown(): Promise<void> {
  const { problems } = await directory()
  readSoon()
  if (problems.some(({ view }) => !view.isRead)) throw unreachable('place', [])
}

/** The place that a call is about, as production when anything it touches is production. */
export function asOne([main, ...others]: readonly [Place, ...Place[]]): Place {
  return others.some((one) => one.environment === 'production')
    ? { ...main, environment: 'production' }
    : main
}

export type Decision = {
  place: Place | undefined
  roles: Role[]
  /** The role that allowed it, and the binding that gave it. */
  role: Role
  binding: string
}

/**
 * The one door: may this person do this here? Used by pages, routes, requests and the executor alike.
 * @throws OpError 'not-found' outside the person's scope, 'not-allowed' with the sentence why
 */
export async function decide(
  op: Op,
  input: Record<string, unknown>,
  person: Person,
): Promise<Decision> {
  if (scopeOf(op, input).kind === 'console')
    return decideAt(op, isAboutAll(op) ? everywhere(op, person) : person, undefined)
  const places = await touchedBy(op, input, person)
  if (!places) throw notInScope()
  // One who may see an organization may see what it shares with others; who changes it must answer for each.
  if (op.kind === 'query') return decideAtAny(op, person, places)
  const [decision] = places.map((place) => decideAt(op, person, place))
  return { ...decision!, place: asOne(places) }
}

function decideAtAny(op: Op, person: Person, places: readonly [Place, ...Place[]]): Decision {
  const may = places.find((place) => whyNot(op, rolesAt(person, place)) === undefined)
  return decideAt(op, person, may ?? places[0])
}

/** The audit chain and the sessions are about every project at once: a role in one of them opens neither. */
const isAboutAll = (op: Op) => !op.scope && !op.needs.includes('viewer')

function everywhere(op: Op, person: Person): Person {
  const bindings = person.bindings.filter(({ scope }) => 'all' in scope)
  const refused = whyNot(op, rolesAt({ bindings }, undefined))
  if (refused && person.bindings.length > 0)
    throw OpError.of(
      'not-allowed',
      `${refused} The role must hold everywhere: this is about the whole console.`,
    )
  return { ...person, bindings }
}

/** As decide, in a place that is known already. */
export function decideAt(op: Op, person: Person, place: Place | undefined): Decision {
  const bindings = bindingsAt(person.bindings, place)
  const roles = [...new Set(bindings.map((b) => b.role))]
  if (roles.length === 0 && place?.isUnclear)
    throw OpError.of(
      'unavailable',
      "Gatehouse can't read every organization of this federation now, so it can't check your role in each. Try again later.",
    )
  if (roles.length === 0) throw notInScope()
  const refused = whyNot(op, roles)
  if (refused) throw OpError.of('not-allowed', refused)
  const binding = bindings.find((b) => whyNot(op, [b.role]) === undefined)
  if (!binding) throw OpError.of('not-allowed', 'Your roles do not allow this.')
  return { place, roles, role: binding.role, binding: bindingInWords(binding) }
}

const levels = ['none', 'confirm', 'type', 'approval'] as const

/** The friction of a command here: what the description asks, or more where gatehouse.yaml raises it. */
export function frictionOf(
  op: Op,
  input: Record<string, unknown>,
  place: Place | undefined,
): Friction {
  if (op.kind !== 'command') return { level: 'none' }
  const own = op.friction?.(input, place?.environment ?? 'other') ?? { level: 'none' }
  const raised = configuration().policy.friction[op.id]
  if (!raised || levels.indexOf(raised) <= levels.indexOf(own.level)) return own
  // What the operation says of itself stands: an approver decides on it.
  const because = own.level === 'none' ? RAISED : `${own.because} ${RAISED}`
  const phrase = 'phrase' in own ? { phrase: own.phrase } : {}
  return raised === 'approval' ? { level: raised, because, ...phrase } : { level: raised, because }
}
