import { expect, test } from 'vitest'
import { isOwnerRole } from '@/lib/ops/atlas-roles'
import { ops } from '@/lib/ops/registry'
import { inputsAbout } from './testing/inputs'
import { nothing } from './testing/inputs/about'

const id = 'a'.repeat(24)
const inputs = inputsAbout({
  ...nothing,
  orgId: id,
  groupId: id,
  requestId: '0'.repeat(26),
  digest: 'd'.repeat(64),
  sessionId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
})

const place = { federationSettingsId: 'e'.repeat(24), orgId: id }
const provider = { federationSettingsId: 'e'.repeat(24), identityProviderId: 'd'.repeat(24) }
const mapping = (role: string) => ({
  ...place,
  externalGroupName: 'everyone',
  roleAssignments: [role.startsWith('ORG') ? { role, orgId: id } : { role, groupId: id }],
})
const opened = {
  oidc: { protocol: 'OIDC', idpType: 'WORKFORCE', displayName: 'Sign-on' },
  saml: { protocol: 'SAML', idpType: 'WORKFORCE', displayName: 'Sign-on' },
}
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const cluster = { groupId: id, clusterName: 'main' }
const snapshotId = '6'.repeat(24)
const org = (before: object, changes: object) => ({ ...place, opened: before, changes })
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
const entry = (address: string) => ({
  groupId: id,
  entries: [{ address, comment: 'A test', deleteAfterDate: tomorrow }],
})

