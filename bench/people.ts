import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { encode } from 'next-auth/jwt'
import { Agent, request } from 'undici'
import { z } from 'zod'
import { listAccess } from '@/lib/ops/access-list'
import { listAlerts } from '@/lib/ops/alerts'
import { getCluster, listClusters } from '@/lib/ops/clusters'
import type { Query } from '@/lib/ops/define'
import { getFleet, listFindings } from '@/lib/ops/fleet'
import { inbox } from '@/lib/ops/inbox'
import { getSlot, listSlots } from '@/lib/ops/slots'
import { countWaiting } from '@/lib/ops/waiting'
import { routes } from '@/lib/routes'
import { cookieName } from '@/lib/server/cookies'
import type { Sql } from '@/lib/server/database'
import { keptSecret } from '@/scripts/data-folder'
import { consolePid, cpuOf } from './cpu'
import { ms, number, percentile, table } from './measure'
import type { BenchPerson } from './person'
import { send } from './sandbox'

const FEW = 10
const MANY = 1_000
const MEMORY_EVERY_MS = 2_000
const DAY_SECONDS = 86_400

type Setting = {
  url: string
  data: string
  atlas: string
  sql: Sql
  /** Signed in, so that their sessions can be copied. */
  people: readonly BenchPerson[]
  /** How long the many people read, in minutes. */
  minutes: number
}
type Read = { op: Query; input: Record<string, unknown> }

/**
 * 1,000 people with a page open, each reading as often as the page does: calls to Atlas beside those of 10 people, and the
 * memory of the console.
 */
export async function openPages(setting: Setting): Promise<void> {
  const { atlas, data, minutes } = setting
  const pid = consolePid(data)
  const pages = await pagesOf(atlas)
  const cookies = await sessions(setting, MANY)
  const seconds = minutes * 60
  // The first round of the fleet, and what starting left behind.
  await sleep(60_000)
  const idle = memory(pid)
  const measured = []
  for (const [count, lasts] of [
    [0, 60],
    [FEW, 60],
    [MANY, seconds],
  ] as const)
    measured.push({ count, ...(await watch(setting, pages, cookies.slice(0, count), lasts)) })
  table(
    'People with a page open. Each reads as often as the page does',
    ['', 'reads a second', 'calls to Atlas a minute', 'p50', 'p95', 'failed', 'CPU of the console'],
    measured.map(({ count, times, calls, failed, lasts, cpu }) => [
      `${number(count)} people`,
      number(times.length / lasts),
      number((calls * 60) / lasts),
      ...(times.length > 0 ? [ms(times, 50), ms(times, 95)] : ['–', '–']),
      number(failed),
      `${number(cpu / lasts / 10)} %`,
    ]),
  )
  const used = measured.at(-1)?.memory ?? []
  const third = (at: number) =>
    percentile(used.slice((used.length * at) / 3, (used.length * (at + 1)) / 3), 50)
  const most = Math.max(...used)
  table(
    `Memory of the console with ${number(MANY)} people for ${number(minutes)} minutes`,
    ['', 'MB', 'ratio to idle'],
    [
      ['idle', number(idle), '1x'],
      ['most', number(most), `${number(most / idle)}x`],
      ['first third, median', number(third(0)), `${number(third(0) / idle)}x`],
      ['second third', number(third(1)), `${number(third(1) / idle)}x`],
      ['last third', number(third(2)), `${number(third(2) / idle)}x`],
    ],
  )
}

/** The reads of one page of each kind, in one project. */
async function pagesOf(atlas: string): Promise<Read[][]> {
  const { projects } = z
    .object({
      projects: z.array(
        z.looseObject({
          id: z.string(),
          name: z.string(),
          clusters: z.array(z.looseObject({ name: z.string() })),
        }),
      ),
    })
    .parse(await send(atlas, 'GET', 'world'))
  const project = projects.find(({ name }) => name === 'payments-prod')
  const groupId = project?.id ?? ''
  const clusterName = project?.clusters[0]?.name ?? ''
  const read = (op: Query, input: Record<string, unknown> = {}): Read => ({ op, input })
  return [
    [read(getFleet), read(listFindings), read(inbox)],
    [read(inbox)],
    [read(listClusters, { groupId }), read(listSlots, { groupId })],
    [read(getCluster, { groupId, clusterName }), read(getSlot, { groupId, clusterName })],
    [read(listAccess, { groupId })],
    [read(listAlerts, { groupId })],
  ].map((page) => [...page, read(countWaiting)])
}

