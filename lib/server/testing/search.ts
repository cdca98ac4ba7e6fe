import { afterAll, beforeAll, beforeEach } from 'vitest'
import { z } from 'zod'
import { type TestConsole, testConsole } from '@/scripts/testing/console'
import { answers } from '../connections'

export type SearchPlace = { groupId: string; clusterName: string }

const filled = z.object({ indexes: z.record(z.string(), z.string()) })

/** Registers the hooks of a test file about Atlas Search, and returns its tools. */
export function searchLab() {
  let gatehouse: TestConsole
  beforeAll(async () => {
    gatehouse = await testConsole()
  })
  afterAll(() => gatehouse.end())
  beforeEach(() => gatehouse.control('DELETE', 'fault'))

  /** A cluster of the test's own. */
  async function cluster(more: object = {}, type = 'REPLICASET'): Promise<SearchPlace> {
    const { groupId } = await gatehouse.project({ clusters: [{ name: 'own', type }], ...more })
    return { groupId, clusterName: 'own' }
  }
  return {
    console: () => gatehouse,
    cluster,
    /** The same with the twelve indexes of search-main, or the given ones, with their ids by name. */
    async filledCluster(what: object = {}) {
      const place = await cluster()
      const told = await gatehouse.control('POST', 'fill', { area: 'search', ...place, ...what })
      const ids = filled.parse(told).indexes
      return { ...place, id: (name: string) => ids[name] ?? '' }
    },
    /** Moves Atlas's clock on. */
    async advance(advanceSeconds: number) {
      await gatehouse.control('POST', 'clock', { advanceSeconds })
      answers().stale(() => true)
    },
    /** The bodies that Atlas received in a project by one method. */
    sent: async (groupId: string, method: string) =>
      (await gatehouse.calls({ groupId, method })).map(({ body }): unknown =>
        typeof body === 'string' && body ? JSON.parse(body) : body,
      ),
  }
}
