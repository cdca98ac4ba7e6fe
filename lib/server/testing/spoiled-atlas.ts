import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { z } from 'zod'
import { type TestConsole, type TestProject, testConsole } from '@/scripts/testing/console'
import { findProject } from '../directory'
import { observeProject } from '../employee-access/observe'
import { settleAll } from './acting'
import { forwardingServer } from './forwarding'
import { approve, card, fileAccess } from './requests'

export const observe = async ({ groupId }: TestProject) =>
  observeProject((await findProject(groupId))!)
export const later = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
export const isCluster = (path: string) => /\/clusters\/main$/.test(path)
export const isList = (path: string) => /\/clusters\?/.test(path)
const cluster = z.looseObject({})
export const clusterPage = z.looseObject({ results: z.array(cluster) })

/** A request for access to the project's cluster, approved and granted. */
export async function granted(project: TestProject) {
  const id = await fileAccess(project)
  await approve(id)
  await settleAll()
  expect((await card(id)).effects[0]?.state).toBe('confirmed')
  return id
}

/** Registers the hooks of a test file whose Atlas gives changed answers, and returns its tools. */
export function spoiledAtlas() {
  let world: TestConsole
  let between: Awaited<ReturnType<typeof forwardingServer>>
  beforeAll(async () => {
    between = await forwardingServer()
    world = await testConsole({ configure: between.configure, timeoutSeconds: 3 })
  }, 30_000)
  afterEach(() => between.spoil())
  afterAll(async () => {
    await world.end()
    await between.close()
  })
  const spoil: typeof between.spoil = (change) => between.spoil(change)
  return {
    world: () => world,
    /** Changes answers until the end of the test, or no longer. */
    spoil,
    newProject: () => world.project({ clusters: [{ name: 'main' }] }),
    revokeCalls: async ({ groupId }: TestProject) =>
      (await world.calls({ groupId })).filter((c) => c.path.includes(':revokeMongoDB')),
    handMade: (project: TestProject, grant: unknown) =>
      world.control('POST', 'state', { groupId: project.groupId, clusterName: 'main', grant }),
    /** Changes the cluster in its own answer and in the list. */
    describedWith: (more: (held: Record<string, unknown>) => Record<string, unknown>) =>
      spoil(({ method, path }) =>
        method === 'GET' && isCluster(path)
          ? { body: (body) => ({ ...cluster.parse(body), ...more(cluster.parse(body)) }) }
          : method === 'GET' && isList(path)
            ? {
                body: (body) => {
                  const { results, ...rest } = clusterPage.parse(body)
                  return { ...rest, results: results.map((one) => ({ ...one, ...more(one) })) }
                },
              }
            : undefined,
      ),
  }
}
