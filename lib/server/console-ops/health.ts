import { hostname } from 'node:os'
import type { z } from 'zod'
import type { getHealth } from '@/lib/ops/health'
import { version } from '@/package.json'
import { proofWarnings } from '../checkpoints/health'
import { clockWarnings } from '../clocks'
import { configuration } from '../configuration'
import { isDatabaseError, sql } from '../database'
import { chainNow } from '../health/chain'
import { channelsNow } from '../health/channels'
import { loopLabel } from '../health/loop-names'
import { queues } from '../health/queue-names'
import { queuesNow } from '../health/queues'
import { LOST_AFTER_SECONDS, ownState, type Replica, replicasNow } from '../health/replica'
import { log } from '../log'
import { thisReplica } from '../replicas'
import { tracesConfigured } from '../tracing/configured'

type Health = z.output<typeof getHealth.output>

/** How long the page waits for a part, in ms. */
const PATIENCE_MS = 3_000
/** A loop that failed this often in a row needs a person. */
const FAILING_FROM = 3

/** `health.get`: every part fails by itself. Does not call Atlas. */
export async function get(): Promise<Health> {
  const replicas = part('replicas', replicasNow)
  const [database, warnings, waiting, chain, channels, found] = await Promise.all([
    part('database', databaseNow),
    part('warnings', async () => [...(await proofWarnings()), ...(await clockWarnings())]),
    part('queues', async () =>
      (await queuesNow()).map((one) => ({ ...one, label: queues[one.name] })),
    ),
    part('chain', chainNow),
    part('channels', channelsNow),
    replicas,
  ])
  return {
    versions: {
      gatehouse: version,
      node: process.version,
      metrics: configuration().metrics.token !== undefined,
      traces: tracesConfigured(),
    },
    database,
    warnings,
    queues: waiting,
    chain,
    channels,
    replicas: mapped(found, (all) => all.map(shownReplica)),
    ...ofProcesses(found),
  }
}

type Part<T> = { value: T | null; why: string | null }

const mapped = <T, U>({ value, why }: Part<T>, change: (value: T) => U): Part<U> => ({
  value: value === null ? null : change(value),
  why,
})

async function part<T>(name: string, read: () => Promise<T>): Promise<Part<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('It took too long.')), PATIENCE_MS)
  })
  try {
    return { value: await Promise.race([read(), late]), why: null }
  } catch (error) {
    log.warn('A part of the health page could not be read', { part: name, error: String(error) })
    const why = isDatabaseError(error)
      ? 'PostgreSQL returned an error. The log says which.'
      : 'PostgreSQL did not answer in time.'
    return { value: null, why }
  } finally {
    clearTimeout(timer)
  }
}

async function databaseNow(): Promise<NonNullable<Health['database']['value']>> {
  const [row] = await sql()<
    Array<{ version: string; migration: string; at: Date; bytes: number }>
  >`select current_setting('server_version') as version, m.name as migration, m.applied_at as at,
      pg_database_size(current_database())::float8 as bytes
    from migration m order by m.name desc limit 1`
  if (!row) throw new Error('There is no migration.')
  const { version: postgres, migration, at, bytes } = row
  return {
    version: postgres,
    migration: migration.replace(/\.sql$/, ''),
    migratedAt: at.toISOString(),
    megabytes: Math.round(bytes / 1024 ** 2),
  }
}

const isLost = ({ secondsAgo }: Replica) => secondsAgo > LOST_AFTER_SECONDS

/** Several consoles can run on one host. */
const nameOf = ({ id, host }: Pick<Replica, 'id' | 'host'>) => `${host} ${id.slice(0, 4)}`

const shownReplica = (one: Replica) => ({
  id: one.id,
  name: nameOf(one),
  version: one.version,
  node: one.node,
  startedAt: one.startedAt.toISOString(),
  seenAt: one.seenAt.toISOString(),
  isLost: isLost(one),
  isThis: one.id === thisReplica(),
})

const at = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString())

/** What runs in processes: of this one even without the database, and then of no other. */
function ofProcesses(found: Part<Replica[]>): Pick<Health, 'loops' | 'connections'> {
  const others = (found.value ?? []).filter((one) => one.id !== thisReplica() && !isLost(one))
  const all = [{ id: thisReplica(), host: hostname(), state: ownState() }, ...others].map(
    ({ state, ...one }) => ({ replica: nameOf(one), ...state }),
  )
  const loops = all.flatMap(({ replica, loops }) =>
    loops.map(({ startedAt, succeededAt, failedAt, failingSince, ...rest }) => ({
      ...rest,
      label: loopLabel(rest.name),
      replica,
      startedAt: at(startedAt),
      succeededAt: at(succeededAt),
      failedAt: at(failedAt),
      failingSince: rest.failuresInARow < FAILING_FROM ? null : at(failingSince ?? failedAt),
    })),
  )
  const connections = all.flatMap(({ replica, connections }) =>
    connections.map(({ perMinute: _, ...rest }) => ({ ...rest, replica })),
  )
  return { loops: { value: loops, why: null }, connections: { value: connections, why: null } }
}
