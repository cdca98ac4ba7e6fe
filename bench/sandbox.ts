import { z } from 'zod'

const made = z.object({ groupId: z.string() })
const calls = z.object({ calls: z.array(z.looseObject({ seq: z.number() })) })
const world = z.object({ projects: z.array(z.looseObject({ id: z.string(), name: z.string() })) })

/** The control endpoint of the sandbox Atlas (sandbox/README.md), as needed for the measurements. */
export function control(atlas: string) {
  const send = async (method: string, what: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${atlas}/_sandbox/${what}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${await answer.text()}`)
    return answer.json()
  }
  return {
    /** Creates a project with clusters of these names. Returns its id. */
    project: async (name: string, clusters: readonly string[]) =>
      made.parse(
        await send('POST', 'projects', { name, clusters: clusters.map((one) => ({ name: one })) }),
      ).groupId,
    projectIds: async () => world.parse(await send('GET', 'world')).projects.map(({ id }) => id),
    /** How many calls of an operation Atlas has received about a project. */
    calls: async (groupId: string, operationId: string) =>
      calls.parse(await send('GET', `calls?${new URLSearchParams({ groupId, operationId })}`)).calls
        .length,
  }
}
export type Control = ReturnType<typeof control>