/** What every command asks by itself, outside and inside production. A new command has to be judged here. */
const table: ReadonlyArray<[op: string, other: string, production: string, input?: unknown]> = [
  // Access to clusters
  ['access.allow', 'none', 'confirm', entry('203.0.113.88/32')],
  ['access.allow', 'confirm', 'type'],
  ['access.allow', 'approval', 'approval', entry('0.0.0.0/0')],
  ['access.remove', 'confirm', 'confirm'],
  ['employee.grant', 'approval', 'approval'],
  ['employee.revoke', 'none', 'none'],
  ['slots.revoke', 'none', 'none'],
  // Backups: overwriting, giving away or losing production data takes two
  ['backup.restore', 'type', 'approval'],
  ['backup.restore', 'confirm', 'approval', { ...cluster, snapshotId, deliveryType: 'download' }],
  ['backup.cancelRestore', 'confirm', 'type'],
  ['backup.showLinks', 'none', 'confirm'],
  ['backup.takeSnapshot', 'none', 'confirm'],
  ['backup.keepSnapshot', 'none', 'confirm'],
  [
    'backup.keepSnapshot',
    'confirm',
    'approval',
    {
      ...cluster,
      snapshotId,
      retentionUnit: 'YEARS',
      retentionValue: 5,
      opened: { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2040-01-01T00:00:00Z' },
    },
  ],
  ['backup.deleteSnapshot', 'type', 'approval'],
  ['backup.deleteShardedSnapshot', 'type', 'approval'],
  ['flexBackup.restore', 'type', 'approval'],
  ['flexBackup.download', 'confirm', 'approval'],
  ['flexBackup.showLink', 'none', 'confirm'],
  // Sends what was approved before the database was restored
  ['effects.release', 'none', 'none'],
  // Federation: owners, trust and open doors take two; locking people out is typed
  ['federation.createMapping', 'confirm', 'confirm'],
  ['federation.createMapping', 'confirm', 'confirm', mapping('ORG_GROUP_CREATOR')],
  ['federation.createMapping', 'approval', 'approval', mapping('ORG_OWNER')],
  ['federation.createMapping', 'approval', 'approval', mapping('GROUP_OWNER')],
  ['federation.createMapping', 'approval', 'approval', mapping('GROUP_DATABASE_ACCESS_ADMIN')],
  ['federation.updateMapping', 'confirm', 'confirm'],
  [
    'federation.updateMapping',
    'approval',
    'approval',
    { ...mapping('GROUP_OWNER'), id, opened: { externalGroupName: 'everyone' } },
  ],
  // Another group gets what an owner group had.
  [
    'federation.updateMapping',
    'approval',
    'approval',
    {
      ...mapping('ORG_OWNER'),
      id,
      opened: { ...mapping('ORG_OWNER'), externalGroupName: 'admins' },
    },
  ],
  ['federation.deleteMapping', 'confirm', 'confirm'],
  ['federation.updateOrg', 'confirm', 'confirm'],
  ['federation.updateOrg', 'approval', 'approval', org({}, { postAuthRoleGrants: ['ORG_OWNER'] })],
  [
    'federation.updateOrg',
    'approval',
    'approval',
    org({ domainRestrictionEnabled: true }, { domainRestrictionEnabled: false }),
  ],
  [
    'federation.updateOrg',
    'approval',
    'approval',
    org({}, { identityProviderId: '0oa1b2c3d4E5F6G7h8i9' }),
  ],
  [
    'federation.updateOrg',
    'type',
    'type',
    org({ identityProviderId: '0oa1b2c3d4E5F6G7h8i9' }, { identityProviderId: null }),
  ],
  ['federation.removeOrg', 'type', 'type', place],
  ['federation.delete', 'approval', 'approval'],
  ['federation.createProvider', 'confirm', 'confirm'],
  ['federation.updateOidc', 'confirm', 'confirm'],
  [
    'federation.updateOidc',
    'approval',
    'approval',
    { ...provider, opened: opened.oidc, changes: { issuerUri: 'https://other.example' } },
  ],
  ['federation.updateSaml', 'confirm', 'confirm'],
  [
    'federation.updateSaml',
    'approval',
    'approval',
    {
      ...provider,
      opened: opened.saml,
      changes: { pemFileInfo: { fileName: 'a.pem', certificates: [{ content: pem }] } },
    },
  ],
  [
    'federation.updateSaml',
    'type',
    'type',
    { ...provider, opened: opened.saml, changes: { status: 'INACTIVE' } },
  ],
  ['federation.deleteProvider', 'type', 'type'],
  ['federation.revokeKeys', 'approval', 'approval'],
  // Search: costs time and load, loses no data
  ['search.create', 'confirm', 'type'],
  ['search.update', 'confirm', 'type'],
  ['search.delete', 'type', 'type'],
  ['searchNodes.create', 'confirm', 'type'],
  ['searchNodes.update', 'confirm', 'type'],
  ['searchNodes.delete', 'type', 'type'],
  // Stream processing
  ['streams.changeProcessor', 'confirm', 'confirm'],
  ['streams.modifyProcessor', 'none', 'confirm'],
  ['streams.createProcessor', 'none', 'confirm'],
  ['streams.startProcessor', 'none', 'confirm'],
  ['streams.startProcessorWith', 'none', 'confirm'],
  ['streams.stopProcessor', 'none', 'confirm'],
  ['streams.deleteProcessor', 'type', 'type'],
  ['streams.deleteConnection', 'type', 'type'],
  ['streams.deleteWorkspace', 'type', 'approval'],
  ['streams.acceptPeering', 'confirm', 'type'],
  ['streams.rejectPeering', 'confirm', 'type'],
  ['streams.deletePeering', 'type', 'type'],
  // Gatehouse's own
  ['sessions.end', 'confirm', 'confirm'],
  ['guided.retry', 'confirm', 'confirm'],
  ['guided.putBack', 'confirm', 'confirm'],
  ['guided.leave', 'confirm', 'confirm'],
  ['requests.file', 'none', 'none'],
  ['requests.edit', 'none', 'none'],
  ['requests.approve', 'none', 'none'],
  ['requests.deny', 'none', 'none'],
  ['requests.cancel', 'none', 'none'],
  ['requests.revoke', 'none', 'none'],
]

const commands = [...ops.values()].filter((op) => op.kind === 'command')

test.each(table)('%s asks for %s, in production for %s', (op, other, production, input) => {
  const command = commands.find((one) => one.id === op)
  const parsed = command?.input.parse(input ?? inputs[op])
  const levelIn = (environment: 'production' | 'other') =>
    command?.friction?.(parsed as never, environment).level ?? 'none'
  expect([levelIn('other'), levelIn('production')]).toEqual([other, production])
})

test('every command is judged', () => {
  const judged = new Set(table.map(([op]) => op))
  expect(commands.filter(({ id: one }) => !judged.has(one)).map((op) => op.id)).toEqual([])
})

test('what needs a second person by itself can be read back', () => {
  const gated = new Set(
    table.flatMap(([op, , production]) => (production === 'approval' ? [op] : [])),
  )
  expect(commands.filter((op) => gated.has(op.id) && !op.readBack).map((op) => op.id)).toEqual([])
})

test('an owner role is one however it is written', () => {
  for (const role of ['ORG_OWNER', 'group_owner', ' GROUP_DATA_ACCESS_ADMIN '])
    expect(isOwnerRole(role)).toBe(true)
  for (const role of ['ORG_GROUP_CREATOR', 'GROUP_READ_ONLY']) expect(isOwnerRole(role)).toBe(false)
})
