import { setTimeout as sleep } from 'node:timers/promises'
import { report } from '@/scripts/testing/full-size'
import { approved, type Stage } from './grid'
import { access, effectOf, ready, settled, startLoad } from './load'

const KILLS = 60
const PAUSE_SECONDS = 30

/** Kills replicas at random moments while people file, approve, allow addresses and revoke. */
export async function kills(stage: Stage): Promise<void> {
  const { pid, origins } = stage
  const load = startLoad(stage)
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
  report(`${KILLS} kills of consoles`, await load.settle())
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
      void people.requester.send('requests.revoke', { requestId }, at ? { at } : {})
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
    console.log(`Atlas’s clock ${minutes} min off: grant ${held?.state} (${held?.note})`)
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
