import { bareOf } from '@/lib/atlas/find-op'
import { whyNotDerived } from '@/lib/ops/derived'
import { paidBy, pay } from '../allowance'
import { rolesAt } from '../bindings'
import { directory } from '../directory'
import type { Caller } from '../machines/caller'
import type { Person } from '../person'
import type { GatewayAnswer, GatewayCall, GatewayRequest } from './call'
import { filtered, isList } from './lists'
import type { Match } from './match'
import { read, readFrom } from './read'
import { outOfScope, Refused } from './refusal'
import { connectionsOf } from './visible'

/**
 * A read. Lists that Atlas fills with all that its credential reaches have only what the caller may see. @throws Refused,
 * OpError, AtlasError
 */
export async function readScoped(
  call: GatewayCall,
  { params }: Match,
  caller: Caller,
  request: Pick<GatewayRequest, 'headers'>,
): Promise<GatewayAnswer> {
  const { operationId } = call
  const { person } = caller
  if (operationId === 'getGroupByName') return byName(call, params.groupName ?? '', person, request)
  if (isList(operationId) && !(await isAll(operationId, params, person)))
    return filtered(call, params, person)
  if (Object.keys(params).some((name) => scopes.includes(name))) return read(call, caller, request)
  const bare = bareOf(operationId)
  const why = bare ? whyNotDerived(bare) : undefined
  const [connection] = await connectionsOf(person)
  if (why || !connection)
    throw new Refused(403, 'GATEHOUSE_NOT_ALLOWED', why ?? 'This credential has no role.')
  await paidBy(person, () => pay(connection, call.signal))
  return readFrom(connection, call, request)
}

const scopes = ['groupId', 'orgId', 'federationSettingsId']

/** Whether the caller may see the whole list of an organization. */
const isAll = async (operationId: string, { orgId }: Match['params'], person: Person) =>
  operationId === 'getOrgGroups' &&
  orgId !== undefined &&
  rolesAt(person, { orgId, tags: [] }).length > 0

/** Several organizations can have a project of the same name, so Gatehouse looks for one that the caller may see. */
async function byName(
  call: GatewayCall,
  name: string,
  person: Person,
  { headers }: Pick<GatewayRequest, 'headers'>,
): Promise<GatewayAnswer> {
  const { projects } = await directory()
  const found = [...projects.values()].find(
    (one) => one.name === name && rolesAt(person, one).length > 0,
  )
  if (!found) return outOfScope()
  await paidBy(person, () => pay(found.connection, call.signal))
  const params = { groupId: found.groupId }
  const path = `/api/atlas/v2/groups/${found.groupId}`
  return readFrom(found.connection, { ...call, operationId: 'getGroup', params, path }, { headers })
}
