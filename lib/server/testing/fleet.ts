import { sources } from '@/lib/fleet/checks'
import { sql } from '../database'
import { collect } from '../fleet/collect'
import { forgetOwn } from '../fleet/own'
import { followDirectory } from '../fleet/places'

const ofAtlas = sources.filter(({ op }) => op).map(({ id }) => id)

/** Only these projects and organizations are read, so that a test does not read the whole sandbox. */
export async function only(...ids: string[]): Promise<void> {
  await followDirectory()
  await sql()`
    update fleet_reading set next_at = 'infinity'
    where not (group_id = any(${ids}) or org_id = any(${ids}) and group_id = '')`
}

/** Lets the collector run until nothing is due. */
export async function collectAll(): Promise<void> {
  const due = () => sql()`
    select 1 from fleet_reading where next_at <= clock_timestamp() and source = any(${ofAtlas}) limit 1`
  forgetOwn()
  do await collect(new AbortController().signal)
  while ((await due()).length > 0)
}

/** Reads everything about a project again. */
export async function again(groupId: string): Promise<void> {
  await sql()`update fleet_reading set next_at = clock_timestamp() where group_id = ${groupId}`
  await collectAll()
}
