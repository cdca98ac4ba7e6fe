import { configuration } from '../configuration'
import { sql } from '../database'
import { channelsOff, sharedChannels } from '../notify/channels'

type Row = { channel: string; waiting: number; failed: number; delivered: Date | null }

/** The channels of gatehouse.yaml, with their deliveries. Throws if the database fails. */
export async function channelsNow() {
  const { email } = configuration().notifications
  const [rows, off] = await Promise.all([
    sql()<Row[]>`
      select channel, max(settled_at) filter (where state = 'delivered') as delivered,
        count(*) filter (where state = 'waiting')::int as waiting,
        count(*) filter (where state = 'dead')::int as failed
      from delivery group by channel`,
    channelsOff(),
  ])
  const names = new Set([
    ...sharedChannels().map(({ id }) => id),
    ...(email ? ['email'] : []),
    ...rows.map(({ channel }) => channel),
  ])
  return [...names].map((name) => {
    const row = rows.find(({ channel }) => channel === name)
    return {
      name,
      waiting: row?.waiting ?? 0,
      failed: row?.failed ?? 0,
      lastDeliveredAt: row?.delivered?.toISOString() ?? null,
      off: off.get(name) ?? null,
    }
  })
}
