import { getCluster } from '@/lib/ops/clusters'
import { consolePid, cpuOf } from './cpu'
import { during, ms, number, perSecond, type Timed, table, together } from './measure'
import { type BenchPerson, post } from './person'
import type { Control } from './sandbox'

const ROUNDS = 3
const SECONDS = 2

type Kind = { name: string; pid: number | undefined; go(): Promise<void> }

type Setting = {
  data: string
  people: readonly BenchPerson[]
  sandbox: Control
  upstream: string
  reference: { origin: string; pid: number | undefined }
}

/**
 * Reads one cluster with and without the cache, and compares it with a bare Next handler and a naive proxy that read the
 * same bytes from the same upstream.
 */
export async function reads(setting: Setting): Promise<void> {
  const { data, people, sandbox, upstream, reference } = setting
  const groupId = await sandbox.project(`bench reads ${Date.now()}`, ['bench-cached'])
  const [person] = people
  if (!person) throw new Error('Sign-in failed.')
  const cluster = await person.run(getCluster, { groupId, clusterName: 'bench-cached' })
  await post(`${upstream}/_repeat`, cluster)

  const console = consolePid(data)
  let turn = 0
  const next = () => {
    turn += 1
    return people[turn % people.length] ?? person
  }
  const naive = { groupId, clusterName: 'bench-cached' }
  const kinds: Kind[] = [
    {
      name: 'naive Next proxy',
      pid: reference.pid,
      go: () => post(`${reference.origin}/api/naive`, naive, person.headers),
    },
    {
      name: 'bare Next handler',
      pid: reference.pid,
      go: () => post(`${reference.origin}/api/bare`, naive),
    },
    {
      name: 'Gatehouse, without the cache',
      pid: console,
      go: () => next().send(getCluster, { groupId, clusterName: `bench-${turn}` }),
    },
    {
      name: 'Gatehouse, from the cache',
      pid: console,
      go: () => next().send(getCluster, { groupId, clusterName: 'bench-cached' }),
    },
  ]
  for (const clients of [16, 1]) {
    // A warm-up for connections, tokens and compiled code.
    for (const kind of kinds) await during(1, clients, [kind.go])
    const found = kinds.map((kind) => ({ kind, timed: [] as Timed[], cpu: 0 }))
    for (let round = 0; round < ROUNDS; round += 1)
      for (const one of found) {
        const before = cpuOf(one.kind.pid)
        one.timed.push(await during(SECONDS, clients, [one.kind.go]))
        one.cpu += cpuOf(one.kind.pid) - before
      }
    const measured = found.map(({ kind, timed, cpu }) => {
      const all = together(timed)
      return { name: kind.name, all, rate: perSecond(all), cpu: cpu / all.times.length }
    })
    const [base] = measured
    table(
      `Reading one cluster (${number(JSON.stringify(cluster).length)} bytes), ${clients} connection${clients === 1 ? '' : 's'}`,
      ['', 'per second', 'ratio', 'CPU each', 'ratio', 'p50', 'p95'],
      measured.map(({ name, all, rate, cpu }) => [
        name,
        number(rate),
        `${number(rate / (base?.rate ?? Number.NaN))}x`,
        `${cpu.toFixed(2)} ms`,
        `${number((base?.cpu ?? Number.NaN) / cpu)}x`,
        ms(all.times, 50),
        ms(all.times, 95),
      ]),
    )
  }
}
