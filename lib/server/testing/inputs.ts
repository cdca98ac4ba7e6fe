import { ops } from '@/lib/ops/registry'
import type { About } from './inputs/about'
import { backupInputs } from './inputs/backup'
import { clusterInputs } from './inputs/clusters'
import { federationInputs } from './inputs/federation'
import { keyInputs } from './inputs/keys'
import { monitoringInputs } from './inputs/monitoring'
import { networkInputs } from './inputs/networks'
import { policyInputs } from './inputs/policies'
import { searchInputs } from './inputs/search'
import { settingsInputs } from './inputs/settings'
import { streamsInputs } from './inputs/streams'

/** Inputs of operations that only need a place: an organization, project or cluster. */
const plainInputs = (about: About): Record<string, unknown> =>
  Object.fromEntries(
    [...ops].flatMap(([id, op]) => {
      const names = Object.keys(op.input.shape)
      const input = Object.fromEntries(
        Object.entries(about).filter(([name]) => names.includes(name)),
      )
      return op.input.safeParse(input).success ? [[id, input]] : []
    }),
  )

/**
 * A valid input for every operation that, for a person with the role, reads or changes something of `about`. Tests of
 * rules for all operations use it, and fail if one is missing.
 */
export const inputsAbout = (about: About): Record<string, unknown> => {
  const { groupId, clusterName, requestId, digest } = about
  const cluster = { groupId, clusterName }
  const grant = { ...cluster, grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }
  const expected = { grantType: grant.grantType, expirationTime: '2030-01-01T00:00:00Z' }
  const why = { reason: 'Support case about slow checkpoints', ticket: 'CASE-0123' }
  const entry = { address: '203.0.113.88/32', comment: 'A test needs it' }
  return {
    ...plainInputs(about),
    ...backupInputs(about),
    ...clusterInputs(about),
    ...searchInputs(about),
    ...streamsInputs(about),
    ...federationInputs(about),
    ...keyInputs(about),
    ...policyInputs(about),
    ...settingsInputs(about),
    ...networkInputs(about),
    ...monitoringInputs(about),
    'access.status': { groupId, entryValue: '198.51.100.1/32' },
    'access.states': { groupId, entries: ['198.51.100.1/32'] },
    'access.allow': { groupId, entries: [entry] },
    'access.remove': { groupId, entryValue: '198.51.100.1/32' },
    'clusters.search': { text: clusterName },
    'ops.preview': { op: 'access.remove', input: { groupId, entryValue: '198.51.100.1/32' } },
    'audit.list': { requestId },
    'employee.grant': grant,
    'employee.revoke': { ...cluster, expected },
    'requests.terms': { op: 'employee.grant', ...cluster },
    'requests.file': { op: 'employee.grant', input: grant, ...why },
    'requests.edit': { requestId, input: { ...grant, minutes: 30 }, ...why, revision: 1 },
    'requests.approve': { requestId, digest },
    'requests.deny': { requestId, digest, comment: 'Not like this' },
    'slots.revoke': { ...cluster, expected },
    'notifications.choose': { topic: 'own', on: true },
    'notifications.deliveries': { state: 'dead' },
    'notifications.replay': { deliveryId: 1 },
    'notifications.replayAll': { channel: 'email' },
    'notifications.test': { channel: 'email' },
    'notifications.enable': { channel: 'email' },
  }
}

/** Operations about the person or the whole console, whose input names no place. */
export const aboutNothing: ReadonlySet<string> = new Set([
  'access.mine',
  'audit.verify',
  'clusters.search',
  'connections.list',
  'me.get',
  'notifications.channels',
  'notifications.choose',
  'notifications.deliveries',
  'notifications.enable',
  'notifications.mine',
  'notifications.replay',
  'notifications.replayAll',
  'notifications.test',
  'ops.list',
  'orgs.list',
  'projects.list',
  'requests.inbox',
  'sessions.list',
])
