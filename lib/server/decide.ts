import type { Connection } from '@/lib/atlas/connection'
import { type Environment, type Friction, type Op, type Scope, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { Role } from '@/lib/ops/roles'
import { whyNot } from '@/lib/ops/why-not'
import { bindingInWords, bindingsAt, rolesAt } from './bindings'
import { configuration } from './configuration'
import { sql } from './database'
import { directory, environmentOf, findProject, type Tag } from './directory'
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
}

/** The same words for what is unknown and for what is not yours to see. */
export const notInScope = () => OpError.of('not-found', 'There is no such thing in your scope.')

/** Where a scope is, or undefined when no connection knows it. */
export async function placeOf(scope: Scope): Promise<Place | undefined> {
  if (scope.kind === 'console') return undefined
  const { orgs } = await directory()
  if (scope.kind === 'organization') {
    const org = orgs.get(scope.orgId)
    return (
      org && {
        connection: org.connection,
        orgId: org.orgId,
        orgName: org.name,
        tags: [],
        environment: 'other',
      }
    )
  }
  const project = await findProject(scope.groupId)
  if (!project) return undefined
  const tags = [...project.tags]
  if (scope.kind === 'cluster') {
    const [row] = await sql()<{ tags: Tag[] }[]>`
      select tags from slot where group_id = ${scope.groupId} and cluster_name = ${scope.clusterName}`
    tags.push(...(row?.tags ?? []))
  }
  return {
    connection: project.connection,
    orgId: project.orgId,
    orgName: orgs.get(project.orgId)?.name ?? project.orgId,
    groupId: project.groupId,
    groupName: project.name,
    ...(scope.kind === 'cluster' ? { clusterName: scope.clusterName } : {}),
    tags,
    environment: environmentOf(tags),
  }
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
  const scope = scopeOf(op, input)
  const place = await placeOf(scope)
  if (scope.kind !== 'console' && !place) throw notInScope()
  return decideAt(op, isAboutAll(op, scope) ? everywhere(op, person) : person, place)
}

/** The audit chain and the sessions are about every project at once: a role in one of them opens neither. */
const isAboutAll = (op: Op, scope: Scope) =>
  scope.kind === 'console' && !op.scope && !op.needs.includes('viewer')

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
  return { level: raised, because: 'The policy of this console asks for it.' }
}
