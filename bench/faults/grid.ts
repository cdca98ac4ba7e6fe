import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { type Case, cases } from './commands'
import type { Control } from './control'
import type { Reply, Someone } from './person'
import { type Fault, type FaultProxy, faults } from './proxy'

export type Stage = {
  proxy: FaultProxy
  sandbox: Control
  sql: postgres.Sql
  people: Record<'operator' | 'requester' | 'approver', Someone>
  origins: string[]
  pid: Array<() => number>
}
type Cell = {
  command: string
  fault: string
  said: string
  end: string
  applied: number
  reached: number
  ms: number
  wrong?: string
}

const why = { reason: 'Tried under a fault', ticket: 'CASE-00001' }
const message = ({ status, failure }: Reply) =>
  status === 200 ? 'ok' : `${status} ${failure?.kind}`

/** Files and approves a request. Returns its id. */
export async function approved({ people }: Stage, op: string, input: unknown): Promise<string> {
  const { requester, operator, approver } = people
  const ask = { op, input, ...why }
  const first = await requester.surely('requests.file', ask)
  const filed = first.status === 403 ? await operator.surely('requests.file', ask) : first
  if (filed.status !== 200) throw new Error(`file: ${message(filed)} ${filed.failure?.message}`)
  const requestId = String(filed.data?.requestId)
  const card = await approver.surely('requests.get', { requestId })
  const request = card.data?.request as { digest: string } | undefined
  const yes = await approver.surely('requests.approve', { requestId, digest: request?.digest })
  // An approval interrupted by a kill may have counted.
  if (yes.status !== 200 && yes.failure?.kind !== 'conflict')
    throw new Error(`approve: ${message(yes)} ${yes.failure?.message}`)
  return requestId
}

const effectsOf = (sql: postgres.Sql, requestId: string, kind: string) => sql<
  Array<{ state: string; note: string; id: string; stuck_since: Date | null }>
>`
  select * from effect where request_id = ${requestId} and kind = ${kind}`

async function until<T>(
  seconds: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const found = await look()
    if (found !== undefined || Date.now() > end) return found
    await sleep(300)
  }
}
const settled = ['confirmed', 'refused', 'conflict']

/** Atlas shows a started processor after up to 3 minutes. Only later is it known that nothing happened. */
const OUTCOME_SECONDS = 600

/** The last outcome of a direct command in the audit log; `stays …` if its outcome is not settled. */
async function outcomeOf({ sql }: Stage, { id, op }: Case): Promise<string> {
  let last: string | undefined
  const found = await until(OUTCOME_SECONDS, async () => {
    const rows = await sql<Array<{ type: string }>>`
      select body::jsonb ->> 'type' as type from audit
      where body like ${`%${id}%`} and body::jsonb ->> 'op' = ${op} and body::jsonb ->> 'type' like 'command.%'
      order by seq`
    last = rows.at(-1)?.type
    if (last === undefined) return 'nothing'
    return last === 'command.done' || last === 'command.failed' ? last.slice(8) : undefined
  })
  return found ?? `stays ${last}`
}

