import { setTimeout as sleep } from 'node:timers/promises'
import { listClusters } from '@/lib/ops/clusters'
import { during, each, ms, number, perSecond, table, together } from './measure'
import { type BenchPerson, get } from './person'
import type { Control } from './sandbox'

const CLIENTS = 16
const ROUNDS = 3
const SECONDS = 1.5
/** Longer than an answer of clusters.list stays fresh. */
const STALE_MS = 5_500

/** One operation read past the cache and out of it, beside the cheapest answer the server can give. */
export async function reads(url: string, person: BenchPerson, sandbox: Control): Promise<void> {
  const groups = await sandbox.projectIds()
  const work = groups.map((groupId) => () => person.send(listClusters, { groupId }))
  const health = [() => get(`${url}/api/health`)]
  // Once unmeasured: connections, tokens, compiled code.
  await each(CLIENTS, work)
  await during(0.5, CLIENTS, health)

  const uncached = []
  const cached = []
  const bare = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(STALE_MS)
    uncached.push(await each(CLIENTS, work))
    cached.push(await during(SECONDS, CLIENTS, work))
    bare.push(await during(SECONDS, CLIENTS, health))
  }
  const rows = (
    [
      ['clusters.list, asked of Atlas', together(uncached)],
      ['clusters.list, from the shared cache', together(cached)],
      ['/api/health', together(bare)],
    ] as const
  ).map(([name, timed]) => ({ name, timed, rate: perSecond(timed) }))
  const base = rows[0]?.rate ?? Number.NaN
  table(
    `Reads through the data route, ${CLIENTS} connections, ${groups.length} projects`,
    ['', 'requests', 'per second', 'ratio', 'p50', 'p95'],
    rows.map(({ name, timed, rate }) => [
      name,
      number(timed.times.length),
      number(rate),
      `${number(rate / base)}x`,
      ms(timed.times, 50),
      ms(timed.times, 95),
    ]),
  )
}
