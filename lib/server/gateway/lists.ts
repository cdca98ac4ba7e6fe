import type { Connection } from '@/lib/atlas/connection'
import { allPages } from '@/lib/atlas/pages'
import { printJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { OpError } from '@/lib/ops/failure'
import { paidBy, pay } from '../allowance'
import { rolesAt, type Where } from '../bindings'
import { configuration } from '../configuration'
import { connectionsWith, type Directory, directory } from '../directory'
import { projectOf } from '../directory-view'
import type { Person } from '../person'
import type { GatewayAnswer, GatewayCall } from './call'
import { limitsOf } from './limits'
import { type Page, paged, pageIn } from './paging'
import { outOfScope, Refused } from './refusal'
import { connectionsOf } from './visible'

type Row = { row: unknown; connection: Connection; known: Directory }

/** Where a row of a list is. Undefined: it can't be read, so nobody sees it. */
const whereOf: Record<string, (row: Row) => Where | undefined> = {
  listGroups: ({ row, connection }) => projectOf(row, connection),
  getOrgGroups: ({ row, connection }) => projectOf(row, connection),
  listOrgs: ({ row }) =>
    isObject(row) && typeof row.id === 'string' ? { orgId: row.id, tags: [] } : undefined,
  listClusterDetails: ({ row, known }) => {
    if (!isObject(row) || typeof row.groupId !== 'string' || typeof row.orgId !== 'string')
      return undefined
    const { groupId, orgId } = row
    return known.projects.get(groupId) ?? { groupId, orgId, tags: [] }
  },
}

/** Whether a list covers more than a caller may see. */
export const isList = (operationId: string): boolean => operationId in whereOf

/** A list with the rows that the caller may see, from all connections, in the pages that the caller wants. */
export async function filtered(
  call: GatewayCall,
  { orgId }: Record<string, string>,
  person: Person,
): Promise<GatewayAnswer> {
  if (call.version === '')
    throw new Refused(
      406,
      'GATEHOUSE_INVALID_REQUEST',
      'Set Accept to a dated type of Atlas, such as application/vnd.atlas.2025-03-12+json.',
    )
  const page = pageIn(new URLSearchParams(call.query))
  const known = await directory()
  const mine = await connectionsOf(person)
  const from =
    orgId === undefined ? mine : mine.filter((one) => connectionsWith(orgId).includes(one))
  const parts = await Promise.all(from.map((one) => rowsOf(call, one, page, person)))
  const rows = parts
    .flatMap((part, i) => part.map((row) => ({ row, connection: from[i]!, known })))
    .filter((one) => isSeen(call.operationId, one, person))
    .map(({ row }) => row)
  // An organization without a visible project is no different from one that does not exist.
  if (orgId !== undefined && rows.length === 0) return outOfScope()
  const { path, version } = call
  const [first] = from
  return {
    status: 200,
    headers: {
      'content-type': `application/vnd.atlas.${version}+json;charset=utf-8`,
      ...(first ? limitsOf(first) : {}),
    },
    body: Buffer.from(printJson(paged(rows, page, configuration().url.origin + path))),
  }
}

function isSeen(operationId: string, row: Row, person: Person): boolean {
  const where = whereOf[operationId]?.(row)
  return where !== undefined && rolesAt(person, where).length > 0
}

async function rowsOf(
  { operationId, version, params, requestId, signal }: GatewayCall,
  connection: Connection,
  { rest }: Page,
  person: Person,
): Promise<unknown[]> {
  const ask: Connection['call'] = async (one) => {
    await paidBy(person, () => pay(connection, signal))
    return connection.call(one)
  }
  const query = { ...rest }
  const whole = await allPages(ask, {
    op: operationId,
    version,
    path: params,
    query,
    requestId,
    signal,
  })
  const { results, incomplete } = isObject(whole.body) ? whole.body : {}
  // A shorter list would look as if something were gone.
  if (!Array.isArray(results) || incomplete === true)
    throw OpError.of('unavailable', 'Atlas’s list can’t be read whole. Try again in a moment.')
  return results
}
