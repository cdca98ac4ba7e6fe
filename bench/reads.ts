import { getCluster } from '@/lib/ops/clusters'
import { compare, type Kind } from './compare'
import { consolePid } from './cpu'
import { number } from './measure'
import { type BenchPerson, post } from './person'
import type { Control } from './sandbox'

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
  await compare(`Reading one cluster (${number(JSON.stringify(cluster).length)} bytes)`, kinds)
}
