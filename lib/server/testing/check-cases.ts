/** The time of every check in the tests, in milliseconds. */
export const now = Date.parse('2026-11-29T12:00:00Z')
const day = 86_400_000
const at = (days: number) =>
  Number.isNaN(days) ? 'someday' : new Date(now + days * day).toISOString()
/** An ObjectId created this many days before `now`. */
export const idOf = (days: number) =>
  Math.floor((now - days * day) / 1000)
    .toString(16)
    .padEnd(24, '0')

const cluster = (more: object) => ({ name: 'main', clusterType: 'REPLICASET', ...more })
const dedicated = {
  replicationSpecs: [
    { regionConfigs: [{ providerName: 'AWS', electableSpecs: { instanceSize: 'M30' } }] },
  ],
}
export const page = (...results: unknown[]) => ({ results })
const index = (status: unknown) => [
  { indexID: 'a', name: 'by_title', status, queryable: status === 'READY' },
]
const service = (status: unknown) => [{ id: 'a'.repeat(24), regionName: 'EU_WEST_1', status }]
const snapshot = (days: number) =>
  page({ id: 'a', status: 'completed', frequencyType: 'daily', createdAt: at(-days) })
const event = (username: string, eventTypeName: string) => ({
  id: 'a',
  created: at(-0.1),
  eventTypeName,
  username,
})
const account = (secret: object) =>
  page({ clientId: 'mdb_sa_id_1', name: 'Deploy', secrets: [{ id: 's', ...secret }] })
const certificate = (...days: number[]) =>
  page({
    id: 'p',
    status: 'ACTIVE',
    pemFileInfo: { certificates: days.map((one) => ({ notAfter: at(one) })) },
  })

