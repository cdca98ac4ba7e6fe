import { machineBindings } from './clients'
import { card } from './requests'
import { startConsole } from './start'

/** A console with machines of these names, which are operators everywhere. */
export async function startWithMachines(...names: string[]) {
  const world = await startConsole({
    configure: (file) => ({
      ...file,
      bindings: [...(file.bindings as object[]), ...machineBindings(...names)],
    }),
  })
  return {
    world,
    /** The changes that Atlas received in a project, oldest first. */
    writes: async (groupId: string) =>
      (await world.calls({ groupId })).filter(({ method }) => method !== 'GET'),
  }
}

/** A call that creates a network peering connection, which needs approval. */
export const peer = (groupId: string, more: object = {}) => ({
  method: 'POST',
  path: `/api/atlas/v2/groups/${groupId}/peers`,
  body: JSON.stringify({ providerName: 'AWS', vpcId: 'vpc-1', ...more }),
})

/** The state of a request, how it was closed, and the state of its last effect. */
export async function statesOf(requestId: string) {
  const { request, effects } = await card(requestId)
  return [request.state, request.how, effects.at(-1)?.state]
}
