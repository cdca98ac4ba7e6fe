import { fileRequest, revokeRequest } from '@/lib/ops/requests'
import { personAs, type TestConsole, type TestProject } from '@/scripts/testing/console'
import { findProject } from '../directory'
import { observeProject } from '../employee-access/observe'
import { run } from '../run'
import { settleAll } from './acting'
import { approve, card, grantCalls, why } from './requests'

const context = { requestId: 'test' }

/** Names of clusters: `c-01`. */
export const names = (n: number) =>
  Array.from({ length: n }, (_, i) => `c-${`${i + 1}`.padStart(2, '0')}`)
export const tag = { key: 'team', value: 'payments' }
/** Each cluster of a project as a target. */
export const all = ({ groupId }: TestProject, n = 3) =>
  names(n).map((clusterName) => ({ groupId, clusterName }))
export const shared = { grantType: 'CLUSTER_INFRASTRUCTURE', minutes: 60 }
export const noticed = async ({ groupId }: TestProject) =>
  observeProject((await findProject(groupId))!)

/** Files a request for several clusters. */
export async function fileMany(more: Record<string, unknown>, person = personAs('requester')) {
  const asked = { op: 'employee.grant', input: shared, ...why, ...more }
  const { data } = await run(fileRequest, asked, person, context)
  return fileRequest.output.parse(data).requestId
}
/** Files one, approves it and waits for its calls. */
export async function live(at: TestProject, more: Record<string, unknown> = {}) {
  const id = await fileMany({ targets: all(at), ...more })
  await approve(id)
  await settleAll()
  return id
}
/** The targets of a request, as its card shows them. */
export async function targets(id: string) {
  const { several } = await card(id)
  if (!several) throw new Error('It has one target')
  return several.targets
}
export const outcomes = async (id: string) => (await targets(id)).map(({ outcome }) => outcome)
export const request = async (id: string) => (await card(id)).request
export const revoke = (requestId: string) =>
  run(revokeRequest, { requestId, reason: '' }, personAs('operator'), context)
export const untilExpected = {
  grantType: 'CLUSTER_DATABASE_LOGS',
  expirationTime: '2031-01-01T00:00:00Z',
}

/** The same in a sandbox. */
export const severalIn = (world: TestConsole) => ({
  project: (n = 3, tags = [tag]) =>
    world.project({ clusters: names(n).map((name) => ({ name, tags })) }),
  /** The clusters that got a grant, one for each call. */
  clustersOf: async (at: TestProject) =>
    (await grantCalls(world, at))
      .map(({ path }) => /clusters\/([^:/]+)/.exec(path)?.[1])
      .toSorted(),
  /** Makes Atlas refuse the next grant on a cluster. */
  refuse: ({ groupId }: TestProject, cluster: string) =>
    world.fault({
      match: {
        groupId,
        operationId: 'grantGroupClusterMongoDbEmployeeAccess',
        pathIncludes: `/${cluster}:`,
      },
      fault: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
    }),
  setState: ({ groupId }: TestProject, clusterName: string, more: object) =>
    world.control('POST', 'state', { groupId, clusterName, ...more }),
})
