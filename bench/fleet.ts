import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { z } from 'zod'
import { fact } from '@/lib/atlas/facts'
import { sources } from '@/lib/fleet/checks'
import { getFleet } from '@/lib/ops/fleet'
import { whoAmI } from '@/lib/ops/me'
import { routes } from '@/lib/routes'
import type { Sql } from '@/lib/server/database'
import { endpointSets } from '@/sandbox/atlas/buckets'
import { consolePid } from './cpu'
import { ms, number, table } from './measure'
import type { BenchPerson } from './person'
import { send } from './sandbox'

const PROJECTS = 500
const CLUSTERS = 2_000
const ROUND_MINUTES = 15

type Setting = {
  url: string
  data: string
  atlas: string
  person: BenchPerson
  sql: Sql
  requestsPerMinute: number
}

const ofAtlas = sources.filter(({ op }) => op).map(({ id }) => id)

/** A fleet of 500 projects and 2,000 clusters: its Atlas calls, its speed, a restart and a failing project. */
export async function fleet(setting: Setting): Promise<void> {
  const { sql, atlas, requestsPerMinute } = setting
  const made = z.object({ projects: z.array(z.object({ groupId: z.string() })) }).parse(
    await send(atlas, 'POST', 'fill', {
      area: 'fleet',
      projects: PROJECTS,
      clusters: CLUSTERS,
    }),
  )
  const broken = made.projects[PROJECTS / 2]?.groupId ?? ''
  const calls = watchCalls(atlas)
  const begun = Date.now()
  await until(async () => (await urgentLeft(sql)) === 0)
  const urgent = (Date.now() - begun) / 1000
  await until(async () => (await counted(sql)).read > PROJECTS * 4)
  const resumed = await restart(setting)
  const fault = { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' }
  await send(atlas, 'POST', 'fault', { match: { groupId: broken }, times: 1_000_000, fault })
  await until(async () => {
    const { places, left } = await counted(sql)
    return places >= PROJECTS && left === 0
  })
  const seconds = (Date.now() - begun) / 1000
  await calls.stop()
  const { rows } = await counted(sql)
  const [rest] = await sql<{ calls: number }[]>`
    select sum(${ROUND_MINUTES * 60} / extract(epoch from next_at - read_at))::float8 as calls from fleet_reading
    where source = any(${ofAtlas}) and source <> 'clusters' and read_at is not null`
  const atRest = rest?.calls ?? Number.NaN
  table(
    `The fleet: ${PROJECTS} projects and ${CLUSTERS} clusters, with the sandbox’s own`,
    ['', ''],
    [
      ['lists to ask for page by page, each once', number(rows)],
      [`calls at rest in a round of ${ROUND_MINUTES} minutes`, number(atRest)],
      ['times fewer', number(rows / atRest)],
      [
        `first round, ${number(requestsPerMinute / 2)} calls a minute allowed`,
        `${number(seconds)} s`,
      ],
      ['access lists and alerts of all projects', `${number(urgent)} s`],
      ['calls of the first round', number(calls.total())],
      ['of these, lists of clusters and flex clusters', calls.ofObserver().map(number).join(', ')],
      ['the most used of Atlas’s limits, in percent', number(calls.mostUsed() * 100)],
      [
        'readings before a restart, and those read again after it',
        `${number(resumed.kept)}, ${number(resumed.repeated)}`,
      ],
      ['complete projects while one fails', `${await complete(sql, broken)} of ${PROJECTS}`],
    ],
  )
  await speed(setting)
}

async function until(isDone: () => Promise<boolean>): Promise<void> {
  while (!(await isDone())) await sleep(500)
}

/** Readings of Atlas, those that were read, and those never tried. */
async function counted(sql: Sql) {
  const [row] = await sql<{ rows: number; read: number; left: number; places: number }[]>`
    select count(*) as rows, count(read_at) as read, count(distinct nullif(group_id, '')) as places,
      count(*) filter (where read_at is null and failures = 0) as left
    from fleet_reading where source = any(${ofAtlas})`
  return row ?? { rows: 0, read: 0, left: 0, places: 0 }
}

/** Projects whose access list or alerts were never read. */
async function urgentLeft(sql: Sql): Promise<number> {
  const [row] = await sql<{ left: number }[]>`
    select count(*) filter (where read_at is null and failures = 0)
      + greatest(0, ${PROJECTS} - count(distinct group_id)) as left
    from fleet_reading where source in ('accessList', 'alerts')`
  return row?.left ?? PROJECTS
}

/** Kills the console in the middle of a round, and counts what the next one reads again before it is due. */
async function restart({ sql, data }: Setting) {
  const pid = consolePid(data)
  process.kill(pid, 'SIGKILL')
  const [{ at } = { at: new Date() }] = await sql<{ at: Date }[]>`select clock_timestamp() as at`
  const before = await sql<{ key: string; read_at: Date }[]>`
    select source || org_id || group_id || part as key, read_at from fleet_reading
    where source = any(${ofAtlas}) and source <> 'clusters' and next_at > ${new Date(at.getTime() + 600_000)}`
  const { read } = await counted(sql)
  await until(async () => (await counted(sql)).read > read + 200)
  const after = await sql<{ key: string; read_at: Date }[]>`
    select source || org_id || group_id || part as key, read_at from fleet_reading where read_at is not null`
  const now = new Map(after.map(({ key, read_at }) => [key, read_at.getTime()]))
  return {
    kept: before.length,
    repeated: before.filter(({ key, read_at }) => now.get(key) !== read_at.getTime()).length,
  }
}

/** The projects of the fleet besides `broken` that were read completely. */
async function complete(sql: Sql, broken: string): Promise<number> {
  const [row] = await sql<{ complete: number }[]>`
    select count(*) as complete from (
      select group_id from fleet_reading where source = any(${ofAtlas}) and group_id <> ''
      group by group_id having bool_and(read_at is not null)) done where group_id <> ${broken}`
  return Math.min(PROJECTS - 1, row?.complete ?? 0)
}

const received = z.object({
  calls: z.array(
    z.looseObject({
      seq: z.number(),
      at: z.string(),
      operationId: z.string().nullish(),
      groupId: z.string().nullish(),
    }),
  ),
})

/** Counts the calls that Atlas receives, by the minute and limit that they count against. */
function watchCalls(atlas: string) {
  const used = new Map<string, number>()
  const byOperation = new Map<string, number>()
  let since = 0
  let total = 0
  let isStopped = false
  const look = async () => {
    const { calls } = received.parse(await send(atlas, 'GET', `calls?since=${since}`))
    for (const { seq, at, operationId, groupId } of calls) {
      since = Math.max(since, seq)
      if (!operationId) continue
      total += 1
      byOperation.set(operationId, (byOperation.get(operationId) ?? 0) + 1)
      const set = endpointSets.find((one) => one.holds(operationId, fact(operationId)))
      const place = set?.scope === 'GROUP' ? groupId : ''
      const key = `${at.slice(0, 16)}|${set?.id}|${place}|${set?.capacity}`
      used.set(key, (used.get(key) ?? 0) + 1)
    }
  }
  const watching = (async () => {
    while (!isStopped) {
      await look()
      await sleep(2_000)
    }
  })()
  return {
    total: () => total,
    ofObserver: () =>
      ['listGroupClusters', 'listGroupFlexClusters'].map((op) => byOperation.get(op) ?? 0),
    /** The largest part of a limit that was used in a minute, 0 to 1. */
    mostUsed: () =>
      Math.max(...[...used].map(([key, count]) => count / Number(key.split('|').at(-1)))),
    async stop() {
      isStopped = true
      await watching
      await look()
    },
  }
}

/** The time to the first byte of an answer, in ms, and its size. */
async function firstByte(url: string, headers: Record<string, string>) {
  const begun = performance.now()
  const answer = await request(url, { method: 'POST', headers, body: '{}' })
  let first = 0
  let size = 0
  for await (const chunk of answer.body) {
    first ||= performance.now() - begun
    size += chunk.length
  }
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`)
  return { first, size }
}

async function speed({ url, person }: Setting): Promise<void> {
  const headers = { ...person.headers, origin: url, 'content-type': 'application/json' }
  const rows: string[][] = []
  for (const op of [whoAmI, getFleet]) {
    const times: number[] = []
    let bytes = 0
    for (let i = 0; i < 30; i += 1) {
      const { first, size } = await firstByte(url + routes.op(op.id), headers)
      times.push(first)
      bytes = size
      // People share a snapshot for a second: each of these has its own.
      await sleep(1_050)
    }
    rows.push([op.id, ms(times, 50), ms(times, 95), `${number(bytes / 1024)} KiB`])
  }
  table('First byte, one person, no shared answers', ['', 'p50', 'p95', 'size'], rows)
}
