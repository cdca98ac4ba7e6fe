import { setTimeout as sleep } from 'node:timers/promises'
import { approved, type Stage } from './grid'

const KILLS = 60
const PAUSE_SECONDS = 30

const effectOf = async ({ sql }: Stage, requestId: string, kind: 'begin' | 'end') =>
  (
    await sql<Array<{ state: string; note: string | null }>>`
      select state, note from effect where request_id = ${requestId} and kind = ${kind}`
  )[0]

const isOver = (state: string | undefined) =>
  state !== undefined && ['confirmed', 'refused', 'conflict'].includes(state)

/** Waits until an effect has ended. Returns its state and the time it took, in seconds. */
async function settled(stage: Stage, requestId: string, kind: 'begin' | 'end', seconds: number) {
  const since = performance.now()
  for (;;) {
    const effect = await effectOf(stage, requestId, kind)
    const took = (performance.now() - since) / 1000
    if (isOver(effect?.state) || took > seconds) return { state: effect?.state, took }
    await sleep(200)
  }
}

const access = (groupId: string) => ({
  groupId,
  clusterName: 'main',
  grantType: 'CLUSTER_DATABASE_LOGS',
  minutes: 60,
})

async function ready(origin: string): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await fetch(`${origin}/api/ready`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
}

/** Kills replicas at random moments while people file, approve, allow addresses and revoke. */
export async function kills(stage: Stage): Promise<void> {
  const { sandbox, proxy, people, pid, sql, origins } = stage
  const requests: Array<{ groupId: string; requestId: string }> = []
  const direct: string[] = []
  let isOn = true
  const work = async () => {
    for (let n = 0; isOn; n += 1) {
      const { groupId } = await sandbox.project({
        name: `kill ${n} ${Math.random()}`,
        clusters: [{ name: 'main' }],
      })
      try {
        if (n % 3 === 2) {
          const entries = [{ address: '203.0.113.7/32', comment: 'killed' }]
          direct.push(groupId)
          await people.operator.surely('access.allow', { groupId, entries })
        } else {
          const requestId = await approved(stage, 'employee.grant', access(groupId))
          requests.push({ groupId, requestId })
          if (n % 2 === 0) await people.requester.surely('requests.revoke', { requestId })
        }
      } catch (error) {
        console.log(`  ${groupId}: ${error instanceof Error ? error.message : error}`)
      }
      await sleep(400)
    }
  }
  const workers = Promise.all([work(), work(), work()])
  for (let n = 0; n < KILLS; n += 1) {
    // The other replica keeps serving. The killed one has work in progress.
    await ready(origins[n % 2] ?? '')
    await sleep(Math.random() * 1_500)
    const one = pid[n % 2]?.() ?? 0
    try {
      if (one > 0) process.kill(one, 'SIGKILL')
    } catch {
      // It is being started again.
    }
  }
  isOn = false
  await workers
  let wrong = 0
  for (const { groupId, requestId } of requests) {
    const begin = await settled(stage, requestId, 'begin', 120)
    const end = (await effectOf(stage, requestId, 'end'))
      ? await settled(stage, requestId, 'end', 120)
      : undefined
    const grants = proxy.applied(groupId).filter((c) => c.path.includes(':grant'))
    const bad =
      !isOver(begin.state) ||
      (end && !isOver(end.state)) ||
      grants.length > 1 ||
      new Set(grants.map((c) => c.body)).size > 1
    if (bad) wrong += 1
    if (bad) console.log(`  ${groupId} ${begin.state} ${end?.state ?? ''} ${grants.length} grants`)
  }
  for (const groupId of direct) {
    const posts = proxy.applied(groupId).length
    let last: string | undefined
    for (let i = 0; i < 300; i += 1) {
      const rows = await sql<Array<{ type: string }>>`
        select body::jsonb ->> 'type' as type from audit where body like ${`%${groupId}%`} and body::jsonb ->> 'op' = 'access.allow' order by seq`
      last = rows.at(-1)?.type
      if (last === 'command.done' || last === 'command.failed' || last === undefined) break
      await sleep(500)
    }
    const bad = posts > 1 || (last === 'command.done') !== (posts === 1)
    if (bad) wrong += 1
    if (bad) console.log(`  ${groupId} ${posts} posts, ${last}`)
  }
  console.log(
    `${KILLS} kills: ${requests.length} requests and ${direct.length} direct commands, ${wrong} wrong`,
  )
}

