import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allFacts } from '@/lib/atlas/facts'
import { isOwnerRole, orgRoles, projectRoles } from '@/lib/ops/atlas-roles'
import type { Environment } from '@/lib/ops/environment'
import { setLegacyExpiry } from '@/lib/ops/legacy-backup'
import { ops } from '@/lib/ops/registry'
import { nothing } from './testing/about'
import { inputsAbout } from './testing/inputs'

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
const oidc = (changes: object) => ({
  ...provider,
  opened: { protocol: 'OIDC', idpType: 'WORKFORCE', displayName: 'Sign-on' },
  changes,
})
const saml = { protocol: 'SAML', idpType: 'WORKFORCE', displayName: 'Sign-on' }
const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const snapshot = { groupId: id, clusterName: 'main', snapshotId: '6'.repeat(24) }
const flex = { groupId: id, clusterName: 'web' }
const unprotected = { terminationProtectionEnabled: false, tags: [] }
const apiKey = { groupId: id, apiUserId: 'c'.repeat(24) }
const orgKey = { orgId: id, apiUserId: 'c'.repeat(24) }
const clientId = `mdb_sa_id_${'c'.repeat(24)}`
const account = { orgId: id, clientId }
const owner = ['GROUP_OWNER']
const wasReader = ['GROUP_READ_ONLY']
const org = (opened: object, changes: object) => ({ ...place, opened, changes })
const tomorrow = new Date(Date.now() + 86_400_000).toISOString()
const entry = (address: string) => ({
  groupId: id,
  entries: [{ address, comment: 'A test', deleteAfterDate: tomorrow }],
})
const identityProviderId = '0oa1b2c3d4E5F6G7h8i9'

const toggled = (enabled: boolean) => ({
  groupId: id,
  alertConfigId: 'f'.repeat(24),
  enabled,
  opened: { enabled: !enabled },
})

const audited = { enabled: true, auditAuthorizationSuccess: false, auditFilter: '{}' }
const auditing = (opened: object, changes: object) => ({
  groupId: id,
  ...{ ...audited, ...changes },
  opened: { ...audited, ...opened },
})

/** The inputs of cases in docs/friction.md. A case that is not here has the operation's usual input. */
const cases: Record<string, unknown> = {
  'alertConfigs.toggle turned on': toggled(true),
  'alertConfigs.toggle turned off': toggled(false),
  'access.allow with an expiry': entry('203.0.113.88/32'),
  'access.allow the whole internet': entry('0.0.0.0/0'),
  'apiKeys.assign an owner role': { ...apiKey, roles: ['GROUP_OWNER'] },
  'apiKeys.changeRoles to an owner role': {
    ...apiKey,
    roles: ['GROUP_OWNER'],
    opened: ['GROUP_READ_ONLY'],
  },
  'orgApiKeys.update to an owner role': {
    ...orgKey,
    desc: 'A test',
    roles: ['ORG_OWNER'],
    opened: { desc: 'A test', roles: ['ORG_MEMBER'] },
  },
  'orgApiKeys.addAddresses the whole internet': { ...orgKey, addresses: ['0.0.0.0/0'] },
  'serviceAccounts.update to an owner role': {
    ...account,
    name: 'A test',
    description: 'A test',
    roles: ['ORG_OWNER'],
    opened: { name: 'A test', description: 'A test', roles: ['ORG_MEMBER'] },
  },
  'serviceAccounts.addAddresses the whole internet': { ...account, addresses: ['0.0.0.0/0'] },
  'projectServiceAccounts.assign an owner role': { groupId: id, clientId, roles: owner },
  'projectServiceAccounts.changeRoles to an owner role': {
    groupId: id,
    clientId,
    roles: owner,
    opened: wasReader,
  },
  'auditing.update turned on, or every event recorded': auditing({ auditFilter: '{"a":1}' }, {}),
  'auditing.update another filter': auditing({}, { auditFilter: '{"atype":"none"}' }),
  'auditing.update successful authorization no longer recorded': auditing(
    { auditAuthorizationSuccess: true },
    {},
  ),
  'auditing.update turned off': auditing({}, { enabled: false }),
  'flexClusters.update termination protection turned off': {
    ...flex,
    ...unprotected,
    opened: { ...unprotected, terminationProtectionEnabled: true },
  },
  'flexClusters.update other tags': {
    ...flex,
    ...unprotected,
    tags: [{ key: 'team', value: 'web' }],
    opened: unprotected,
  },
  'orgs.restrictEmployeeAccess turned off': { orgId: id, restrictEmployeeAccess: false },
  'backup.restore as a download': { ...snapshot, deliveryType: 'download' },
  'backup.keepSnapshot shorter': {
    ...snapshot,
    retentionUnit: 'YEARS',
    retentionValue: 5,
    opened: { createdAt: '2026-01-01T00:00:00Z', expiresAt: '2040-01-01T00:00:00Z' },
  },
  'legacyBackup.setExpiry earlier': {
    ...snapshot,
    expires: tomorrow,
    opened: { doNotDelete: true, expires: null },
  },
  'federation.createMapping a role that creates projects': mapping('ORG_GROUP_CREATOR'),
  'federation.createMapping the organization owner role': mapping('ORG_OWNER'),
  'federation.createMapping the project owner role': mapping('GROUP_OWNER'),
  'federation.createMapping a role that manages database users': mapping(
    'GROUP_DATABASE_ACCESS_ADMIN',
  ),
  'federation.updateMapping to an owner role': {
    ...mapping('GROUP_OWNER'),
    id,
    opened: { externalGroupName: 'everyone' },
  },
  'federation.updateMapping to another group, with an owner role': {
    ...mapping('ORG_OWNER'),
    id,
    opened: { ...mapping('ORG_OWNER'), externalGroupName: 'admins' },
  },
  'federation.updateOrg owner as the default role': org({}, { postAuthRoleGrants: ['ORG_OWNER'] }),
  'federation.updateOrg without the domain restriction': org(
    { domainRestrictionEnabled: true },
    { domainRestrictionEnabled: false },
  ),
  'federation.updateOrg with another identity provider': org({}, { identityProviderId }),
  'federation.updateOrg without its identity provider': org(
    { identityProviderId },
    { identityProviderId: null },
  ),
  'federation.removeOrg': place,
  'federation.updateOidc the issuer': oidc({ issuerUri: 'https://other.example' }),
  'federation.updateOidc the client ID': oidc({ clientId: 'other' }),
  'federation.updateOidc the audience': oidc({ audience: 'other' }),
  'federation.updateOidc the user claim': oidc({ userClaim: 'email' }),
  'federation.updateOidc another domain': oidc({ associatedDomains: ['a.example'] }),
  'federation.updateSaml another domain': {
    ...provider,
    opened: { ...saml, associatedDomains: ['a.example'] },
    changes: { associatedDomains: ['a.example', 'b.example'] },
  },
  'federation.updateSaml without a domain': {
    ...provider,
    opened: { ...saml, associatedDomains: ['a.example', 'b.example'] },
    changes: { associatedDomains: ['b.example'] },
  },
  'federation.updateSaml the certificates': {
    ...provider,
    opened: saml,
    changes: { pemFileInfo: { fileName: 'a.pem', certificates: [{ content: pem }] } },
  },
  'federation.updateSaml turned off': {
    ...provider,
    opened: saml,
    changes: { status: 'INACTIVE' },
  },
}

