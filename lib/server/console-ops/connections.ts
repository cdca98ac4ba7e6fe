import type { z } from 'zod'
import type { listConnections } from '@/lib/ops/connections'
import { connections } from '../connections'
import { directory } from '../directory'

/** `connections.list`: every connection with what is left of its rate limits. Does not call Atlas. */
export async function list(): Promise<z.output<typeof listConnections.output>> {
  const { orgs, problems } = await directory()
  const now = Date.now()
  return {
    results: connections().map((connection) => {
      const { reported, ...budget } = connection.budget()
      return {
        name: connection.name,
        baseUrl: connection.baseUrl,
        problem: problems.find(({ view }) => view.connection.name === connection.name)?.why ?? null,
        organizations: [...orgs.values()]
          .filter((org) => org.connection.name === connection.name)
          .map(({ orgId, name }) => ({ orgId, name })),
        budget,
        reported: reported.map(({ key, left, limit, age, heldFor }) => {
          const [operation = '', placeId] = key.split(' ')
          return {
            operation,
            placeId: placeId || null,
            left,
            limit: limit ?? null,
            at: new Date(now - age).toISOString(),
            heldUntil: heldFor > 0 ? new Date(now + heldFor).toISOString() : null,
          }
        }),
      }
    }),
  }
}
