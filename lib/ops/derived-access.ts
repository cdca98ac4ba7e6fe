import type { Op } from './define'
import type { Fact } from './fact'

const PREFIX = 'atlas.'
/** The id of a derived description: `atlas.listGroupTeams`. */
export const derivedId = (operationId: string): string => `${PREFIX}${operationId}`
/** Atlas's operation id in the id of a derived description. Undefined for another id. */
export const operationIdOf = (id: string): string | undefined =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined

/** Collections whose items give someone access to data, or let a program in. */
const givesAccess =
  /^\/api\/atlas\/v2\/groups\/\{groupId\}\/accessList\/\{\w+\}$|\/(apiKeys|aiModelApiKeys|aiModelKeys|mcpConfigs|serviceAccounts|secrets|databaseUsers|users|invites|teams)\/(\{\w+\}\/)?\{\w+\}$/

/**
 * Whether a call only takes access away, so that it never needs approval. The addresses of a key don't count: Atlas may
 * accept a key without any from everywhere.
 */
export const takesAccess = ({ method, path }: Pick<Fact, 'method' | 'path'>): boolean =>
  (method === 'DELETE' && givesAccess.test(path)) || /:remove(Role|User)$/.test(path)

/**
 * The same description for a client of the gateway. A machine is never an admin, so operators also ask for what Atlas keeps
 * for owners, and a second person always decides on that.
 */
export const forClients = <O extends Op>(op: O): O =>
  isForOwners(op) ? { ...op, roles: [...op.roles, 'operator'] } : op

/** Whether a client's change always needs a second person, whatever the configuration says: Atlas keeps it for owners. */
export const isForOwners = ({ id, kind, roles }: Pick<Op, 'id' | 'kind' | 'roles'>): boolean =>
  kind === 'command' && operationIdOf(id) !== undefined && !roles.includes('operator')