/** Pauses one replica in the middle of its work. The other must send the revokes. */
export async function pauses(stage: Stage): Promise<void> {
  const { sandbox, people, pid, origins } = stage
  for (const paused of [0, 1]) {
    const started = []
    for (let n = 0; n < 4; n += 1) {
      const { groupId } = await sandbox.project({
        name: `pause ${paused} ${n} ${Math.random()}`,
        clusters: [{ name: 'main' }],
      })
      const requestId = await approved(stage, 'employee.grant', access(groupId))
      await settled(stage, requestId, 'begin', 30)
      started.push({ groupId, requestId })
    }
    const at = origins[1 - paused]
    const one = pid[paused]?.() ?? 0
    // Both replicas claim revokes, so the paused one can hold any of them.
    for (const { requestId } of started.slice(0, 2))
      void people.requester.send('requests.revoke', { requestId })
    await sleep(Math.random() * 60)
    process.kill(one, 'SIGSTOP')
    const rest = started.slice(2)
    for (const { requestId } of rest)
      await people.requester.send('requests.revoke', { requestId }, at ? { at } : {})
    const took: Array<Awaited<ReturnType<typeof settled>>> = []
    for (const { requestId } of rest)
      took.push(await settled(stage, requestId, 'end', PAUSE_SECONDS))
    const caught: typeof took = []
    for (const { requestId } of started.slice(0, 2))
      caught.push(await settled(stage, requestId, 'end', PAUSE_SECONDS + 20))
    process.kill(one, 'SIGCONT')
    const say = (list: typeof took) =>
      list.map(({ state, took: s }) => `${state} ${s.toFixed(1)} s`).join(', ')
    console.log(
      `replica ${paused} paused: revokes after it ${say(took)}; revokes at that moment ${say(caught)}`,
    )
    await sleep(2_000)
    for (const { groupId } of started) {
      const grants = stage.proxy.applied(groupId).filter((c) => c.path.includes(':grant')).length
      if (grants !== 1) console.log(`  ${groupId}: ${grants} grants`)
    }
  }
}

/** With a wrong Atlas clock, nothing is granted, and revokes still work. */
export async function clocks(stage: Stage): Promise<void> {
  const { sandbox, proxy, people } = stage
  const { groupId } = await sandbox.project({
    name: `clock ${Math.random()}`,
    clusters: [{ name: 'main' }, { name: 'two' }],
  })
  const first = await approved(stage, 'employee.grant', access(groupId))
  await settled(stage, first, 'begin', 30)
  for (const minutes of [5, -5]) {
    proxy.shiftDate(minutes * 60_000)
    await sleep(3_000)
    const second = await approved(stage, 'employee.grant', {
      ...access(groupId),
      clusterName: 'two',
      minutes: 30,
    })
    await sleep(8_000)
    const held = await effectOf(stage, second, 'begin')
    console.log(`Atlas's clock ${minutes} min off: grant ${held?.state} (${held?.note})`)
    if (minutes > 0) {
      await people.requester.send('requests.revoke', { requestId: first })
      const end = await settled(stage, first, 'end', 20)
      console.log(`  revoke ${end.state} ${end.took.toFixed(1)} s`)
    }
    await people.requester.send('requests.revoke', { requestId: second })
    proxy.shiftDate(0)
    await sleep(12_000)
  }
}
