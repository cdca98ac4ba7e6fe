import { allowAddresses } from '@/lib/ops/access-list'
import { listOrgEvents, listProjectEvents } from '@/lib/ops/events'
import type { TestConsole } from '@/scripts/testing/console'
import { answers } from '../../connections'
import { answer, cluster, type Examples, project, sent } from './made'

const organization: Examples[string] = async (world) => ({ orgId: (await world.project()).orgId })
const entryValue = '198.51.100.1/32'
const listed: Examples[string] = async (world) => {
  const { groupId } = await cluster(world)
  return { groupId, entryValue }
}

const dedicated: Examples[string] = async (world) => ({ groupId: (await cluster(world)).groupId })

/** An event of a new project: an entry on its access list. */
const happened = async (world: TestConsole) => {
  const { groupId, orgId } = await world.project()
  await sent(allowAddresses, {
    groupId,
    entries: [{ address: '203.0.113.9/32', comment: 'A test' }],
  })
  const { results } = await answer(listProjectEvents, { groupId })
  return { groupId, orgId, eventId: results[0]?.id ?? '' }
}

/** Projects, organizations, clusters and IP access lists. */
export const projectExamples: Examples = {
  'access.list': project,
  'access.status': listed,
  'access.allow': async (world) => ({
    ...(await project(world)),
    entries: [{ address: '203.0.113.88/32', comment: 'A test needs it' }],
  }),
  'access.remove': listed,
  'clusters.get': cluster,
  'clusters.list': async (world) => ({ groupId: (await cluster(world)).groupId }),
  'employee.grant': async (world) => ({
    ...(await cluster(world)),
    grantType: 'CLUSTER_INFRASTRUCTURE',
    minutes: 60,
  }),
  'auditing.get': dedicated,
  'auditing.update': async (world) => {
    const place = await dedicated(world)
    const opened = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' }
    return { ...place, ...opened, enabled: true, auditFilter: '{"atype":"authenticate"}', opened }
  },
  'events.list': project,
  'events.types': project,
  'orgEvents.types': organization,
  'events.get': async (world) => {
    const { orgId: _, ...found } = await happened(world)
    return found
  },
  'orgEvents.list': organization,
  'orgEvents.get': async (world) => {
    const { orgId } = await happened(world)
    const { results } = await answer(listOrgEvents, { orgId })
    return { orgId, eventId: results[0]?.id ?? '' }
  },
  'orgs.restrictEmployeeAccess': async (world) => {
    const { orgId } = await world.project()
    await world.control('POST', 'org', { orgId, restrictEmployeeAccess: false })
    answers().stale(() => true)
    return { orgId, restrictEmployeeAccess: true }
  },
  'orgs.settings': organization,
  'projects.get': project,
}
