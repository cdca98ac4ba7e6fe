import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { z } from 'zod'
import { getCluster } from '@/lib/ops/clusters'
import { open } from '@/lib/server/database'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import type { DemoMachine } from '@/scripts/demo-machines'
import { compare, type Kind } from './compare'
import { consolePid } from './cpu'
import { number, table } from './measure'
import { type BenchPerson, get, post } from './person'

const LARGE_MB = [50, 400]

type Setting = {
  url: string
  data: string
  machine: DemoMachine
  person: BenchPerson
  upstream: string
  reference: { origin: string; pid: number | undefined }
}

/** Reads one cluster as a machine through the gateway, beside a naive Next proxy, and large answers. */
export async function gateway(setting: Setting): Promise<void> {
  const { url, data, machine, person, upstream, reference } = setting
  await withoutBudget(data)
  const headers = {
    authorization: `Bearer ${await tokenOf(url, machine)}`,
    accept: 'application/vnd.atlas.2025-03-12+json',
  }
  const groupId = projectIdOf('search-platform')
  const cluster = await person.run(getCluster, { groupId, clusterName: 'search-main' })
  await post(`${upstream}/_repeat`, cluster)
  const at = `${url}/api/atlas/v2/groups/${groupId}/clusters`
  const naive = { groupId, clusterName: 'bench-cached' }
  let turn = 0
  const kinds: Kind[] = [
    {
      name: 'naive Next proxy',
      pid: reference.pid,
      go: () => post(`${reference.origin}/api/naive`, naive, person.headers),
    },
    {
      name: 'the gateway',
      pid: consolePid(data),
      // Different names, because equal reads in flight are one call.
      go: () => get(`${at}/bench-${turn++ % 1_000}`, headers),
    },
  ]
  await compare(
    `Reading one cluster as a machine (${number(JSON.stringify(cluster).length)} bytes)`,
    kinds,
  )
  const memory: string[][] = []
  for (const megabytes of LARGE_MB)
    memory.push(await large(`${at}/bench-large-${megabytes}`, headers, consolePid(data)))
  table(
    'Resident memory of the console, with a client that reads slowly',
    ['answer', 'before', 'most'],
    memory,
  )
}

/** How much memory an answer takes that a client reads slowly: its size, before, and the most. */
async function large(url: string, headers: Record<string, string>, pid: number): Promise<string[]> {
  const before = residentMb(pid)
  let most = before
  const answer = await request(url, { headers })
  let size = 0
  let looked = 0
  for await (const chunk of answer.body) {
    size += chunk.length
    if (size - looked < 1 << 20) continue
    looked = size
    // Slower than the upstream, so that bytes would pile up.
    await sleep(5)
    most = Math.max(most, residentMb(pid))
  }
  if (answer.statusCode !== 200)
    throw new Error(`The large answer has the status ${answer.statusCode}.`)
  return [`${number(size / (1 << 20))} MB`, `${number(before)} MB`, `${number(most)} MB`]
}

/** Resident memory of a process in MB; NaN without /proc. */
function residentMb(pid: number): number {
  try {
    const [, kb] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Number(kb) / 1024
  } catch {
    return Number.NaN
  }
}

/** Measure the work, not the budget of a machine. */
async function withoutBudget(data: string): Promise<void> {
  const text = readFileSync(join(data, 'postgres.json'), 'utf8')
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(text))
  const sql = open(url, 1)
  await sql`update machine set calls_per_minute = 10000000`
  await sql.end()
}

/** An access token of a machine. */
export async function tokenOf(console: string, { clientId, secret }: DemoMachine): Promise<string> {
  const answer = await request(`${console}/api/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  return z.object({ access_token: z.string() }).parse(await answer.body.json()).access_token
}
