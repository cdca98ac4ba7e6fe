import { perProcess } from '@/lib/atlas/per-process'
import { sources } from '@/lib/fleet/checks'
import type { Source } from '@/lib/fleet/source'
import { sql } from '../database'
import { evaluate } from './evaluate'
import { storeAnswer } from './store'

/** What Gatehouse's own tables say at one place. */
type OwnAnswer = {
  orgId: string
  groupId: string
  answer: unknown
  /** When it was read from Atlas, where another loop does that. */
  readAt: Date
}

type Row = { org_id: string; group_id: string; answer: unknown; read_at: Date }

/** Reads the sources without a query of Atlas, at every place at once, by source. */
const queries: Readonly<Record<string, () => Promise<Row[]>>> = {
  /** The observer's readings. A project that it has not read yet has none. */
  employeeAccess: () => sql()<Row[]>`
    select org_id, group_id, coalesce(min(observed_at), min(seen_at)) as read_at,
      jsonb_agg(jsonb_build_object('clusterName', cluster_name, 'isRead', observed_at is not null or kind = 'flex',
        'grantType', observed_type, 'expirationTime', to_char(observed_end at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'driftSince', drift_since)) as answer
    from slot group by org_id, group_id
    union all
    select org_id, group_id, read_at, '[]' from fleet_reading r
    where source = 'clusters' and is_empty and not exists (select 1 from slot s where s.group_id = r.group_id)`,
  /** Organizations whose credentials were read at least once. */
  outsideCredentials: () => sql()<Row[]>`
    select l.org_id, '' as group_id, min(l.looked_at) as read_at, coalesce((select jsonb_agg(jsonb_build_object('kind', c.kind, 'id', c.id,
        'name', c.shown ->> 'name', 'firstSeenAt', c.first_seen_at)) from atlas_credential c where c.org_id = l.org_id and c.is_outside), '[]') as answer
    from atlas_credential_look l where l.group_id = '' group by l.org_id`,
}

const readOwn = async (source: string): Promise<OwnAnswer[]> =>
  ((await queries[source]?.()) ?? []).map(({ org_id, group_id, answer, read_at }) => ({
    orgId: org_id,
    groupId: group_id,
    answer,
    readAt: read_at,
  }))

/** How often the own tables are read, in ms. */
const EVERY_MS = 20_000

const state = perProcess('gatehouseFleetOwn', () => ({
  at: Number.NEGATIVE_INFINITY,
  stored: new Map<string, string>(),
}))

/** Runs the checks of Gatehouse's own tables, at most every 20 s. Stores only what changed. */
export async function collectOwn(): Promise<void> {
  if (performance.now() - state().at < EVERY_MS) return
  state().at = performance.now()
  for (const source of sources) if (!source.op) await collectSource(source)
}

/** Lets the next turn read the own tables at once. */
export const forgetOwn = (): void => {
  state().at = Number.NEGATIVE_INFINITY
}

async function collectSource(source: Source): Promise<void> {
  const answers = await readOwn(source.id)
  const places = await sql()<
    { connection: string; org_id: string; group_id: string; is_read: boolean }[]
  >`
    select connection, org_id, group_id, read_at is not null as is_read from fleet_reading where source = ${source.id}`
  const byPlace = new Map(places.map((one) => [`${one.org_id}/${one.group_id}`, one]))
  const same: OwnAnswer[] = []
  for (const one of answers) {
    const { orgId, groupId, answer, readAt } = one
    const place = byPlace.get(`${orgId}/${groupId}`)
    const evaluated = place && evaluate(source, answer, { orgId, groupId }, readAt.getTime())
    if (!evaluated) continue
    const key = `${source.id}/${orgId}/${groupId}`
    const text = JSON.stringify([evaluated.found, evaluated.notes])
    if (place.is_read && state().stored.get(key) === text) same.push(one)
    else {
      const target = { source: source.id, connection: place.connection, orgId, groupId, part: {} }
      await storeAnswer(target, source, evaluated, readAt)
      state().stored.set(key, text)
    }
  }
  if (same.length === 0) return
  const rows = same.map(({ orgId, groupId, readAt }) => ({ orgId, groupId, readAt }))
  await sql()`
    update fleet_reading r set read_at = x."readAt"
    from jsonb_to_recordset(${sql().json(rows)}) as x("orgId" text, "groupId" text, "readAt" timestamptz)
    where r.source = ${source.id} and r.org_id = x."orgId" and r.group_id = x."groupId" and r.read_at < x."readAt"`
}
