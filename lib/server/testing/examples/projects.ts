import { allowAddresses } from '@/lib/ops/access-list'
import { listOrgEvents, listProjectEvents } from '@/lib/ops/events'
import type { TestConsole } from '@/scripts/testing/console'
import { answers } from '../../connections'
import { answer, cluster, type Examples, plus, project, sent } from './made'

const listed = plus(cluster, { entryValue: '198.51.100.1/32' })

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
  'access.status': listed,
  'access.allow': plus(project, {
    entries: [{ address: '203.0.113.88/32', comment: 'A test needs it' }],
  }),
  'access.remove': listed,
  'employee.grant': plus(cluster, { grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }),
  'maintenance.defer': plus(project, { deferrals: 0 }),
  'maintenance.update': plus(project, {
    dayOfWeek: 7,
    hourOfDay: 2,
    autoDeferOnceEnabled: false,
    opened: { dayOfWeek: 0, hourOfDay: 0, autoDeferOnceEnabled: false },
  }),
  'auditing.get': cluster,
  'auditing.update': async (world) => {
    const place = await cluster(world)
    const opened = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' }
    return { ...place, ...opened, enabled: true, auditFilter: '{"atype":"authenticate"}', opened }
  },
  'events.get': happened,
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
}
