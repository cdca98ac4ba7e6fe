import type { z } from 'zod'
import { idFrom, iso } from './ids'
import { reject } from './reject'
import type { Cluster, Org, Project, SandboxEvent, Switches, WorldData } from './world/shapes'

/** The person or API actor in an event. */
export type Origin = { username?: string; userId?: string; publicKey?: string; address?: string }

/** One area of the sandbox's state, in one file of `areas/`: backups, search indexes, streams, federations. */
export type Area<T> = {
  name: string
  /** The schema of its data in the data file. */
  shape: z.ZodType<T>
  /** Its initial data. Recent dates are relative to now, transitions to `world.clock()`. */
  make(world: World): T
}

/** The sandbox's state and clock, with lookups that fail like Atlas. */
export class World {
  /** To call after every change that must survive a restart. */
  changed: () => void = () => {}
  readonly data: WorldData
  /** Projects whose access list is being changed. */
  readonly applying = new Set<string>()

  constructor(data: WorldData, speed?: number) {
    this.data = data
    if (speed !== undefined) this.data.clock = { ...this.rebased(), speed }
  }

  /** The data of an area, created at first use. Call `changed()` after changing it. */
  area<T>({ name, shape, make }: Area<T>): T {
    const open = this.opened.get(name)
    // The only place that writes to it, by the name of the area.
    if (open !== undefined) return open as T
    const state = shape.parse(this.data.areas[name] ?? make(this))
    this.data.areas[name] = state
    this.opened.set(name, state)
    return state
  }
  private readonly opened = new Map<string, unknown>()

  get switches(): Switches {
    return this.data.switches
  }

  /** Milliseconds of the sandbox clock, which drives state transitions only. */
  clock(): number {
    const { real, sandbox, speed } = this.data.clock
    return sandbox + (Date.now() - real) * speed
  }

  /** Moves the sandbox clock forward. Grants follow real time and do not change. */
  advance(seconds: number): void {
    const now = this.rebased()
    this.data.clock = { ...now, sandbox: now.sandbox + seconds * 1000 }
    this.changed()
  }

  private rebased() {
    return { ...this.data.clock, sandbox: this.clock(), real: Date.now() }
  }

  org(id: string | undefined): Org {
    const found = this.data.orgs.find((o) => o.id === id)
    if (found) return found
    throw reject(404, 'ORG_NOT_FOUND', `No organization with ID ${id} exists.`, id)
  }

  project(id: string | undefined): Project {
    const found = this.data.projects.find((p) => p.id === id)
    if (found) return found
    throw reject(404, 'GROUP_NOT_FOUND', `No group with ID ${id} exists.`, id)
  }

  /** All clusters, or those of a project, after their transitions that are due. */
  clusters(groupId?: string): Cluster[] {
    const ofPlace = () =>
      this.data.clusters.filter((c) => groupId === undefined || c.groupId === groupId)
    for (const cluster of ofPlace()) this.settle(cluster)
    return ofPlace()
  }

  /** A cluster of any kind. */
  anyCluster(groupId: string | undefined, name: string | undefined): Cluster {
    const { id } = this.project(groupId)
    const found = this.clusters(id).find((c) => c.name === name)
    if (found) return found
    throw reject(
      404,
      'CLUSTER_NOT_FOUND',
      `No cluster named ${name} exists in group ${id}.`,
      name,
      id,
    )
  }

  /** A cluster of the cluster API, which refuses flex clusters. */
  cluster(groupId: string | undefined, name: string | undefined): Cluster {
    const found = this.anyCluster(groupId, name)
    if (found.kind !== 'FLEX') return found
    throw reject(
      400,
      'CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API',
      `${name} is a Flex cluster and is served by the flexClusters resource only.`,
      name,
    )
  }

  /** The grant that is active by the real clock. */
  grantOf(cluster: Cluster): Cluster['grant'] {
    const { grant } = cluster
    return grant && Date.parse(grant.expirationTime) > Date.now() ? grant : undefined
  }

  record(
    about: Pick<SandboxEvent, 'eventTypeName' | 'orgId'> & Partial<SandboxEvent>,
    origin: Origin = {},
    at: number = Date.now(),
  ): void {
    const { address, ...who } = origin
    this.data.events.push({
      id: idFrom(`event ${this.data.events.length} ${at}`, at),
      created: iso(at),
      ...who,
      ...(address ? { remoteAddress: address } : {}),
      ...about,
    })
    this.changed()
  }

  private settle(cluster: Cluster): void {
    const { next } = cluster
    if (!next || next.at > this.clock()) return
    const orgId = this.project(cluster.groupId).orgId
    const about = { orgId, groupId: cluster.groupId, clusterName: cluster.name }
    cluster.next = undefined
    if (next.state === 'GONE') {
      this.data.clusters = this.data.clusters.filter((c) => c !== cluster)
      this.record({ ...about, eventTypeName: 'CLUSTER_DELETED' })
    } else {
      const eventTypeName =
        cluster.state === 'CREATING' ? 'CLUSTER_READY' : 'CLUSTER_UPDATE_COMPLETED'
      cluster.state = next.state
      this.record({ ...about, eventTypeName })
    }
  }
}
