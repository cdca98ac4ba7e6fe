import { mapped } from '@/lib/format/values'
import { fieldsOf } from '@/lib/ops/fields-of'
import { ops } from '@/lib/ops/registry'
import { sampleOf } from '@/scripts/check-atlas/samples'
import type { About } from './about'

const samples = new Map([...ops].map(([id, op]) => [id, sampleOf(op)]))

/**
 * A valid input for every operation that, for a person with the role, reads or changes something of `about`: a generated
 * one, unless that has no place or is no ordinary case. Tests of rules for all operations use it.
 */
export function inputsAbout(given: About): Readonly<Record<string, unknown>> {
  const key = JSON.stringify(given)
  const known = made.get(key) ?? makeInputs(given)
  made.set(key, known)
  return known
}

// Making and checking all of them takes a few milliseconds, and tests ask once for each operation.
const made = new Map<string, Readonly<Record<string, unknown>>>()

function makeInputs(given: About): Record<string, unknown> {
  const { orgId, groupId, clusterName, federationSettingsId, requestId, digest } = given
  const { sessionId, runId } = given
  const about = {
    orgId,
    groupId,
    clusterName,
    federationSettingsId,
    requestId,
    digest,
    sessionId,
    runId,
  }
  const placed = { ...about, targetGroupId: groupId, targetClusterName: clusterName }
  const values = new Map<string, unknown>(Object.entries(placed))
  const generated = [...ops].map(([id, op]) => {
    const sample = mapped(samples.get(id), (value, name) => values.get(name) ?? value)
    // With optional fields too, where no other field excludes them.
    const full = { ...Object(sample), ...fieldsOf(op, placed) }
    return [id, op.input.safeParse(full).success ? full : sample]
  })
  const cluster = { groupId, clusterName }
  const grant = { ...cluster, grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }
  const expected = { grantType: grant.grantType, expirationTime: '2030-01-01T00:00:00Z' }
  const why = { reason: 'Support case about slow checkpoints', ticket: 'CASE-0123' }
  const entry = { address: '203.0.113.88/32', comment: 'A test needs it' }
  const flex = { terminationProtectionEnabled: false, tags: [] }
  const provider = { federationSettingsId, identityProviderId: 'd'.repeat(24) }
  const openedProvider = { idpType: 'WORKFORCE', displayName: 'Sign-on' }
  return {
    ...Object.fromEntries(generated),
    'history.list': { groupId },
    'vitals.report': { page: '/', lcp: 900, cls: 0 },
    'access.status': { groupId, entryValue: '198.51.100.1/32' },
    'access.states': { groupId, entries: ['198.51.100.1/32'] },
    'access.allow': { groupId, entries: [entry] },
    'access.remove': { groupId, entryValue: '198.51.100.1/32' },
    'backup.keepSnapshot': {
      ...cluster,
      snapshotId: '6'.repeat(24),
      retentionUnit: 'YEARS',
      retentionValue: 5,
      opened: { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2027-01-01T00:00:00Z' },
    },
    'clusters.search': { text: clusterName },
    'connections.credential': { orgId },
    'federation.updateOrg': {
      federationSettingsId,
      orgId,
      opened: {},
      changes: { domainAllowList: ['a.example'] },
    },
    'federation.updateOidc': {
      ...provider,
      opened: { protocol: 'OIDC', ...openedProvider },
      changes: { description: 'Another' },
    },
    'federation.updateSaml': {
      ...provider,
      opened: { protocol: 'SAML', ...openedProvider },
      changes: { ssoDebugEnabled: true },
    },
    'flexClusters.update': {
      ...cluster,
      ...flex,
      terminationProtectionEnabled: true,
      opened: flex,
    },
    'ops.preview': { op: 'access.remove', input: { groupId, entryValue: '198.51.100.1/32' } },
    'accessReviews.start': {
      name: 'Q4',
      orgId,
      groupIds: [groupId],
      dueAt: new Date(Date.now() + 86_400_000).toISOString(),
      reviewers: ['approver'],
    },
    'audit.list': { requestId },
    'audit.report': { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' },
    'audit.get': { seq: '1' },
    'audit.export': { format: 'csv', filter: { requestId } },
    'employee.grant': grant,
    'employee.revoke': { ...cluster, expected },
    'requests.terms': { op: 'employee.grant', ...cluster },
    'requests.file': { op: 'employee.grant', input: grant, ...why },
    'requests.edit': { requestId, input: { ...grant, minutes: 30 }, ...why, revision: 1 },
    'requests.approve': { requestId, digest },
    'requests.plan': { plan: requestId },
    'requests.decidePlan': {
      ...{ plan: requestId, digest },
      verdict: 'approve',
      requests: [{ requestId, digest }],
    },
    'requests.deny': { requestId, digest, comment: 'Not like this' },
    'slots.revoke': { ...cluster, expected },
    'delegations.create': {
      to: 'approver2',
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    'delegations.end': { id: '0'.repeat(26) },
    'cliSessions.find': { code: 'BCDF-GHJK' },
    'cliSessions.approve': { code: 'BCDF-GHJK' },
    'cliSessions.deny': { code: 'BCDF-GHJK' },
    'cliSessions.end': { sessionId: '00000000-0000-4000-8000-000000000000' },
    'machines.get': { name: 'terraform' },
    'machines.create': { name: 'terraform', ...machine, withSecret: true },
    'machines.update': { name: 'terraform', ...machine, opened: machine },
    'machines.rotate': { name: 'terraform', keepHours: 24 },
    'machines.revokeSecret': { name: 'terraform', secretId: '0'.repeat(26) },
    'machines.revoke': { name: 'terraform' },
    'notifications.choose': { topic: 'own', on: true },
    'notifications.deliveries': { state: 'dead' },
    'notifications.replay': { deliveryId: 1 },
    'notifications.replayAll': { channel: 'email' },
    'notifications.test': { channel: 'email' },
    'notifications.enable': { channel: 'email' },
    'notifications.slackCode': { code: 'none' },
    'notifications.linkSlack': { code: 'none' },
    'sessions.endMine': { sessionId: '00000000-0000-4000-8000-000000000000' },
    'preferences.set': { density: 'compact' },
    'views.list': { page: '/audit' },
    'views.save': { page: '/audit', name: 'Mine', search: 'type=grant' },
    'views.delete': { id: '00000000-0000-4000-8000-000000000000' },
  }
}

const machine = {
  purpose: 'Applies the Terraform of a team',
  owner: 'operator',
  endsAt: new Date(Date.now() + 86_400_000).toISOString(),
  carryOut: 'permit',
  callsPerMinute: 600,
  gatedPerHour: 60,
  deletionsPerDay: 20,
  usesDigest: false,
}

/** Operations about the person or the whole console, whose input names no place. */
export const aboutNothing: ReadonlySet<string> = new Set([
  'vitals.report',
  'access.mine',
  'accessReviews.list',
  'audit.choices',
  'audit.export',
  'audit.list',
  'audit.report',
  'audit.verify',
  'cliSessions.approve',
  'cliSessions.deny',
  'cliSessions.end',
  'cliSessions.find',
  'cliSessions.list',
  'clusters.search',
  'connections.list',
  'delegations.create',
  'delegations.end',
  'delegations.list',
  'health.get',
  'fleet.compare',
  'fleet.findings',
  'fleet.get',
  'find.byId',
  'find.byName',
  'machines.create',
  'machines.get',
  'machines.list',
  'machines.revoke',
  'machines.revokeSecret',
  'machines.rotate',
  'machines.update',
  'me.get',
  'notifications.channels',
  'notifications.choose',
  'notifications.deliveries',
  'notifications.enable',
  'notifications.linkSlack',
  'notifications.mine',
  'notifications.replay',
  'notifications.replayAll',
  'notifications.slackCode',
  'notifications.test',
  'notifications.unlinkSlack',
  'ops.list',
  'orgs.list',
  'explorer.list',
  'people.list',
  'preferences.get',
  'preferences.set',
  'projects.list',
  'requests.inbox',
  'requests.waiting',
  'sessions.endMine',
  'sessions.list',
  'sessions.mine',
  'views.delete',
  'views.list',
  'views.save',
])
