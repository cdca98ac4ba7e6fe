import { z } from 'zod'
import { wokenBy } from '@/lib/fleet/checks'
import { events } from '@/lib/fleet/checks/changes'
import type { Source, Wake } from '@/lib/fleet/source'
import { storableIn } from '@/lib/format/storable'
import { sql } from '../database'
import { type Target, wake } from './store'

const text = z.string().nullish().catch(null)
const list = z.looseObject({
  results: z.array(
    z.looseObject({ id: text, eventTypeName: text, clusterName: text, alertId: text }),
  ),
})

/**
 * Makes the readings due that new events of a project put out of date. Events that an earlier answer had are old: the last
 * IDs are kept as signals of the reading.
 */
export async function wakeByEvents(
  { orgId, groupId }: Target,
  source: Source,
  body: unknown,
): Promise<void> {
  const results = storableIn(list.safeParse(body).data?.results ?? [])
  if (source.id !== events.id) return
  const [row] = await sql()<{ seen: string | null }[]>`
    select seen from fleet_reading where source = ${source.id} and org_id = ${orgId} and group_id = ${groupId}`
  const from = results.findIndex(({ id }) => id === row?.seen)
  const isFirst = (row?.seen ?? null) === null
  const fresh = isFirst ? [] : results.slice(0, from < 0 ? results.length : from)
  await sql()`
    update fleet_reading set seen = ${results[0]?.id ?? row?.seen ?? ''}
    where source = ${source.id} and org_id = ${orgId} and group_id = ${groupId}`
  const wakes = fresh.flatMap(({ eventTypeName, clusterName, alertId }): Wake[] => [
    ...wokenBy(eventTypeName ?? '').map((one) => ({
      groupId,
      source: one,
      ...(clusterName ? { clusterName } : {}),
    })),
    ...(alertId ? [{ groupId, source: 'alerts' }] : []),
  ])
  await wake(sql(), [...new Map(wakes.map((one) => [JSON.stringify(one), one])).values()])
}
