import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { reconcile } from '@/lib/approvals/reconciler'
import { getRestoreJob, getSnapshot } from '@/lib/ops/backup'
import type { Query } from '@/lib/ops/define'
import { getProvider } from '@/lib/ops/identity-providers'
import { openedProvider, openedOf as openedProviderOf } from '@/lib/ops/provider-shapes'
import { ops } from '@/lib/ops/registry'
import { getSearchIndex, openedOf } from '@/lib/ops/search'
import { getSearchNodes } from '@/lib/ops/search-nodes'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { sql } from './database'
import { findProject } from './directory'
import { reach } from './loops'
import { observeProject } from './observe'
import { as, settleAll } from './testing/acting'
import { withBackups } from './testing/backup'
import { ownFederation } from './testing/federation'
import { inputsAbout } from './testing/inputs'
import { nothing } from './testing/inputs/about'
import { approve, card, fileFor } from './testing/requests'

/** Commands that a second person can be asked for. */
const gateable = [...ops.values()].flatMap((op) =>
  op.kind === 'command' && op.atlas && op.readBack && op.id !== 'employee.revoke' ? [op] : [],
)

let world: TestConsole
beforeAll(async () => {
  const friction = Object.fromEntries(gateable.map((op) => [op.id, 'approval']))
  const policy = { rules: [{ name: 'everything' }], friction }
  world = await testConsole({ configure: (file) => ({ ...file, policy }) })
}, 30_000)
afterAll(() => world.end())

const answer = async <Q extends Query>(op: Q, input: unknown) =>
  op.output.parse((await as('operator', op, input)).data) as z.output<Q['output']>
const later = (advanceSeconds: number) => world.control('POST', 'clock', { advanceSeconds })

/** The well-formed input of an operation about these places. */
const plain = (id: string, about: object) =>
  z
    .record(z.string(), z.unknown())
    .parse(inputsAbout({ ...nothing, orgId: '', groupId: '', ...about })[id])

async function cluster() {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], accessList: 2 })
  return { groupId, clusterName: 'main' }
}

const indexes = z.object({ indexes: z.record(z.string(), z.string()) })
async function index() {
  const place = await cluster()
  const fill = await world.control('POST', 'fill', { area: 'search', ...place })
  const indexId = indexes.parse(fill).indexes.products ?? ''
  const opened = openedOf(await answer(getSearchIndex, { ...place, indexId }))
  return { ...place, indexId, opened }
}

async function nodes() {
  const place = await cluster()
  const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }]
  await world.control('POST', 'fill', {
    area: 'search',
    ...place,
    indexes: 1,
    nodes: { ...specs[0], state: 'IDLE' },
  })
  const { specs: now } = await answer(getSearchNodes, place)
  return { ...place, opened: { specs: now } }
}

const peerings = z.object({
  peerings: z.array(
    z.looseObject({ id: z.string(), localStatus: z.string(), requesterVpcId: z.string() }),
  ),
})
async function streams(more: object = {}) {
  const { groupId } = await world.project()
  const made = await world.control('POST', 'fill', { area: 'streams', groupId, ...more })
  return { groupId, tenantName: 'lab', made }
}
const processor = async (state: string) => {
  const { groupId, tenantName } = await streams({ processors: { [state]: ['p'] } })
  return { groupId, tenantName, processorName: 'p' }
}
async function peeringIn(localStatus: string) {
  const { groupId, made } = await streams({ peerings: true })
  const found = peerings.parse(made).peerings.find((p) => p.localStatus === localStatus)
  if (!found) throw new Error(`No peering in ${localStatus}`)
  const { id, requesterVpcId } = found
  return { one: { groupId, id, requesterAccountId: '111122223333' }, requesterVpcId }
}

async function snapshot(id: string, type?: string) {
  const at = await withBackups(world, type ? { type } : {})
  return { ...at.place, snapshotId: at.snapshot(id) }
}
const onto = (groupId: string) => ({ targetGroupId: groupId, targetClusterName: 'other' })

const federation = () => ownFederation(world, { mappings: 1 })
const mappings = z.object({ roleMappings: z.array(z.looseObject({ id: z.string() })) })
async function mapping() {
  const own = await federation()
  const [opened] = mappings.parse(await own.org()).roleMappings
  return { own, opened: opened ?? { id: '' } }
}
async function provider(kind: 'saml' | 'workforce', changes: object) {
  const own = await federation()
  const place = own.providerPlace(kind)
  return { ...place, opened: openedProviderOf(await answer(getProvider, place)), changes }
}

