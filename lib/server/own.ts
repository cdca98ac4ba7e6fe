import { states } from './own/access-states'
import * as audit from './own/audit'
import type { OwnContext } from './own/context'
import * as directory from './own/directory'
import * as explain from './own/explain'
import * as guided from './own/guided'
import * as requestReads from './own/request-reads'
import { terms } from './own/request-terms'
import * as requests from './own/requests'
import * as sessions from './own/sessions'
import * as slots from './own/slots'

/** A function behind one of Gatehouse's own operations; its input was parsed by the description. */
type Own = (input: never, context: OwnContext) => Promise<unknown>

const functions: Record<string, Own> = {
  'me.get': directory.whoAmI,
  'clusters.search': directory.searchClusters,
  'access.mine': directory.myAddress,
  'access.states': states,
  'ops.preview': explain.preview,
  'ops.list': explain.list,
  'requests.inbox': requestReads.inbox,
  'requests.get': requestReads.card,
  'requests.terms': terms,
  'requests.file': requests.file,
  'requests.edit': requests.edit,
  'requests.approve': requests.approve,
  'requests.deny': requests.deny,
  'requests.cancel': requests.cancel,
  'requests.revoke': requests.revoke,
  'effects.release': slots.release,
  'slots.get': slots.read,
  'slots.list': slots.list,
  'slots.revoke': slots.revoke,
  'guided.list': guided.list,
  'guided.get': guided.get,
  'guided.retry': guided.retry,
  'guided.putBack': guided.putBack,
  'guided.leave': guided.leave,
  'audit.list': audit.list,
  'audit.verify': audit.verifyChain,
  'sessions.list': sessions.list,
  'sessions.end': sessions.end,
}

/** The function of an own operation, taking its parsed input; undefined for Atlas's operations. */
export const ownOp = (id: string) =>
  Object.hasOwn(functions, id)
    ? (functions[id] as (input: unknown, context: OwnContext) => Promise<unknown>)
    : undefined
