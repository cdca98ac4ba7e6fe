import * as accessReviews from './console-ops/access-reviews'
import { states } from './console-ops/access-states'
import * as atlasCredentials from './console-ops/atlas-credentials'
import * as audit from './console-ops/audit'
import * as auditExport from './console-ops/audit-export'
import { report } from './console-ops/audit-report'
import * as auditRow from './console-ops/audit-row'
import * as breakGlass from './console-ops/break-glass'
import * as cliSessions from './console-ops/cli-sessions'
import * as connections from './console-ops/connections'
import type { ConsoleContext } from './console-ops/context'
import * as decisions from './console-ops/decisions'
import * as delegations from './console-ops/delegations'
import * as directory from './console-ops/directory'
import * as erasures from './console-ops/erasures'
import * as explain from './console-ops/explain'
import * as explorer from './console-ops/explorer'
import * as find from './console-ops/find'
import * as fleet from './console-ops/fleet'
import * as guided from './console-ops/guided'
import * as health from './console-ops/health'
import * as history from './console-ops/history'
import * as inbox from './console-ops/inbox'
import * as keyEvents from './console-ops/key-events'
import * as machines from './console-ops/machines'
import * as myNotifications from './console-ops/my-notifications'
import * as notifications from './console-ops/notifications'
import * as plans from './console-ops/plans'
import * as policies from './console-ops/policies'
import * as preferences from './console-ops/preferences'
import * as proof from './console-ops/proof'
import * as requestEvents from './console-ops/request-events'
import * as requestReads from './console-ops/request-reads'
import { termsOfForm } from './console-ops/request-terms'
import * as requests from './console-ops/requests'
import * as sessions from './console-ops/sessions'
import * as views from './console-ops/views'
import * as vitals from './console-ops/vitals'
import { notInScope } from './decide'
import * as clusters from './employee-access/search-clusters'
import * as slots from './employee-access/slots'
import { ownReads } from './own-reads'

/** The implementation of a Gatehouse operation. Its input is already parsed. */
type Own = (input: never, context: ConsoleContext) => Promise<unknown>

/** One of `ownReads`, at the place of its input. */
const atPlace =
  (id: keyof typeof ownReads): Own =>
  async (input, { decision: { place } }) => {
    if (!place) throw notInScope()
    return ownReads[id]?.(input, place)
  }

const functions: Record<string, Own> = {
  'me.get': directory.whoAmI,
  'clusters.search': clusters.searchClusters,
  'connections.credential': atPlace('connections.credential'),
  'connections.use': atPlace('connections.use'),
  'serviceAccounts.secretInUse': atPlace('serviceAccounts.secretInUse'),
  'orgApiKeys.lastEvents': keyEvents.inOrg,
  'apiKeys.lastEvents': keyEvents.inProject,
  'access.mine': directory.myAddress,
  'access.states': states,
  'atlasCredentials.list': atlasCredentials.list,
  'ops.preview': explain.preview,
  'ops.stillAnswers': explain.answers,
  'ops.list': explain.list,
  'find.byName': find.byName,
  'find.byId': find.byId,
  'explorer.list': explorer.list,
  'explorer.get': explorer.get,
  'explorer.call': explorer.call,
  'requests.inbox': inbox.inbox,
  'requests.waiting': inbox.waiting,
  'requests.get': requestReads.card,
  'requests.atlasEvents': requestEvents.list,
  'requests.terms': termsOfForm,
  'requests.file': requests.file,
  'requests.edit': requests.edit,
  'requests.approve': decisions.approve,
  'requests.deny': decisions.deny,
  'requests.plan': plans.get,
  'requests.decidePlan': plans.decide,
  'requests.cancel': requests.cancel,
  'requests.revoke': requests.revoke,
  'breakGlass.use': breakGlass.use,
  'breakGlass.review': breakGlass.review,
  'delegations.list': delegations.list,
  'people.list': delegations.people,
  'delegations.create': delegations.create,
  'delegations.end': delegations.end,
  'effects.release': requests.release,
  'resourcePolicies.check': policies.check,
  'resourcePolicies.predict': atPlace('resourcePolicies.predict'),
  'slots.get': slots.read,
  'slots.list': slots.list,
  'slots.revoke': slots.revoke,
  'fleet.get': fleet.get,
  'fleet.findings': fleet.findings,
  'fleet.compare': fleet.compare,
  'guided.list': guided.list,
  'guided.get': guided.get,
  'guided.retry': guided.retry,
  'guided.putBack': guided.putBack,
  'guided.leave': guided.leave,
  'accessReviews.list': accessReviews.list,
  'accessReviews.get': accessReviews.get,
  'accessReviews.start': accessReviews.start,
  'accessReviews.decide': accessReviews.decideItem,
  'accessReviews.end': accessReviews.end,
  'audit.list': audit.list,
  'audit.choices': audit.choices,
  'audit.get': auditRow.get,
  'audit.report': report,
  'audit.export': auditExport.record,
  'audit.verify': audit.verifyChain,
  'audit.proof': proof.row,
  'audit.consistency': proof.growth,
  'audit.checkpoint': proof.sign,
  'audit.checkpoints': proof.list,
  'requests.proof': proof.step,
  'connections.list': connections.list,
  'health.get': health.get,
  'history.list': history.list,
  'notifications.channels': notifications.channels,
  'notifications.deliveries': notifications.deliveries,
  'notifications.replay': notifications.replay,
  'notifications.replayAll': notifications.replayEach,
  'notifications.test': notifications.test,
  'notifications.enable': notifications.enable,
  'notifications.mine': myNotifications.mine,
  'notifications.choose': myNotifications.choose,
  'notifications.reach': myNotifications.reach,
  'notifications.slackCode': myNotifications.slackAccount,
  'notifications.linkSlack': myNotifications.link,
  'notifications.unlinkSlack': myNotifications.unlink,
  'erasures.list': erasures.list,
  'erasures.preview': erasures.preview,
  'erasures.request': erasures.request,
  'cliSessions.list': cliSessions.list,
  'cliSessions.find': cliSessions.find,
  'cliSessions.approve': cliSessions.approve,
  'cliSessions.deny': cliSessions.deny,
  'cliSessions.end': cliSessions.end,
  'machines.list': machines.list,
  'machines.get': machines.get,
  'machines.abilities': machines.abilities,
  'machines.deeds': machines.deeds,
  'machines.create': machines.create,
  'machines.update': machines.update,
  'machines.rotate': machines.rotate,
  'machines.revokeSecret': machines.revokeSecret,
  'machines.revoke': machines.revoke,
  'preferences.get': preferences.get,
  'preferences.set': preferences.set,
  'views.list': views.list,
  'views.save': views.save,
  'views.delete': views.remove,
  'sessions.list': sessions.list,
  'vitals.report': vitals.report,
  'sessions.end': sessions.end,
  'sessions.mine': sessions.mine,
  'sessions.endMine': sessions.endMine,
}

/** The implementation of a Gatehouse operation; undefined for Atlas's operations. */
export const consoleOp = (id: string) =>
  Object.hasOwn(functions, id)
    ? (functions[id] as (input: unknown, context: ConsoleContext) => Promise<unknown>)
    : undefined
