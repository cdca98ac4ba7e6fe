import { setTimeout as sleep } from 'node:timers/promises'
import { listClusters } from '@/lib/ops/clusters'
import { consoleCpu } from './cpu'
import { during, each, ms, number, perSecond, type Timed, table, together } from './measure'
import { type BenchPerson, get } from './person'
import type { Control } from './sandbox'

const CLIENTS = 16
const ROUNDS = 3
const SECONDS = 1.5
/** Longer than an answer of clusters.list stays fresh. */
const STALE_MS = 5_500

type Kind = { name: string; go(): Promise<Timed> }

/** One operation read past the cache and out of it, beside the cheapest answer the server can give. */
export async function reads(
  url: string,
  data: string,
  person: BenchPerson,
  sandbox: Control,
): Promise<void> {
  const groups = await sandbox.projectIds()
  const work = groups.map((groupId) => () => person.send(listClusters, { groupId }))
  const health = [() => get(`${url}/api/health`)]
  // Once unmeasured: connections, tokens, compiled code.
  await each(CLIENTS, work)
  await during(0.5, CLIENTS, health)

  const kinds: Kind[] = [
    { name: 'clusters.list, asked of Atlas', go: () => each(CLIENTS, work) },
    { name: 'clusters.list, from the shared cache', go: () => during(SECONDS, CLIENTS, work) },
    { name: '/api/health', go: () => during(SECONDS, CLIENTS, health) },
  ]
  const found = kinds.map(() => ({ timed: [] as Timed[], cpu: 0 }))
  for (let round = 0; round < ROUNDS; round += 1) {
    await sleep(STALE_MS)
    for (const [i, kind] of kinds.entries()) {
      const before = consoleCpu(data)
      found[i]?.timed.push(await kind.go())
      const spent = (consoleCpu(data) ?? Number.NaN) - (before ?? Number.NaN)
      if (found[i]) found[i].cpu += spent
    }
  }
  const rows = found.map(({ timed, cpu }, i) => {
    const all = together(timed)
    return {
      name: kinds[i]?.name ?? '',
      timed: all,
      rate: perSecond(all),
      cpu: cpu / all.times.length,
    }
  })
  const base = rows[0]?.rate ?? Number.NaN
  table(
    `Reads through the data route, ${CLIENTS} connections, ${groups.length} projects`,
    ['', 'requests', 'per second', 'ratio', 'p50', 'p95', 'CPU each'],
    rows.map(({ name, timed, rate, cpu }) => [
      name,
      number(timed.times.length),
      number(rate),
      `${number(rate / base)}x`,
      ms(timed.times, 50),
      ms(timed.times, 95),
      Number.isNaN(cpu) ? '–' : `${number(cpu)} ms`,
    ]),
  )
}