/** Cookies of as many sessions, each of another person: copies of those that signed in, without 1,000 sign-ins. */
async function sessions({ url, data, sql, people }: Setting, count: number): Promise<string[]> {
  const secret = keptSecret(data, 'nextauth-secret')
  const name = cookieName('session', new URL(url))
  const real = await sql<{ id: string }[]>`select id from session where ended_at is null`
  if (real.length < people.length) throw new Error('Sign-in failed.')
  const made = Array.from({ length: count }, (_, i) => ({
    id: randomUUID(),
    sub: `bench-${i}`,
    of: real[i % real.length]?.id ?? '',
  }))
  const column = (key: 'id' | 'sub' | 'of') => made.map((one) => one[key])
  await sql`
    insert into session
    select (jsonb_populate_record(real, jsonb_build_object('id', made.id, 'sub', made.sub, 'sid', null))).*
    from session real
    join unnest(${column('id')}::uuid[], ${column('sub')}::text[], ${column('of')}::uuid[]) made (id, sub, copied)
      on real.id = made.copied`
  return Promise.all(
    made.map(async ({ id, sub }) => {
      const token = await encode({ token: { sub, sid: id }, secret, maxAge: DAY_SECONDS })
      return `${name}=${token}`
    }),
  )
}

/** Resident memory of a process in MB, from /proc. */
const memory = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(join('/proc', String(pid), 'status'), 'utf8'))?.[1]) /
  1024

/** Lets people read for that many seconds, each over a socket of their own. */
async function watch(
  { url, atlas, data }: Setting,
  pages: readonly Read[][],
  cookies: readonly string[],
  lasts: number,
) {
  const pid = consolePid(data)
  const cpu = cpuOf(pid)
  const before = await lastCall(atlas)
  const times: number[] = []
  const used: number[] = []
  let failed = 0
  const end = performance.now() + lasts * 1_000
  const reading = async (
    { op, input }: Read,
    headers: Record<string, string>,
    dispatcher: Agent,
  ) => {
    const body = JSON.stringify(input)
    for (;;) {
      const since = performance.now()
      const answer = await request(url + routes.op(op.id), {
        method: 'POST',
        headers,
        body,
        dispatcher,
      })
      const text = await answer.body.text()
      times.push(performance.now() - since)
      if (answer.statusCode !== 200) failed += 1
      const every = answer.statusCode === 200 && op.refetchInterval?.(JSON.parse(text).data)
      const wait = every || 15_000
      if (performance.now() + wait > end) return
      await sleep(wait)
    }
  }
  const visits = cookies.map(async (cookie, i) => {
    // People open pages at different moments.
    await sleep(Math.min(lasts * 500, 20_000) * (i / cookies.length))
    const dispatcher = new Agent({
      connections: 2,
      keepAliveTimeout: 60_000,
      // A slow machine is slow here, too: what is late still counts.
      connect: { timeout: 60_000 },
    })
    const headers = { cookie, origin: url, 'content-type': 'application/json' }
    await Promise.all(
      (pages[i % pages.length] ?? []).map((one) => reading(one, headers, dispatcher)),
    )
    await dispatcher.close()
  })
  const looking = (async () => {
    while (performance.now() < end) {
      used.push(memory(pid))
      await sleep(MEMORY_EVERY_MS)
    }
  })()
  await Promise.all([...visits, looking])
  const calls = (await lastCall(atlas)) - before
  return { times, failed, calls, lasts, memory: used, cpu: cpuOf(pid) - cpu }
}

/** The number of the last call that Atlas received. */
async function lastCall(atlas: string): Promise<number> {
  const all = z.object({ calls: z.array(z.looseObject({ seq: z.number() })) })
  let since = 0
  for (;;) {
    const { calls } = all.parse(await send(atlas, 'GET', `calls?since=${since}`))
    const last = calls.at(-1)?.seq
    if (last === undefined || last <= since) return since
    since = last
  }
}