async function cell(stage: Stage, command: string, fault: Fault, n: number): Promise<Cell> {
  const { proxy, sandbox, sql, people } = stage
  const make = cases[command]
  if (!make) throw new Error(command)
  const c = await make(sandbox, `${command} ${n}`, async (op, input) => {
    for (let i = 0; ; i += 1) {
      const reply = await people.operator.send(op, input)
      if (reply.data) return reply.data
      if (i > 20) throw new Error(`${op}: ${reply.failure?.message}`)
      await sleep(500)
    }
  })
  // A new project is found after a moment.
  for (const one of c.prepare ?? []) {
    const reply = await people.operator.send(one.op, one.input)
    if (reply.status !== 200)
      throw new Error(`prepare ${one.op}: ${message(reply)} ${reply.failure?.message}`)
  }
  let said = ''
  let end = ''
  let since = performance.now()
  let before = proxy.applied(c.id).length
  let reachedBefore = proxy.reached(c.id).length
  const ofEffect = (requestId: string, kind: string) =>
    until(OUTCOME_SECONDS, async () => {
      const [e] = await effectsOf(sql, requestId, kind)
      return e && settled.includes(e.state) ? e.state : undefined
    })
  if (c.revokes) {
    const requestId = await approved(stage, c.op, c.input)
    await ofEffect(requestId, 'begin')
    before = proxy.applied(c.id).length
    reachedBefore = proxy.reached(c.id).length
    proxy.arm(c.id, fault)
    since = performance.now()
    const reply = await people.requester.send('requests.revoke', { requestId })
    said = message(reply)
    end =
      (await ofEffect(requestId, 'end')) ??
      `stays ${(await effectsOf(sql, requestId, 'end'))[0]?.state}`
  } else if (c.asked) {
    proxy.arm(c.id, fault)
    const requestId = await approved(stage, c.op, c.input)
    end =
      (await ofEffect(requestId, 'begin')) ??
      `stays ${(await effectsOf(sql, requestId, 'begin'))[0]?.state}`
  } else {
    // Lagging reads are recorded first.
    proxy.arm(c.id, fault)
    const reply = await people.operator.send(c.op, c.input, { confirm: c.confirm })
    said = message(reply) + (reply.status === 200 ? '' : `: ${reply.failure?.message}`)
    const effectId = reply.data?.effectId
    const runId = reply.data?.runId
    if (effectId)
      end =
        (await until(OUTCOME_SECONDS, async () => {
          const [e] = await sql<
            Array<{ state: string }>
          >`select state from effect where id = ${String(effectId)}`
          return e && settled.includes(e.state) ? e.state : undefined
        })) ?? 'stays open'
    else if (runId)
      end =
        (await until(OUTCOME_SECONDS, async () => {
          const [e] = await sql<
            Array<{ state: string }>
          >`select state from guided_run where id = ${String(runId)}`
          return e && !['running', 'putting-back'].includes(e.state) ? e.state : undefined
        })) ?? 'stays open'
    else end = await outcomeOf(stage, c)
  }
  const ms = performance.now() - since
  const applied = proxy.applied(c.id).length - before
  const reached = proxy.reached(c.id).length - reachedBefore
  const isDone = ['done', 'confirmed'].includes(end)
  // A second revoke is harmless.
  const isRevoke = c.revokes || c.op === 'slots.revoke'
  const wrong =
    applied > (isRevoke ? 3 : c.calls)
      ? 'DOUBLED'
      : isDone && applied === 0
        ? 'SAYS DONE, NOTHING HAPPENED'
        : ['failed', 'refused'].includes(end) && applied > 0 && c.calls === 1
          ? 'SAYS FAILED, IT HAPPENED'
          : (end.startsWith('stays') && end !== 'stays command.accepted') ||
              end === 'nothing' ||
              end === 'halted'
            ? 'OPEN'
            : undefined
  return {
    command,
    fault: fault.name,
    said,
    end,
    applied,
    reached,
    ms,
    ...(wrong ? { wrong } : {}),
  }
}

/** Each fault on each command, many cells at a time. */
export async function grid(stage: Stage, only: readonly string[]): Promise<void> {
  const cells = Object.keys(cases)
    .flatMap((command) => faults.map((fault) => ({ command, fault })))
    .filter(
      ({ command, fault }) =>
        only.length === 0 || only.some((o) => o === command || o === fault.name),
    )
  const found: Cell[] = []
  let next = 0
  const worker = async () => {
    for (let n = next++; n < cells.length; n = next++) {
      const one = cells[n]
      if (!one) return
      try {
        const done = await cell(stage, one.command, one.fault, n)
        found.push(done)
        console.log(
          `${done.wrong ?? 'ok'}\t${done.command}\t${done.fault}\t${done.said.slice(0, 90)}\t→ ${done.end}\tapplied ${done.applied} of ${done.reached}\t${(done.ms / 1000).toFixed(1)} s`,
        )
      } catch (error) {
        console.log(
          `ERROR\t${one.command}\t${one.fault.name}\t${error instanceof Error ? error.message : error}`,
        )
      }
    }
  }
  await Promise.all(Array.from({ length: 24 }, worker))
  console.log(`${found.length} cells, ${found.filter((c) => c.wrong).length} wrong`)
}
