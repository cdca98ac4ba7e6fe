/** The control endpoint of the sandbox Atlas (sandbox/README.md). */
export function controlOf(atlas: string) {
  const post = async (what: string, body: unknown): Promise<unknown> => {
    const answer = await fetch(`${atlas}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${await answer.text()}`)
    return answer.json()
  }
  return {
    project: async (body: { name: string; [more: string]: unknown }) =>
      (await post('projects', body)) as { groupId: string; orgId: string },
    fill: (body: Record<string, unknown>) => post('fill', body),
    state: (body: Record<string, unknown>) => post('state', body),
    world: async () =>
      (await (await fetch(`${atlas}/_sandbox/world`)).json()) as {
        projects: Array<{ id: string; clusters: Array<{ name: string; grant: unknown }> }>
      },
  }
}
export type Control = ReturnType<typeof controlOf>
