import { openedOf } from '@/lib/ops/search-opened'
import type { Control } from './control'

/** A command on a new project: what to prepare, and what to send. `id` names it in paths and audit rows. */
export type Case = {
  id: string
  /** The operation that is sent. */
  op: string
  input: Record<string, unknown>
  /** How many calls a success makes. */
  calls: number
  /** Sent only as a request that a second person approves. */
  asked?: boolean
  confirm?: string
  /** Before the fault is armed, by this person. */
  prepare?: Array<{ op: string; input: Record<string, unknown> }>
  /** Revoke the access that a request granted first. */
  revokes?: boolean
}

type Read = (op: string, input: unknown) => Promise<Record<string, unknown>>
type Make = (sandbox: Control, name: string, read: Read) => Promise<Case>
const indexDefinition = { mappings: { dynamic: true } }
const pipeline = JSON.stringify([
  { $source: { connectionName: 'kafka', topic: 'changed' } },
  { $merge: { into: { connectionName: 'sink', db: 'lab', coll: 'events' } } },
])

const withCluster = async (sandbox: Control, name: string, more = {}) =>
  sandbox.project({ name, clusters: [{ name: 'main' }], ...more })
const streams = async (sandbox: Control, name: string, processors: Record<string, string[]>) => {
  const { groupId } = await sandbox.project({ name })
  await sandbox.fill({ area: 'streams', groupId, processors })
  return { groupId, tenantName: 'lab' }
}
const index = async (sandbox: Control, name: string, read: Read) => {
  const { groupId } = await sandbox.project({ name, clusters: [{ name: 'quick-search' }] })
  const place = { groupId, clusterName: 'quick-search' }
  const { indexes } = (await sandbox.fill({ area: 'search', ...place, indexes: 1 })) as {
    indexes: Record<string, string>
  }
  const [[indexName = '', indexId = ''] = []] = Object.entries(indexes)
  const got = await read('search.get', { ...place, indexId })
  return { place, indexName, indexId, opened: openedOf(got as never) }
}