const table = readFileSync('docs/friction.md', 'utf8')
const rows = [...table.matchAll(/^\| `([\w.]+)` \| (.*?)\s*\| (\w+) \| (\w+) \|$/gm)].map(
  ([, op = '', what = '', other = '', production = '']) => ({ op, what, other, production }),
)
const key = ({ op, what }: { op: string; what: string }) => (what ? `${op} ${what}` : op)
const commands = [...ops.values()].filter((op) => op.kind === 'command')

test.each(rows.map((row) => [key(row), row] as const))(
  '%s asks for what the table says',
  (_, row) => {
    const command = commands.find((one) => one.id === row.op)
    const input = command?.input.parse(cases[key(row)] ?? inputs[row.op])
    const levelIn = (environment: Environment) =>
      command?.friction?.(input as never, environment).level ?? 'none'
    expect([levelIn('other'), levelIn('production')]).toEqual([row.other, row.production])
  },
)

test('docs/friction.md has every command and every case', () => {
  const listed = new Set(rows.map(({ op }) => op))
  const keys = new Set(rows.map(key))
  expect(commands.filter((op) => !listed.has(op.id)).map((op) => op.id)).toEqual([])
  expect(Object.keys(cases).filter((one) => !keys.has(one))).toEqual([])
  expect(keys.size).toBe(rows.length)
})

test('a command that needs approval without a policy can be read back', () => {
  const gated = new Set(rows.flatMap((row) => (row.production === 'approval' ? [row.op] : [])))
  expect(commands.filter((op) => gated.has(op.id) && !op.readBack).map((op) => op.id)).toEqual([])
})

test('an expiry on a snapshot that was kept for good is a loss, however late it is', () => {
  const input = setLegacyExpiry.input.parse({
    groupId: 'a'.repeat(24),
    clusterName: 'orders',
    snapshotId: 'b'.repeat(24),
    expires: '2041-01-01T00:00:00Z',
    opened: { doNotDelete: true, expires: '2040-01-01T00:00:00Z' },
  })
  expect(setLegacyExpiry.friction?.(input, 'production').level).toBe('approval')
})

test('an owner role is recognized however it is written', () => {
  for (const role of ['ORG_OWNER', 'group_owner', ' GROUP_DATA_ACCESS_ADMIN ', 'GROUP_NEW_ADMIN'])
    expect(isOwnerRole(role)).toBe(true)
  for (const role of ['ORG_GROUP_CREATOR', 'GROUP_READ_ONLY']) expect(isOwnerRole(role)).toBe(false)
})

test('every role with which Atlas lets someone make database users, keys or members counts as owner', () => {
  const gives =
    /^(add|create|update)\w*(DatabaseUser|ApiKey|ServiceAccount|Secret|User|UserRole|UserRoles|Invite|Teams?)$/
  const titles = allFacts().flatMap(([id, { roles }]) => (gives.test(id) ? roles : []))
  const known = Object.entries({ ...orgRoles, ...projectRoles })
  const names = known.flatMap(([name, title]) => (titles.includes(title) ? [name] : []))
  expect(names).toEqual(expect.arrayContaining(['ORG_OWNER', 'GROUP_OWNER']))
  expect(names.filter((name) => !isOwnerRole(name))).toEqual([])
})
