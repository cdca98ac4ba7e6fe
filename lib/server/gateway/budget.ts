import { setTimeout as sleep } from 'node:timers/promises'
import { describedAs, findOp } from '@/lib/atlas/find-op'
import { perProcess } from '@/lib/atlas/per-process'
import { count } from '@/lib/format/words'
import { derivedId } from '@/lib/ops/derived-access'
import { sql } from '../database'
import { takesAccessAway } from '../friction-now'
import type { Machine } from '../machines/rows'
import { Refused } from './refusal'

type Budget = 'calls' | 'gated' | 'deletions'

const budgets = {
  calls: { unit: 'minute', limit: (m: Machine) => m.budgets.callsPerMinute, what: 'call' },
  gated: { unit: 'hour', limit: (m: Machine) => m.budgets.gatedPerHour, what: 'request' },
  deletions: { unit: 'day', limit: (m: Machine) => m.budgets.deletionsPerDay, what: 'deletion' },
} as const

/** What this process reserved of a budget and has not used. Reserving one by one would write a row for each read. */
type Reserved = { endsAt: number; left: number }
const reserved = perProcess('gatehouseBudgets', () => new Map<string, Reserved>())
const reserving = perProcess('gatehouseReserving', () => new Map<string, Promise<Row>>())

/** In how many parts a budget is reserved. A replica that reserved a part and stops wastes at most that. */
const PARTS = 20

/** A call waits this long at most for the next period, in ms, because no client repeats a refused call later. */
const LONGEST_WAIT_MS = 5_000

/** Whether an operation only takes access away. That must work whatever a machine used up. */
export const isUnlimited = (operationId: string): boolean =>
  [...describedAs(operationId), findOp(derivedId(operationId))].some(
    (op) => op !== undefined && takesAccessAway(op),
  )

/** Uses one of a machine's budget. Waits a few seconds for the next minute. @throws Refused when it is used up */
export async function spend(machine: Machine, budget: Budget): Promise<void> {
  const until = await use(machine, budget)
  if (until === undefined) return
  const wait = until.getTime() - Date.now()
  if (wait > LONGEST_WAIT_MS) throw refused(machine, budget, until)
  await sleep(Math.max(0, wait))
  const again = await use(machine, budget)
  if (again) throw refused(machine, budget, again)
}

/** Uses one, or returns when the next period starts. */
async function use(machine: Machine, budget: Budget): Promise<Date | undefined> {
  const key = `${machine.id} ${budget}`
  for (;;) {
    const mine = reserved().get(key)
    if (mine && mine.left > 0 && performance.now() < mine.endsAt) {
      mine.left -= 1
      return undefined
    }
    // One reservation at a time, so that none overwrites another.
    const running =
      reserving().get(key) ?? reserve(machine, budget).finally(() => reserving().delete(key))
    reserving().set(key, running)
    const row = await running
    if (row.got === 0) return row.ends_at
  }
}

type Row = { got: number; ends_at: Date; left_ms: number }

/** Reserves a part of the current period, in one statement, so that replicas agree. */
async function reserve(machine: Machine, budget: Budget): Promise<Row> {
  const { unit, limit } = budgets[budget]
  const most = limit(machine)
  const size = budget === 'calls' ? Math.max(1, Math.floor(most / PARTS)) : 1
  const [row] = await sql()<Row[]>`
    with period as (
      select date_trunc(${unit}, clock_timestamp(), 'UTC') as starts_at,
        date_trunc(${unit}, clock_timestamp(), 'UTC') + ${`1 ${unit}`}::interval as ends_at),
    taken as (
      insert into machine_budget as b (machine_id, budget, starts_at, used)
      select ${machine.id}, ${budget}, starts_at, ${size}::bigint from period where ${most}::bigint > 0
      on conflict (machine_id, budget, starts_at) do update set used = b.used + ${size} where b.used < ${most}
      returning used)
    select coalesce((select ${size} - greatest(0, used - ${most}) from taken), 0)::int as got, ends_at,
      extract(epoch from ends_at - clock_timestamp())::float8 * 1000 as left_ms
    from period`
  const { got, left_ms: left } = row!
  if (got > 0)
    reserved().set(`${machine.id} ${budget}`, { endsAt: performance.now() + left, left: got })
  return row!
}

function refused(machine: Machine, budget: Budget, until: Date): Refused {
  const { unit, limit, what } = budgets[budget]
  const seconds = Math.max(1, Math.ceil((until.getTime() - Date.now()) / 1000))
  const free = until.toISOString().replace(/\.\d+Z$/, 'Z')
  return new Refused(
    403,
    'GATEHOUSE_BUDGET',
    `The credential ${machine.name} used its budget of ${count(limit(machine), what)} per ${unit}. Nothing was sent to Atlas. The budget resets at ${free}. Its owner or an admin can raise the budget in Gatehouse.`,
    { parameters: [free], headers: { 'retry-after': String(seconds) } },
  )
}

/** Deletes periods that are over. */
export const forgetBudgets = () =>
  sql()`delete from machine_budget where starts_at < clock_timestamp() - interval '2 days'`