type Case = { source: string; found: unknown; fine: unknown; odd?: unknown }
/** By check: an answer with a finding, one without, and one whose meaning is unclear. */
export const cases: Record<string, Case[]> = {
  'employee-access': [
    {
      source: 'employeeAccess',
      found: [
        { clusterName: 'main', isRead: true, grantType: 'CLUSTER_DATABASE_LOGS', driftSince: null },
      ],
      fine: [{ clusterName: 'main', isRead: true, grantType: null, driftSince: null }],
      odd: [{ clusterName: 'main', isRead: false, grantType: null, driftSince: null }],
    },
    {
      source: 'employeeAccess',
      found: [
        {
          ...{ clusterName: 'main', isRead: true, grantType: 'CLUSTER_DATABASE_LOGS' },
          ...{ expirationTime: '2026-11-30T10:00:00.000Z', driftSince: '2026-11-29T10:00:00Z' },
        },
      ],
      fine: [],
    },
  ],
  'open-access': [
    {
      source: 'accessList',
      found: page({ cidrBlock: '0.0.0.0/0' }),
      fine: page({ cidrBlock: '203.0.113.0/24' }, { awsSecurityGroup: 'sg-0a1b2c3d' }),
      odd: page({ cidrBlock: null }),
    },
    { source: 'accessList', found: page({ cidrBlock: '10.0.0.0/8' }), fine: page() },
  ],
  'endless-access': [
    {
      source: 'accessList',
      found: page({ cidrBlock: '203.0.113.0/24', deleteAfterDate: null }),
      fine: page({ cidrBlock: '203.0.113.0/24', deleteAfterDate: at(2) }),
      odd: page(7),
    },
  ],
  'private-endpoints': [
    {
      source: 'endpointServices',
      found: service('FAILED'),
      fine: service('AVAILABLE'),
      odd: service('NEW_STATE'),
    },
    {
      source: 'privateEndpoints',
      found: { connectionStatus: 'REJECTED' },
      fine: { status: 'AVAILABLE' },
      odd: { status: null },
    },
    {
      source: 'dataEndpoints',
      found: page({ endpointId: 'vpce-1', status: 'PENDING' }),
      fine: page({ endpointId: 'vpce-1', status: 'OK' }),
      odd: page({ endpointId: 'vpce-1' }),
    },
  ],
  alerts: [
    {
      source: 'alerts',
      found: page({ id: 'a', eventTypeName: 'HOST_DOWN', status: 'OPEN', created: at(-1) }),
      fine: page(),
      odd: page({ id: 'a', eventTypeName: 'HOST_DOWN', status: 'SLEEPING' }),
    },
  ],
  backups: [
    {
      source: 'clusters',
      found: page(cluster({ ...dedicated, backupEnabled: false })),
      fine: page(cluster({ ...dedicated, backupEnabled: true })),
      odd: page(cluster({ ...dedicated, backupEnabled: null })),
    },
    { source: 'snapshots', found: snapshot(3), fine: snapshot(1) },
    { source: 'shardedSnapshots', found: page(), fine: snapshot(1) },
  ],
  restores: [
    {
      source: 'restores',
      found: page({ id: idOf(1), deliveryType: 'automated', failed: true }),
      fine: page({ id: idOf(30), failed: true }, { id: idOf(1), finishedAt: at(-1) }),
    },
  ],
  'search-indexes': [
    {
      source: 'searchIndexes',
      found: index('FAILED'),
      fine: index('READY'),
      odd: index('HOVERING'),
    },
    { source: 'searchIndexes', found: index('BUILDING'), fine: [], odd: index(null) },
  ],
  'stream-processors': [
    {
      source: 'streamProcessors',
      found: page({ name: 'orders', state: 'FAILED' }),
      fine: page({ name: 'orders', state: 'STARTED', stats: null }),
      odd: page({ name: 'orders', state: 'DREAMING' }),
    },
    {
      source: 'streamProcessors',
      found: page({
        name: 'orders',
        state: 'STARTED',
        stats: { changeStreamTimeDifferenceSecs: 900 },
      }),
      fine: page({ name: 'orders', state: 'STOPPED' }),
      odd: page({ name: 'orders', state: null }),
    },
  ],
  'query-limits': [
    {
      source: 'queryLimits',
      found: [
        {
          name: 'bytesProcessed.daily',
          value: '9007199254740993',
          currentUsage: '9007199254740992',
        },
      ],
      fine: [{ name: 'bytesProcessed.daily', value: 100, currentUsage: null }],
    },
  ],
  'outside-changes': [
    {
      source: 'events',
      found: page(event('ines@example.com', 'CLUSTER_DELETED')),
      fine: page(event('ines@example.com', 'DATA_EXPLORER'), {
        id: 'b',
        created: at(-0.1),
        eventTypeName: 'HOST_DOWN',
      }),
    },
  ],
  auditing: [
    {
      source: 'auditing',
      found: { enabled: false },
      fine: { enabled: true },
      odd: { enabled: null },
    },
  ],
  endings: [
    { source: 'serverless', found: page({ name: 'old' }), fine: page() },
    { source: 'logExport', found: { state: 'ACTIVE', bucketName: 'logs' }, fine: {} },
  ],
  'employee-restriction': [
    {
      source: 'orgSettings',
      found: { restrictEmployeeAccess: false },
      fine: { restrictEmployeeAccess: true },
      odd: { restrictEmployeeAccess: null },
    },
  ],
  'resource-policies': [
    { source: 'resourcePolicies', found: [], fine: [{ id: 'a', name: 'EU only' }] },
    {
      source: 'nonCompliant',
      found: [{ resourceId: 'a', resourceName: 'main', resourceType: 'CLUSTER' }],
      fine: [],
      odd: [{}],
    },
  ],
  certificates: [
    {
      source: 'identityProviders',
      found: certificate(3),
      fine: certificate(-2, 400),
      odd: certificate(Number.NaN),
    },
    {
      source: 'identityProviders',
      found: certificate(-2),
      fine: page({ id: 'p', status: 'INACTIVE' }),
    },
  ],
  'api-keys': [
    {
      source: 'orgApiKeys',
      found: page({ id: idOf(500), desc: 'old' }),
      fine: page({ id: idOf(5), desc: 'new' }),
    },
    {
      source: 'apiKeyAddresses',
      found: page({ cidrBlock: '203.0.113.1/32', lastUsed: at(-200), created: at(-400) }),
      fine: page({ cidrBlock: '203.0.113.1/32', lastUsed: null, created: at(-1) }),
    },
  ],
  'account-secrets': [
    {
      source: 'serviceAccounts',
      found: account({ expiresAt: at(-1) }),
      fine: account({ expiresAt: at(200), lastUsedAt: at(-1) }),
    },
    {
      source: 'serviceAccounts',
      found: account({ expiresAt: at(3) }),
      fine: account({ expiresAt: null }),
    },
    {
      source: 'serviceAccounts',
      found: account({ createdAt: at(-300) }),
      fine: account({ createdAt: at(-10) }),
    },
  ],
  'outside-credentials': [
    {
      source: 'outsideCredentials',
      found: [{ kind: 'api-key', id: 'a', name: null, firstSeenAt: at(-1) }],
      fine: [],
    },
  ],
}
