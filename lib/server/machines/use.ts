import { perProcess } from '@/lib/atlas/per-process'
import { sql } from '../database'
import { log } from '../log'
import { forgetUsed } from './used-once'

/** Uses wait this long, so that many calls are one write. */
const STORE_AFTER_MS = 1_000
const KEEP_DAYS = 100
const PURGE_EVERY_MS = 3_600_000

type Use = { machine: string; day: string; operation: string; calls: number; refusals: number }
type Last = { at: Date; address: string | null; agent: string | null }

const kept = perProcess('gatehouseMachineUse', () => ({
  uses: new Map<string, Use>(),
  last: new Map<string, Last>(),
  timer: undefined as NodeJS.Timeout | undefined,
  purgedAt: 0,
}))

/**
 * Counts a call of a machine, by the title of its operation, and remembers it as its last use. Without `from` it is no use:
 * anyone can send a wrong credential. Costs no query: all counts of a second are stored together, and a crash loses them.
 */
export function noteUse(
  machine: { id: string },
  operation: string,
  from: { ip?: string | undefined; userAgent?: string | undefined } | undefined,
  { isRefused = false } = {},
): void {
  const { uses, last } = kept()
  const at = new Date()
  const day = at.toISOString().slice(0, 10)
  const key = `${machine.id} ${day} ${operation}`
  const use = uses.get(key) ?? { machine: machine.id, day, operation, calls: 0, refusals: 0 }
  use.calls += 1
  if (isRefused) use.refusals += 1
  uses.set(key, use)
  if (from)
    last.set(machine.id, {
      at,
      address: from.ip ?? null,
      agent: from.userAgent?.slice(0, 400) ?? null,
    })
  kept().timer ??= setTimeout(() => void storeUse(), STORE_AFTER_MS).unref()
}

/** Stores what was counted. A failure keeps the counts for the next time. */
export async function storeUse(): Promise<void> {
  const state = kept()
  clearTimeout(state.timer)
  state.timer = undefined
  // Sorted, so that two replicas lock the rows in the same order.
  const uses = [...state.uses].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use)
  const last = [...state.last].toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (uses.length === 0) return
  state.uses = new Map()
  state.last = new Map()
  try {
    await sql().begin(async (tx) => {
      await tx`
        insert into machine_use (machine_id, day, operation, calls, refusals)
        select * from unnest(${uses.map((u) => u.machine)}::text[], ${uses.map((u) => u.day)}::date[],
          ${uses.map((u) => u.operation)}::text[], ${uses.map((u) => u.calls)}::bigint[], ${uses.map((u) => u.refusals)}::bigint[])
        on conflict (machine_id, day, operation) do update
          set calls = machine_use.calls + excluded.calls, refusals = machine_use.refusals + excluded.refusals`
      await tx`
        insert into machine_last_use (machine_id, at, address, user_agent)
        select * from unnest(${last.map(([id]) => id)}::text[], ${last.map(([, l]) => l.at.toISOString())}::timestamptz[],
          ${last.map(([, l]) => l.address)}::text[], ${last.map(([, l]) => l.agent)}::text[])
        on conflict (machine_id) do update
          set at = excluded.at, address = excluded.address, user_agent = excluded.user_agent
          where machine_last_use.at < excluded.at`
      if (Date.now() - state.purgedAt > PURGE_EVERY_MS) {
        await tx`delete from machine_use where day < current_date - ${KEEP_DAYS}::int`
        await tx`delete from revoked_token where expires_at < clock_timestamp()`
        await forgetUsed(tx)
        await tx`update machine_secret set ha1 = null where ha1 is not null and expires_at < clock_timestamp()`
        state.purgedAt = Date.now()
      }
    })
  } catch (error) {
    log.warn('Uses of machines could not be stored', { error: String(error) })
    restore(uses, last)
  }
}

function restore(uses: readonly Use[], last: readonly [string, Last][]): void {
  const state = kept()
  for (const use of uses) {
    const key = `${use.machine} ${use.day} ${use.operation}`
    const newer = state.uses.get(key)
    state.uses.set(key, {
      ...use,
      calls: use.calls + (newer?.calls ?? 0),
      refusals: use.refusals + (newer?.refusals ?? 0),
    })
  }
  for (const [id, one] of last) if (!state.last.has(id)) state.last.set(id, one)
  state.timer ??= setTimeout(() => void storeUse(), STORE_AFTER_MS * 10).unref()
}
