import type { MadeCheckpoint } from '@/lib/audit/checkpoint'
import { sql } from '../database'
import { type Feed, feed, isTime } from './feed'
import type { Sink } from './sinks/sink'

/** The checkpoints of a sink, oldest first. A new sink starts with the newest. */
const checkpointsOf = (sink: Sink): Feed<MadeCheckpoint> => ({
  name: sink.name,
  table: 'checkpoint_sink',
  lease: `checkpoints to ${sink.name}`,
  what: 'A checkpoint',
  async isDue() {
    const [due] = await sql()`
      select from checkpoint c left join checkpoint_sink s on s.name = ${sink.name}
      where c.size > coalesce(s.sent, 0) and ${isTime()} limit 1`
    return due !== undefined
  },
  async next() {
    await sql()`
      insert into checkpoint_sink (name, sent)
      select ${sink.name}, coalesce((select size from checkpoint order by size desc offset 1 limit 1), 0)
      on conflict do nothing`
    const [next] = await sql()<MadeCheckpoint[]>`
      select c.size::float8 as size, c.origin, encode(c.root, 'base64') as root, c.note, c.made_at
      from checkpoint c, checkpoint_sink s
      where s.name = ${sink.name} and c.size > s.sent and ${isTime()} order by c.size limit 1`
    return next
  },
  send: (checkpoint, signal) => sink.send(checkpoint, signal),
  progress: ({ size }) => ({ sent: size }),
})

/** Sends a sink all checkpoints it has not received, until one fails. */
export const deliver = (sink: Sink, timeoutMs?: number): Promise<void> =>
  feed(checkpointsOf(sink), timeoutMs)
