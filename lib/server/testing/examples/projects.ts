import { answers } from '../../connections'
import { cluster, type Examples, project } from './made'

const organization: Examples[string] = async (world) => ({ orgId: (await world.project()).orgId })
const entryValue = '198.51.100.1/32'
const listed: Examples[string] = async (world) => {
  const { groupId } = await cluster(world)
  return { groupId, entryValue }
}

const dedicated: Examples[string] = async (world) => ({ groupId: (await cluster(world)).groupId })

/** Projects, organizations, clusters and IP access lists. */
export const projectExamples: Examples = {
  'access.list': project,
  'access.status': listed,
  'access.allow': async (world) => ({
    ...(await project(world)),
    entries: [{ address: '203.0.113.88/32', comment: 'A test needs it' }],
  }),
  'access.remove': listed,
  'clusters.flex': async (world) => {
    const clusters = [{ name: 'main', type: 'FLEX' }]
    return { groupId: (await world.project({ clusters })).groupId }
  },
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
  'orgs.restrictEmployeeAccess': async (world) => {
    const { orgId } = await world.project()
    await world.control('POST', 'org', { orgId, restrictEmployeeAccess: false })
    answers().stale(() => true)
    return { orgId, restrictEmployeeAccess: true }
  },
  'orgs.settings': organization,
  'projects.events': project,
  'projects.get': project,
}
