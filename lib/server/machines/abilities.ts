import { allFacts } from '@/lib/atlas/facts'
import { bareOf, describedAs, findOp } from '@/lib/atlas/find-op'
import type { Command, Op } from '@/lib/ops/define'
import { titleOf, whyNotDerived } from '@/lib/ops/derived'
import { derivedId, forClients, isForOwners } from '@/lib/ops/derived-access'
import type { Fact } from '@/lib/ops/fact'
import type { MachineAbility } from '@/lib/ops/machines'
import { endsAccess } from '@/lib/ops/registry'
import type { Role } from '@/lib/ops/roles'
import type { Binding } from '../binding-schema'
import { frictionOf, takesAccessAway } from '../friction-now'
import { isList } from '../gateway/lists'
import { readerOf } from '../gateway/reader'
import { policySettings } from '../policy-settings'

type Kind = Pick<MachineAbility, 'operationId' | 'title' | 'method' | 'path' | 'approval'>
/** An operation that the gateway has for machines, and the roles that allow it. */
type Offered = Kind & { roles: readonly Role[] }

const isCommand = (op: Op): op is Command => op.kind === 'command'

/** Whether a call needs approval, as far as that is certain before its values are known. */
function approvalOf(own: readonly Command[], derived: Command | undefined, group: string) {
  if (own.some(({ id }) => endsAccess(id))) return 'never'
  // The derived command stands for the calls that no own command prints.
  if ((own.length > 0 ? own : [derived]).some((op) => op?.shownOnce)) return 'always'
  if (own.length > 0) {
    const { friction } = policySettings().policy
    return own.every(({ id }) => friction[id] === 'approval') ? 'always' : 'depends'
  }
  // A machine is never an admin.
  if (derived && isForOwners(derived)) return 'always'
  if (!derived || takesAccessAway(derived)) return 'never'
  const { level } = frictionOf(derived, {}, undefined, [group])
  return level === 'approval' || level === 'type' ? 'always' : 'never'
}

/** An operation for machines. Undefined: the gateway refuses it for everyone. */
function offered(id: string, fact: Fact, group: string): Offered | undefined {
  const described = describedAs(id).filter(({ internal }) => !internal)
  const bare = bareOf(id)
  const derived = findOp(derivedId(id))
  const about = {
    operationId: id,
    title: described[0]?.title ?? titleOf(id),
    method: fact.method,
    path: fact.path,
  }
  if (!bare || fact.removed) return undefined
  if (fact.method === 'GET' || described.some(({ kind }) => kind === 'query')) {
    if (isList(id) || id === 'getGroupByName') return { ...about, approval: 'never', roles: all }
    const isScoped = /\{(groupId|orgId|federationSettingsId)\}/.test(fact.path)
    if (!isScoped && whyNotDerived(bare)) return undefined
    if (!derived) return undefined
    const { roles } = readerOf({ operationId: id, op: derived })
    return { ...about, approval: 'never', roles: isScoped ? roles : all }
  }
  const commands = describedAs(id).filter(isCommand)
  if (commands.some(({ access }) => access)) return undefined
  if (derived?.kind !== 'command' && !commands.some((op) => endsAccess(op.id))) return undefined
  const change = derived?.kind === 'command' ? derived : undefined
  return {
    ...about,
    title: commands[0]?.title ?? about.title,
    approval: approvalOf(commands, change, group),
    roles: [
      ...new Set([
        ...commands.flatMap(({ roles }) => roles),
        ...(change ? forClients(change).roles : []),
      ]),
    ],
  }
}

/** Every role includes the one that reads. */
const all: readonly Role[] = ['viewer']

/**
 * The operations that a machine with these roles can call, with the places of the roles that allow it. Whether a change needs
 * approval can depend on the values of the call.
 */
export function abilitiesOf(
  bindings: ReadonlyArray<{ role: Role; where: string; scope: Binding['scope'] }>,
  group: string,
): MachineAbility[] {
  return allFacts().flatMap(([id, fact]) => {
    const found = offered(id, fact, group)
    if (!found) return []
    const { roles, ...about } = found
    const where = bindings
      .filter(({ role }) => roles.includes(role) || roles.includes('viewer'))
      // A role in a project reaches nothing of the organization.
      .filter(({ scope }) => !isOfOrg(id, fact) || 'all' in scope || 'org' in scope)
      .map((one) => one.where)
    return where.length === 0
      ? []
      : [{ ...about, area: fact.tag, isRead: isRead(id, fact), where: [...new Set(where)] }]
  })
}

/** Whether it is about an organization or its federation, or creates a project in it. */
const isOfOrg = (id: string, { method, path }: Fact) =>
  !path.includes('{groupId}') &&
  !isList(id) &&
  (method !== 'GET' || /\{(orgId|federationSettingsId)\}/.test(path))

const isRead = (id: string, { method }: Fact) =>
  method === 'GET' || describedAs(id).some(({ kind, internal }) => kind === 'query' && !internal)
