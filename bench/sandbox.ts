import { z } from 'zod'

const made = z.object({ groupId: z.string() })
const calls = z.object({ calls: z.array(z.looseObject({ seq: z.number() })) })
const world = z.object({ projects: z.array(z.looseObject({ id: z.string(), name: z.string() })) })

/** Sends a control command (sandbox/README.md) to the sandbox Atlas. @throws Error when it refuses */
export async function send(
  atlas: string,
  method: string,
  what: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`${atlas}/_sandbox/${what}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${await answer.text()}`)
  return answer.json()
}

/** The control commands that the measurements need. */
export function control(atlas: string) {
  return {
    /** Creates a project with clusters of these names. Returns its id. */
    project: async (name: string, clusters: readonly string[]) =>
      made.parse(
        await send(atlas, 'POST', 'projects', {
          name,
          clusters: clusters.map((one) => ({ name: one })),
        }),
      ).groupId,
    projectIds: async () =>
      world.parse(await send(atlas, 'GET', 'world')).projects.map(({ id }) => id),
    /** How many calls of an operation Atlas has received about a project. */
    calls: async (groupId: string, operationId: string) =>
      calls.parse(
        await send(atlas, 'GET', `calls?${new URLSearchParams({ groupId, operationId })}`),
      ).calls.length,
  }
}
export type Control = ReturnType<typeof control>
