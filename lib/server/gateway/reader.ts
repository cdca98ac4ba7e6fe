import { describedAs } from '@/lib/atlas/find-op'
import type { Op } from '@/lib/ops/define'
import type { GatewayCall } from './call'

/**
 * What decides about a read: the place in its path, and the roles of Gatehouse's own read of the same, if there is one.
 * The query of a client does not matter to it.
 */
export function readerOf({ operationId, op }: Pick<GatewayCall, 'operationId' | 'op'>): Op {
  const own = describedAs(operationId).filter((one) => one.kind === 'query' && !one.internal)
  return own.length === 0 ? op : { ...op, roles: [...new Set(own.flatMap(({ roles }) => roles))] }
}
