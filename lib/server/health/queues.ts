import { cutCommands } from '../cut-command'
import { sql } from '../database'
import { type QueueName, queues } from './queue-names'

/** Work that waits, and since when. */
export type Queue = { name: QueueName; length: number; oldestSeconds: number | null }

type Row = { name: QueueName; length: number; oldest: number | null }

/** Every queue. `commands` is as this process last saw it. Throws if the database fails. */
export async function queuesNow(): Promise<Queue[]> {
  const q = sql()
  const age = (column: ReturnType<typeof q>) =>
    q`extract(epoch from clock_timestamp() - min(${column}))::float8 as oldest`
  const rows = await q<Row[]>`
    select 'requests' as name, count(*)::int as length, ${age(q`created_at`)} from request where state = 'pending' and part_of is null
    union all select 'effects', count(*)::int, ${age(q`changed_at`)} from effect where state in ('planned', 'claimed') and not awaits_caller
    union all select 'unknown', count(*)::int, ${age(q`changed_at`)} from effect where state = 'unknown'
    union all select 'stuck', count(*)::int, ${age(q`coalesce(stuck_since, held_since)`)} from effect
      where (stuck_since is not null or held_since is not null) and state in ('planned', 'claimed', 'sending', 'unknown', 'absent')
    union all select 'guided', count(*)::int, ${age(q`changed_at`)} from guided_run where state = 'halted'
    union all select 'drift', count(*)::int, ${age(q`drift_since`)} from slot where drift_since is not null
    union all select 'outbox', greatest(h.seq - c.seq, 0)::int,
      (select extract(epoch from clock_timestamp() - (a.body::jsonb ->> 'time')::timestamptz)::float8 from audit a where a.seq = c.seq + 1)
      from audit_head h, notification_cursor c
    union all select 'deliveries', count(*)::int, ${age(q`created_at`)} from delivery where state = 'waiting'
    union all select 'dead', count(*)::int, ${age(q`settled_at`)} from delivery where state = 'dead'`
  const found = new Map(rows.map((row) => [row.name, row]))
  const names = Object.keys(queues) as QueueName[]
  return names.map((name) => {
    const row = found.get(name)
    return name === 'commands'
      ? { name, length: cutCommands().length, oldestSeconds: null }
      : { name, length: row?.length ?? 0, oldestSeconds: row?.oldest ?? null }
  })
}
