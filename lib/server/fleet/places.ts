import { perProcess } from '@/lib/atlas/per-process'
import { sources } from '@/lib/fleet/checks'
import { connections } from '../connections'
import { sql } from '../database'
import { type Directory, directory } from '../directory'

type Place = { connection: string; orgId: string; groupId: string }

/** A console that did not collect for a while knows an old directory: what is missing there may be new. In ms. */
const SETTLED_MS = 45_000

const known = perProcess('gatehouseFleetPlaces', () => ({
  text: '',
  /** When the directory last changed. Undefined: what is gone since then is removed. */
  changedAt: undefined as number | undefined,
}))

/**
 * Adds the readings of new projects, organizations and connections. Removes those of what is gone once the directory has
 * been the same for `settledMs`. Keeps what a connection that fails showed before.
 */
export async function followDirectory(settledMs = SETTLED_MS): Promise<void> {
  const all = await directory()
  const places = placesOf(all)
  const failing = all.problems.map(({ view }) => view.connection.name)
  const text = JSON.stringify([places, failing])
  if (text !== known().text) {
    await add(places)
    Object.assign(known(), { text, changedAt: performance.now() })
  }
  const { changedAt } = known()
  if (changedAt === undefined || performance.now() - changedAt < settledMs) return
  await remove(places, failing)
  known().changedAt = undefined
}

/** Lets the next turn look at every place again, because another process may have changed them. */
export const forgetPlaces = (): void => {
  known().text = ''
}

function placesOf({ orgs, projects }: Directory): Place[] {
  const ofOrgs = [...orgs.values()].map(({ orgId, connection }) => ({ orgId, connection }))
  return [
    ...connections().map(({ name }) => ({ connection: name, orgId: '', groupId: '' })),
    ...ofOrgs.map(({ orgId, connection }) => ({ connection: connection.name, orgId, groupId: '' })),
    ...[...projects.values()].map(({ orgId, groupId, connection }) => ({
      connection: connection.name,
      orgId,
      groupId,
    })),
  ]
}

const kindOf = ({ orgId, groupId }: Place) =>
  groupId ? 'project' : orgId ? 'organization' : 'connection'

async function add(places: readonly Place[]): Promise<void> {
  const rows = sources
    .filter(({ of }) => !of)
    .flatMap(({ id, per }) =>
      places
        .filter((place) => kindOf(place) === per)
        .map(({ connection, orgId, groupId }) => ({
          source: id,
          connection,
          org_id: orgId,
          group_id: groupId,
        })),
    )
  await sql()`
    insert into fleet_reading (source, connection, org_id, group_id, next_at)
    select source, connection, org_id, group_id, clock_timestamp()
    from jsonb_to_recordset(${sql().json(rows)}) as x(source text, connection text, org_id text, group_id text)
    on conflict do nothing`
}

async function remove(places: readonly Place[], failing: readonly string[]): Promise<void> {
  const rows = places.map(({ connection, orgId, groupId }) => ({
    connection,
    org_id: orgId,
    group_id: groupId,
  }))
  await sql().begin(async (tx) => {
    const there = tx`from jsonb_to_recordset(${tx.json(rows)}) as x(connection text, org_id text, group_id text)`
    await tx`
      delete from fleet_reading r where not r.connection = any(${failing as string[]}::text[]) and not exists (
        select 1 ${there} where x.connection = r.connection and x.org_id = r.org_id and x.group_id = r.group_id)`
    await tx`
      update fleet_finding f set gone_at = clock_timestamp() where gone_at is null and not exists (
        select 1 from fleet_reading r where r.source = f.source and r.org_id = f.org_id and r.group_id = f.group_id and r.part = f.part)`
  })
}
