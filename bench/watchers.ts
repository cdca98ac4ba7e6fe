import { setTimeout as sleep } from 'node:timers/promises'
import { getCluster } from '@/lib/ops/clusters'
import { number, table } from './measure'
import type { BenchPerson } from './person'
import type { Control } from './sandbox'

const SECONDS = 20
/** How often a page with a visible cluster reads it (`refetchInterval` of clusters.get). */
const EVERY_MS = 10_000

/** Calls to Atlas for many people who watch the same cluster, and for as many people who each watch a different one. */
export async function watchers(people: readonly BenchPerson[], sandbox: Control): Promise<void> {
  const names = people.map((_, i) => `watched-${i + 1}`)
  const [one, many] = await Promise.all([
    sandbox.project(`bench one ${Date.now()}`, ['watched']),
    sandbox.project(`bench many ${Date.now()}`, names),
  ])
  const reads = { one: 0, many: 0 }
  const until = performance.now() + SECONDS * 1000
  const watch = async (which: keyof typeof reads, i: number, input: object) => {
    // People open a page at different moments.
    await sleep((i / people.length) * EVERY_MS)
    while (performance.now() < until) {
      await people[i]?.send(getCluster, input)
      reads[which] += 1
      await sleep(EVERY_MS)
    }
  }
  await Promise.all(
    names.flatMap((clusterName, i) => [
      watch('one', i, { groupId: one, clusterName: 'watched' }),
      watch('many', i, { groupId: many, clusterName }),
    ]),
  )
  const calls = {
    one: await sandbox.calls(one, 'getGroupCluster'),
    many: await sandbox.calls(many, 'getGroupCluster'),
  }
  const rows = (['many', 'one'] as const).map((which) => [
    which === 'one' ? 'all on one cluster' : 'each on a different cluster',
    number(reads[which]),
    number(calls[which]),
    number(reads[which] / calls[which]),
  ])
  table(
    `${people.length} people watching for ${SECONDS} s, each reading every ${EVERY_MS / 1000} s`,
    ['', 'reads', 'calls to Atlas', 'reads per call'],
    rows,
  )
}
