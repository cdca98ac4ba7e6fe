import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Call } from '@/sandbox/atlas/calls'
import type { FaultOrder } from '@/sandbox/atlas/faults'
import { sandboxAtlas } from './environment'

const made = z.object({
  groupId: z.string(),
  orgId: z.string(),
  name: z.string(),
  clusters: z.array(z.object({ name: z.string() })),
})
export type SandboxProject = z.output<typeof made>

export type ProjectOptions = {
  name?: string
  /** Fabrikam Sandbox when left out. */
  orgId?: string
  tags?: Array<{ key: string; value: string }>
  clusters?: Array<{
    name: string
    type?: 'REPLICASET' | 'SHARDED' | 'GEOSHARDED' | 'M0' | 'FLEX'
    state?: 'IDLE' | 'CREATING' | 'UPDATING' | 'DELETING' | 'REPAIRING'
  }>
  /** How many plain addresses the access list starts with. */
  accessList?: number
  /** Whether security groups are taken. */
  peering?: boolean
}

type Grant = { grantType: string; expirationTime: string }
/** A fault always names its project, or an id in the path, so that other tests are not affected. */
type Fault = Omit<FaultOrder, 'times' | 'match'> & {
  times?: number
  match: FaultOrder['match'] & ({ groupId: string } | { pathIncludes: string })
}

const world = z.object({
  projects: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      accessList: z.number(),
      clusters: z.array(
        z.object({
          name: z.string(),
          grant: z.object({ grantType: z.string(), expirationTime: z.string() }).nullable(),
        }),
      ),
    }),
  ),
})

const calls = z.object({
  calls: z.array(
    z.custom<Call>((value) => typeof value === 'object' && value !== null && 'seq' in value),
  ),
})

async function control(method: string, what: string, body?: unknown): Promise<unknown> {
  const answer = await fetch(`${sandboxAtlas()}/_sandbox/${what}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const said: unknown = await answer.json()
  if (!answer.ok) throw new Error(`The sandbox refused ${what}: ${JSON.stringify(said)}`)
  return said
}

/** The part of a name that no other test has. */
export const unique = () => randomBytes(4).toString('hex')

/** The control endpoint of the sandbox Atlas: sandbox/README.md. */
export const sandbox = {
  /** Makes a project; `title` stays readable in its name. */
  async makeProject(title: string, options: ProjectOptions = {}): Promise<SandboxProject> {
    const words = title.replace(/[^a-z0-9]+/gi, '-').slice(0, 40)
    return made.parse(
      await control('POST', 'projects', { name: `${words}-${unique()}`, ...options }),
    )
  },
  /** Adds resources of an area to a project or organization (sandbox/README.md) and returns their ids. */
  fill: (what: { area: string } & Record<string, unknown>) => control('POST', 'fill', what),
  /** Adds items of a plain resource or changes one outside the console (sandbox/README.md). */
  collection: (what: { collection: string } & Record<string, unknown>) =>
    control('POST', 'collection', what),
  /** The next matching calls to Atlas fail with the fault. */
  fault: async (order: Fault) => void (await control('POST', 'fault', order)),
  /** Ends the faults with exactly this match. */
  heal: async (match: Fault['match']) => void (await control('DELETE', 'fault', { match })),
  /** Changes a cluster outside the console. */
  state: async (about: {
    groupId: string
    clusterName: string
    state?: string
    paused?: boolean
    grant?: Grant | null
  }) => void (await control('POST', 'state', about)),
  /** The calls that the sandbox received, oldest first. */
  async calls(about: { groupId?: string; operationId?: string; method?: string; since?: string }) {
    return calls.parse(await control('GET', `calls?${new URLSearchParams(about)}`)).calls
  },
  /** The grant in a cluster's slot. */
  async grantOf(groupId: string, clusterName: string): Promise<Grant | null> {
    const { projects } = world.parse(await control('GET', 'world'))
    const project = projects.find((p) => p.id === groupId)
    const cluster = project?.clusters.find((c) => c.name === clusterName)
    if (!cluster) throw new Error(`The sandbox has no cluster ${clusterName} in ${groupId}`)
    return cluster.grant
  },
  /** The number of rows in a project's access list. */
  async accessListSize(groupId: string): Promise<number> {
    const { projects } = world.parse(await control('GET', 'world'))
    return projects.find((p) => p.id === groupId)?.accessList ?? 0
  },
}
export type SandboxControl = typeof sandbox
