import { setTimeout as sleep } from 'node:timers/promises'
import { approved, type Stage } from './grid'

export const effectOf = async ({ sql }: Stage, requestId: string, kind: 'begin' | 'end') =>
  (
    await sql<Array<{ state: string; note: string | null }>>`
      select state, note from effect where request_id = ${requestId} and kind = ${kind}`
  )[0]

const isOver = (state: string | undefined) =>
  state !== undefined && ['confirmed', 'refused', 'conflict'].includes(state)

/** Waits until an effect has ended. Returns its state and the time it took, in seconds. */
export async function settled(
  stage: Stage,
  requestId: string,
  kind: 'begin' | 'end',
  seconds: number,
) {
  const since = performance.now()
  for (;;) {
    const effect = await effectOf(stage, requestId, kind)
    const took = (performance.now() - since) / 1000
    if (isOver(effect?.state) || took > seconds) return { state: effect?.state, took }
    await sleep(200)
  }
}

export const access = (groupId: string) => ({
  groupId,
  clusterName: 'main',
  grantType: 'CLUSTER_DATABASE_LOGS',
  minutes: 60,
})

export async function ready(origin: string): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    const answer = await fetch(`${origin}/api/ready`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
}

export type Counts = {
  requests: number
  'direct commands': number
  lost: number
  doubled: number
  'seconds to settle': number
}

/** Three people at a time who file, approve, revoke and allow addresses, until `settle`, which waits and counts. */
export function startLoad(stage: Stage): { settle(): Promise<Counts> } {
  const { sandbox, people } = stage
  const requests: Array<{ groupId: string; requestId: string }> = []
  const direct: string[] = []
  let isOn = true
  const work = async () => {
    for (let n = 0; isOn; n += 1) {
      const { groupId } = await sandbox.project({
        name: `load ${n} ${Math.random()}`,
        clusters: [{ name: 'main' }],
      })
      try {
        if (n % 3 === 2) {
          const entries = [{ address: '203.0.113.7/32', comment: 'under load' }]
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
  return {
    async settle() {
      isOn = false
      await workers
      const since = performance.now()
      const found = [
        ...(await Promise.all(requests.map((one) => requestWrong(stage, one)))),
        ...(await Promise.all(direct.map((groupId) => directWrong(stage, groupId)))),
      ]
      return {
        requests: requests.length,
        'direct commands': direct.length,
        lost: found.filter((one) => one === 'lost').length,
        doubled: found.filter((one) => one === 'doubled').length,
        'seconds to settle': Math.round((performance.now() - since) / 1000),
      }
    },
  }
}

type Wrong = 'lost' | 'doubled' | undefined

/** What went wrong with an approved request. Each must end, with at most one grant. */
async function requestWrong(
  stage: Stage,
  { groupId, requestId }: { groupId: string; requestId: string },
): Promise<Wrong> {
  const begin = await settled(stage, requestId, 'begin', 120)
  const revoke = await effectOf(stage, requestId, 'end')
  const end = revoke && (await settled(stage, requestId, 'end', 120))
  const grants = stage.proxy.applied(groupId).filter((c) => c.path.includes(':grant'))
  const wrong =
    grants.length > 1
      ? 'doubled'
      : !isOver(begin.state) || (end && !isOver(end.state))
        ? 'lost'
        : undefined
  if (wrong) console.log(`  ${wrong}: ${groupId} ${begin.state} ${end?.state ?? ''}`)
  return wrong
}

/** What went wrong with a direct command. Its last audit row must say what Atlas did. */
async function directWrong({ proxy, sql }: Stage, groupId: string): Promise<Wrong> {
  let last: string | undefined
  for (let i = 0; i < 300; i += 1) {
    const rows = await sql<Array<{ type: string }>>`
      select body::jsonb ->> 'type' as type from audit
      where body like ${`%${groupId}%`} and body::jsonb ->> 'op' = 'access.allow' order by seq`
    last = rows.at(-1)?.type
    if (last === 'command.done' || last === 'command.failed' || last === undefined) break
    await sleep(500)
  }
  const posts = proxy.applied(groupId).length
  const wrong =
    posts > 1 ? 'doubled' : (last === 'command.done') !== (posts === 1) ? 'lost' : undefined
  if (wrong) console.log(`  ${wrong}: ${groupId} ${posts} posts, ${last}`)
  return wrong
}