/** A real thing to change, by command. */
const prepare: Record<string, () => Promise<object>> = {
  'access.allow': async () => plain('access.allow', await cluster()),
  'access.remove': async () => plain('access.remove', await cluster()),
  'employee.grant': async () => plain('employee.grant', await cluster()),
  'backup.restore': async () => {
    const one = await snapshot('onDemand')
    return { ...one, deliveryType: 'automated', ...onto(one.groupId) }
  },
  'backup.cancelRestore': async () => {
    const at = await withBackups(world)
    const job = { ...at.place, restoreJobId: at.job('running') }
    const { targetGroupId = null, targetClusterName = null } = await answer(getRestoreJob, job)
    return { ...job, targetGroupId, targetClusterName }
  },
  'backup.takeSnapshot': async () => {
    const { place } = await withBackups(world, { each: false })
    return plain('backup.takeSnapshot', place)
  },
  'backup.keepSnapshot': async () => {
    const one = await snapshot('onDemand')
    const { createdAt, expiresAt } = await answer(getSnapshot, one)
    return { ...one, retentionUnit: 'YEARS', retentionValue: 5, opened: { createdAt, expiresAt } }
  },
  'backup.deleteSnapshot': () => snapshot('onDemand'),
  'backup.deleteShardedSnapshot': () => snapshot('onDemand', 'SHARDED'),
  'flexBackup.restore': async () => {
    const one = await snapshot('completed', 'FLEX')
    return { ...one, ...onto(one.groupId) }
  },
  'flexBackup.download': () => snapshot('completed', 'FLEX'),
  'federation.updateOrg': async () => {
    const own = await federation()
    const changes = { postAuthRoleGrants: ['ORG_OWNER'] }
    return { ...own.place, opened: await own.opened(), changes }
  },
  'federation.removeOrg': async () => {
    const own = await ownFederation(world, { orgs: 2 })
    return { ...own.place, orgId: own.orgs[1]?.orgId }
  },
  'federation.delete': async () => (await federation()).place,
  'federation.createMapping': async () => {
    const { place } = await federation()
    const roleAssignments = [{ role: 'ORG_OWNER', orgId: place.orgId }]
    return { ...place, externalGroupName: 'everyone', roleAssignments }
  },
  'federation.updateMapping': async () => {
    const { own, opened } = await mapping()
    const roleAssignments = [{ role: 'ORG_OWNER', orgId: own.orgId }]
    return { ...own.place, id: opened.id, externalGroupName: 'others', roleAssignments, opened }
  },
  'federation.deleteMapping': async () => {
    const { own, opened } = await mapping()
    return { ...own.place, id: opened.id, opened }
  },
  'federation.createProvider': async () => {
    const { federationSettingsId } = await federation()
    return { ...plain('federation.createProvider', {}), federationSettingsId }
  },
  'federation.updateOidc': () => provider('workforce', { issuerUri: 'https://other.example' }),
  'federation.updateSaml': () => provider('saml', { ssoUrl: 'https://other.example/sso' }),
  'federation.deleteProvider': async () => {
    const own = await federation()
    const { displayName } = openedProvider.parse(await own.openedProvider('workload'))
    return { ...own.providerPlace('workload'), oktaIdpId: null, displayName }
  },
  'federation.revokeKeys': async () => {
    const own = await federation()
    const { displayName } = openedProvider.parse(await own.openedProvider('workforce'))
    return { ...own.providerPlace('workforce'), orgId: own.orgId, displayName }
  },
  'search.create': async () => plain('search.create', await cluster()),
  'search.update': async () => ({
    ...(await index()),
    definition: { mappings: { dynamic: false, fields: { name: { type: 'string' } } } },
  }),
  'search.delete': index,
  'searchNodes.create': async () => plain('searchNodes.create', await cluster()),
  'searchNodes.update': async () => ({
    ...(await nodes()),
    specs: [{ instanceSize: 'S30_HIGHCPU_NVME', nodeCount: 3 }],
  }),
  'searchNodes.delete': nodes,
  'streams.createProcessor': async () => ({
    ...plain('streams.createProcessor', await streams()),
    tenantName: 'lab',
  }),
  'streams.modifyProcessor': async () => ({ ...(await processor('STOPPED')), tier: 'SP5' }),
  'streams.startProcessor': () => processor('STOPPED'),
  'streams.startProcessorWith': async () => ({ ...(await processor('STOPPED')), tier: 'SP5' }),
  'streams.stopProcessor': () => processor('STARTED'),
  'streams.deleteProcessor': () => processor('STOPPED'),
  'streams.deleteConnection': async () => {
    const { groupId, tenantName } = await streams()
    return { groupId, tenantName, connectionName: 'spare' }
  },
  'streams.deleteWorkspace': async () => {
    const { groupId, tenantName } = await streams()
    return { groupId, tenantName }
  },
  'streams.acceptPeering': async () => {
    const { one, requesterVpcId } = await peeringIn('NONE')
    return { ...one, requesterVpcId }
  },
  'streams.rejectPeering': async () => (await peeringIn('NONE')).one,
  'streams.deletePeering': async () => (await peeringIn('ACTIVE')).one,
}

test.each(gateable.map((op) => [op.id]))(
  '%s is filed, approved, sent and read back',
  async (id) => {
    const input = z.record(z.string(), z.unknown()).parse(await prepare[id]?.())
    for (const groupId of [input.groupId, input.targetGroupId])
      if (typeof groupId === 'string') {
        const project = await findProject(groupId)
        if (project) await observeProject(project)
      }
    const who = personAs(id === 'employee.grant' ? 'requester' : 'operator')
    const requestId = await fileFor(id, input, who)
    await approve(requestId)
    await settleAll()
    for (
      let looks = 0;
      looks < 5 && (await card(requestId)).effects[0]?.state !== 'confirmed';
      looks += 1
    ) {
      await later(1_200)
      await world.owner`update effect set next_check_at = clock_timestamp() where state in ('planned', 'unknown')`
      await reconcile(sql(), reach)
      await settleAll()
    }
    const { request, effects } = await card(requestId)
    expect(effects).toMatchObject([{ state: 'confirmed', attempts: 1 }])
    expect(request).toMatchObject(
      id === 'employee.grant' ? { state: 'approved' } : { state: 'closed' },
    )
  },
)