export const cases: Record<string, Make> = {
  'access.allow': async (sandbox, name) => {
    const { groupId } = await sandbox.project({ name })
    const entries = [{ address: '203.0.113.9/32', comment: 'fault' }]
    return { id: groupId, op: 'access.allow', input: { groupId, entries }, calls: 1 }
  },
  'access.remove': async (sandbox, name) => {
    const { groupId } = await sandbox.project({ name })
    const entries = [{ address: '203.0.113.9/32', comment: 'fault' }]
    const input = { groupId, entryValue: '203.0.113.9/32' }
    const prepare = [{ op: 'access.allow', input: { groupId, entries } }]
    return { id: groupId, op: 'access.remove', input, calls: 1, prepare }
  },
  'access.allow (wide)': async (sandbox, name) => {
    const { groupId } = await sandbox.project({ name })
    const entries = [{ address: '0.0.0.0/0', comment: 'fault' }]
    return { id: groupId, op: 'access.allow', input: { groupId, entries }, calls: 1, asked: true }
  },
  'employee.grant': async (sandbox, name) => {
    const { groupId } = await withCluster(sandbox, name)
    const input = { groupId, clusterName: 'main', grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 }
    return { id: groupId, op: 'employee.grant', input, calls: 1, asked: true }
  },
  'requests.revoke': async (sandbox, name) => {
    const { groupId } = await withCluster(sandbox, name)
    const input = { groupId, clusterName: 'main', grantType: 'CLUSTER_DATABASE_LOGS', minutes: 60 }
    return { id: groupId, op: 'employee.grant', input, calls: 1, revokes: true }
  },
  'slots.revoke': async (sandbox, name) => {
    const { groupId } = await withCluster(sandbox, name)
    const expirationTime = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3_600_000)
      .toISOString()
      .replace('.000', '')
    const expected = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime }
    await sandbox.state({ groupId, clusterName: 'main', grant: expected })
    const input = { groupId, clusterName: 'main', expected }
    return { id: groupId, op: 'slots.revoke', input, calls: 1 }
  },
  'search.create': async (sandbox, name) => {
    const { groupId } = await sandbox.project({ name, clusters: [{ name: 'quick-search' }] })
    const place = { groupId, clusterName: 'quick-search' }
    const input = {
      ...place,
      database: 'shop',
      collectionName: 'p',
      name: 'one',
      type: 'search',
      definition: indexDefinition,
    }
    return { id: groupId, op: 'search.create', input, calls: 1, confirm: 'one' }
  },
  'search.update': async (sandbox, name, read) => {
    const { place, indexId, indexName, opened } = await index(sandbox, name, read)
    const input = {
      ...place,
      indexId,
      opened,
      definition: { mappings: { dynamic: true, fields: { a: { type: 'string' } } } },
    }
    return { id: place.groupId, op: 'search.update', input, calls: 1, confirm: indexName }
  },
  'search.delete': async (sandbox, name, read) => {
    const { place, indexId, indexName, opened } = await index(sandbox, name, read)
    return {
      id: place.groupId,
      op: 'search.delete',
      input: { ...place, indexId, opened },
      calls: 1,
      confirm: indexName,
    }
  },
  'searchNodes.create': async (sandbox, name) => {
    const { groupId } = await sandbox.project({ name, clusters: [{ name: 'quick-search' }] })
    const input = {
      groupId,
      clusterName: 'quick-search',
      specs: [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }],
    }
    return { id: groupId, op: 'searchNodes.create', input, calls: 1, confirm: 'quick-search' }
  },
  'streams.stopProcessor': async (sandbox, name) => {
    const place = await streams(sandbox, name, { STARTED: ['p'] })
    return {
      id: place.groupId,
      op: 'streams.stopProcessor',
      input: { ...place, processorName: 'p' },
      calls: 1,
    }
  },
  'streams.startProcessor': async (sandbox, name) => {
    const place = await streams(sandbox, name, { STOPPED: ['p'] })
    return {
      id: place.groupId,
      op: 'streams.startProcessor',
      input: { ...place, processorName: 'p' },
      calls: 1,
    }
  },
  'streams.createProcessor': async (sandbox, name) => {
    const place = await streams(sandbox, name, { STOPPED: ['p'] })
    return {
      id: place.groupId,
      op: 'streams.createProcessor',
      input: { ...place, name: 'fresh', pipeline },
      calls: 1,
    }
  },
  'streams.deleteProcessor': async (sandbox, name) => {
    const place = await streams(sandbox, name, { STOPPED: ['p'] })
    return {
      id: place.groupId,
      op: 'streams.deleteProcessor',
      input: { ...place, processorName: 'p' },
      calls: 1,
      confirm: 'p',
    }
  },
  'streams.changeProcessor': async (sandbox, name) => {
    const place = await streams(sandbox, name, { STARTED: ['p'] })
    return {
      id: place.groupId,
      op: 'streams.changeProcessor',
      input: { ...place, processorName: 'p', tier: 'SP30' },
      calls: 3,
    }
  },
  'backup.takeSnapshot': async (sandbox, name) => {
    const { groupId } = await withCluster(sandbox, name)
    const input = { groupId, clusterName: 'main', description: `fault ${name}`, retentionInDays: 3 }
    return { id: groupId, op: 'backup.takeSnapshot', input, calls: 1 }
  },
  'federation.createMapping': async (sandbox, name) => {
    const made = (await sandbox.fill({
      area: 'federation',
      name: name.replaceAll(/\W/g, '-'),
    })) as {
      federationSettingsId: string
      orgs: Array<{ orgId: string }>
    }
    const orgId = made.orgs[0]?.orgId ?? ''
    const input = {
      federationSettingsId: made.federationSettingsId,
      orgId,
      externalGroupName: 'team',
      roleAssignments: [{ role: 'ORG_READ_ONLY', orgId }],
    }
    return { id: made.federationSettingsId, op: 'federation.createMapping', input, calls: 1 }
  },
}
