import { expect, test } from 'vitest'
import { checks, checksOf, sources } from '@/lib/fleet/checks'
import { startConsole } from '../testing/start'
import { evaluate } from './evaluate'
import { fixesOf, fixOf } from './fixes'

await startConsole()

const now = Date.parse('2026-11-29T12:00:00Z')
const day = 86_400_000
const at = (days: number) =>
  Number.isNaN(days) ? 'someday' : new Date(now + days * day).toISOString()
/** An ObjectId made so many days ago. */
const idOf = (days: number) =>
  Math.floor((now - days * day) / 1000)
    .toString(16)
    .padEnd(24, '0')

const cluster = (more: object) => ({ name: 'main', clusterType: 'REPLICASET', ...more })
const dedicated = {
  replicationSpecs: [
    { regionConfigs: [{ providerName: 'AWS', electableSpecs: { instanceSize: 'M30' } }] },
  ],
}
const page = (...results: unknown[]) => ({ results })
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
/** By check: an answer in which it finds something, one in which it does not, and one that does not tell. */
const cases: Record<string, Case[]> = {
  'employee-access': [
    {
      source: 'employeeAccess',
      found: [
        { clusterName: 'main', isRead: true, grantType: 'CLUSTER_DATABASE_LOGS', driftSince: null },
      ],
      fine: [{ clusterName: 'main', isRead: true, grantType: null, driftSince: null }],
      odd: [{ clusterName: 'main', isRead: false, grantType: null, driftSince: null }],
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

const told = (check: string, source: string, answer: unknown) => {
  const one = sources.find(({ id }) => id === source)
  if (!one) throw new Error(`There is no source ${source}`)
  const said = evaluate(one, answer, { orgId: 'o', groupId: 'g', clusterName: 'main' }, now)
  return {
    found: said?.found.filter((row) => row.check === check).length,
    note: said?.notes[check],
  }
}

test('every check and each of its sources has an example', () => {
  const given = Object.entries(cases).flatMap(([check, all]) =>
    all.map(({ source }) => `${check} ${source}`),
  )
  const needed = checks.flatMap(({ id, readings }) =>
    readings.map(({ source }) => `${id} ${source.id}`),
  )
  expect(new Set(given)).toEqual(new Set(needed))
})

test.each(Object.entries(cases).flatMap(([check, all]) => all.map((one) => ({ check, ...one }))))(
  '$check finds what is wrong in $source, and nothing else',
  ({ check, source, found, fine, odd }) => {
    expect(told(check, source, found)).toMatchObject({ found: 1 })
    const calm = told(check, source, fine)
    expect(calm.found).toBe(0)
    expect([undefined, true]).toContain(calm.note)
    if (odd === undefined) return
    const unclear = told(check, source, odd)
    expect(unclear.found).toBe(0)
    expect(unclear.note).toEqual(expect.any(String))
  },
)

test('an answer that can’t be read is never called fine', () => {
  const place = { orgId: 'o', groupId: 'g' }
  for (const source of sources) {
    for (const body of [null, undefined, 'text', 7])
      expect(evaluate(source, body, place, now), source.id).toBeUndefined()
    for (const [empty, odd] of [
      [[], [null]],
      [page(), page(null, 7)],
    ]) {
      if (evaluate(source, {}, place, now) || !evaluate(source, empty, place, now)) continue
      const said = evaluate(source, odd, place, now)
      for (const { id } of said ? checksOf(source) : [])
        expect(said?.notes[id], `${source.id} ${id}`).toEqual(expect.any(String))
    }
  }
})

const parts: Record<string, Record<string, string>> = {
  'stream-processors': { tenantName: 'orders-stream' },
}
/** Keys as Atlas has them, where the examples above have shorter ones. */
const keys: Record<string, string> = {
  alerts: idOf(1),
  'api-keys': idOf(400),
  'account-secrets': `mdb_sa_id_${idOf(3)}/${idOf(2)}`,
}

test.each(checks.filter((one) => one.fix).map((one) => ({ id: one.id, check: one })))(
  'a finding of $id is settled by a command of its place',
  ({ id, check }) => {
    const at = { orgId: idOf(9), groupId: idOf(8), ...parts[id] }
    const examples = (cases[id] ?? []).flatMap(({ source, found }) => {
      const one = sources.find((s) => s.id === source)
      return (one && evaluate(one, found, at, now)?.found.filter((row) => row.check === id)) ?? []
    })
    const fixesFor = (role: 'operator' | 'viewer') =>
      examples.flatMap(
        (row) => fixOf(check, at, { ...row, key: keys[id] ?? row.key }, [role]) ?? [],
      )
    expect(fixesFor('operator').length).toBeGreaterThan(0)
    for (const fix of fixesFor('operator')) {
      expect(fix).toMatchObject({ op: check.fix?.command.id, whyNot: null })
      expect([at.orgId, at.groupId]).toContain(fix.input.groupId ?? fix.input.orgId)
    }
    for (const fix of fixesFor('viewer')) expect(fix.whyNot).toContain('operator')
    for (const one of fixesOf([check]))
      for (const asked of one.asks) expect(asked.label, `${one.op} ${asked.name}`).not.toBe('')
  },
)

test('a name that was cut settles nothing', () => {
  const check = checks.find(({ id }) => id === 'endless-access')!
  const row = {
    key: 'x'.repeat(300),
    subject: 'x',
    level: 'info',
    word: 'No end',
    what: 'x',
  } as const
  expect(fixOf(check, { orgId: idOf(9), groupId: idOf(8) }, row, ['operator'])).toBeNull()
})
