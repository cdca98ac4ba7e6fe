import { findOp } from '@/lib/atlas/find-op'
import { eventTypes, wordsFor } from '@/lib/audit/event-types'
import { type AuditPlaces, visibleIn } from '@/lib/audit/matching'
import { type AuditBody, entries, type StoredEntry } from '@/lib/audit/read'
import { isObject, mapped } from '@/lib/format/values'
import { HIDDEN_TEXT, type HistoryEntry } from '@/lib/ops/history'
import { sql } from '../database'
import { isMoment, momentOf, sends } from './merge'
import { opsOf } from './resources'

/** What a history is about. Times are ISO 8601. */
export type About = {
  groupId?: string | undefined
  orgId?: string | undefined
  /** The federation of the organization: its changes count too. */
  federationSettingsId?: string | undefined
  clusterName?: string | undefined
  resources?: readonly string[] | undefined
  /** All of these are named. */
  values?: readonly string[] | undefined
  /** One of these is named. */
  anyOf?: readonly string[] | undefined
  from?: string | undefined
  until?: string | undefined
}

const PER_PAGE = 100
const AROUND_MS = 5 * 60_000

const types = [
  'command.intent',
  ...Object.keys(eventTypes).filter((type) => wordsFor(type).change !== undefined),
]

/** The condition that a row, or its request, names one of these. */
function namingOne(names: readonly string[]) {
  const q = sql()
  const vars = q.json({ names: [...names] })
  const named = (json: ReturnType<typeof q>) =>
    q`jsonb_path_exists(${json}, 'strict $.** ? (@ == $names[*])', ${vars}, true)`
  const list = q`${[...names]}::text[]`
  return q`(${named(q`coalesce(body::jsonb -> 'after', 'null')`)}
    or ${named(q`coalesce(body::jsonb -> 'scope', 'null')`)}
    or string_to_array(body::jsonb ->> 'target', ' / ') && ${list}
    or body::jsonb #>> '{request,id}' in (
      select coalesce(part_of, id) from request r where ${named(q`r.input::jsonb`)} or r.cluster_name = any(${list})))`
}

/** The condition that a row names all values, and one of `anyOf` if there are any. */
function namingAll(values: readonly string[], anyOf: readonly string[]) {
  const q = sql()
  const start = anyOf.length > 0 ? namingOne(anyOf) : q`true`
  return values.reduce((all, value) => q`${all} and ${namingOne([value])}`, start)
}

const micros = (time: string, last: string) => new Date(time).toISOString().replace('Z', last)

type Ids = { requests: string[]; effects: string[] }

/** The requests and effects of a place. A request for several targets is in each of their places. */
async function idsIn({ groupId, orgId = '' }: About): Promise<Ids> {
  const q = sql()
  const here = groupId ? q`group_id = ${groupId}` : q`org_id = ${orgId} and group_id is null`
  const [own] = await q<Ids[]>`
    select array(select distinct coalesce(part_of, id) from request where targets is null and ${here}) as requests,
      array(select id from effect where request_id is null and ${here}) as effects`
  return own ?? { requests: [], effects: [] }
}

/** The condition for rows about a place. As arrays, so that each part uses an index: the log can have millions of rows. */
function inPlace({ groupId, orgId = '', federationSettingsId }: About, { requests, effects }: Ids) {
  const q = sql()
  const scope = groupId
    ? q`body::jsonb #>> '{scope,groupId}' = ${groupId}`
    : federationSettingsId
      ? q`(body::jsonb #>> '{scope,orgId}' = ${orgId} or body::jsonb #>> '{scope,federationSettingsId}' = ${federationSettingsId})`
      : q`body::jsonb #>> '{scope,orgId}' = ${orgId}`
  return q`seq = any(array(select seq from audit where ${scope}
    or body::jsonb #>> '{request,id}' = any(${requests}) or body::jsonb ->> 'trace' = any(${effects})))`
}

/** A page of the audit log's rows, newest first, and whether there are older ones. */
export async function rowsOf(about: About, { places }: { places: AuditPlaces | undefined }) {
  const { clusterName, resources, values = [], anyOf = [], from, until } = about
  const q = sql()
  const ids = await idsIn(about)
  const named = [...(clusterName ? [clusterName] : []), ...values]
  const where = q`body::jsonb ->> 'type' = any(${types})
    and ${inPlace(about, ids)} and ${visibleIn(q, places)} and ${namingAll(named, anyOf)}
    and ${resources ? q`body::jsonb ->> 'op' = any(${opsOf(resources)})` : q`true`}
    and ${from ? q`body::jsonb ->> 'time' >= ${micros(from, '000Z')}` : q`true`}
    and ${until ? q`body::jsonb ->> 'time' <= ${micros(until, '999Z')}` : q`true`}`
  const found = await entries(q, { limit: PER_PAGE + 1, newestFirst: true, where })
  return { rows: found.slice(0, PER_PAGE), isCut: found.length > PER_PAGE }
}

/** When Gatehouse sent a change to this place, around the times of these events, in ms since 1970. */
export async function sentAround(
  about: About,
  events: ReadonlyArray<{ time: string }>,
): Promise<number[]> {
  const times = events.map(({ time }) => momentOf(time)).filter(isMoment)
  if (times.length === 0) return []
  const ids = await idsIn(about)
  const [from, to] = [Math.min(...times) - AROUND_MS, Math.max(...times) + AROUND_MS]
  const found = await sql()<{ time: string }[]>`
    select body::jsonb ->> 'time' as time from audit
    where body::jsonb ->> 'type' = any(${[...sends, 'guided.step']}) and ${inPlace(about, ids)}
      and body::jsonb ->> 'time' between ${micros(new Date(from).toISOString(), '000Z')}
      and ${micros(new Date(to).toISOString(), '999Z')}`
  return found.map(({ time }) => Date.parse(time))
}

/** The rows that an auditor of these places can open. Undefined: every place. */
async function openTo(rows: readonly StoredEntry[], places: AuditPlaces | undefined) {
  const q = sql()
  const found = await q<{ seq: number }[]>`
    select seq from audit where seq = any(${rows.map(({ seq }) => seq)}) and ${visibleIn(q, places)}`
  return new Set(found.map(({ seq }) => seq))
}

/** Rows as a person reads them. Personal text is only in those of places where they are an auditor. */
export async function shownRows(
  rows: readonly StoredEntry[],
  { audited }: { audited: AuditPlaces | undefined },
): Promise<HistoryEntry[]> {
  const [outcomes, open, asked] = await Promise.all([
    outcomesOf(rows),
    openTo(rows, audited),
    askedFor(rows),
  ])
  return rows.map(({ seq, body, stored }) => {
    const op = findOp(body.op ?? '')
    const title = op?.title ?? body.op ?? 'Change'
    const said = wordsFor(body.type).change
    const isAuditor = open.has(seq)
    const readable = isAuditor ? body : withoutPersonal(stored)
    return {
      id: `row-${seq}`,
      time: body.time,
      by:
        body.type.startsWith('drift.') || body.type.startsWith('credential.')
          ? 'outside'
          : 'gatehouse',
      actor: body.actor.display ?? 'Gatehouse',
      what: said === undefined ? title : body.op ? `${said}: ${title}` : said,
      type: body.type,
      target: asked.get(seq) ?? body.target ?? null,
      outcome: outcomes.get(keyOf(body)) ?? body.outcome ?? null,
      requestId: body.request?.id ?? null,
      seq: isAuditor ? seq : null,
      events: [],
      ...changeIn(readable),
    } satisfies HistoryEntry
  })
}

/** What was asked for, by the row of a call whose target is only its project. */
async function askedFor(rows: readonly StoredEntry[]): Promise<Map<number, string>> {
  const bare = rows.flatMap(({ seq, body }) =>
    body.request && body.type.startsWith('effect.') && /^project \w+$/.test(body.target ?? '')
      ? [{ seq, id: body.request.id }]
      : [],
  )
  if (bare.length === 0) return new Map()
  const found = await sql()<{ id: string; says: string }[]>`
    select id, says from request where id in ${sql()(bare.map(({ id }) => id))}`
  const says = new Map(found.map((row) => [row.id, row.says]))
  return new Map(bare.flatMap(({ seq, id }) => (says.has(id) ? [[seq, says.get(id) ?? '']] : [])))
}

const keyOf = ({ trace, op }: AuditBody) => `${trace} ${op}`

/** The last recorded outcome of the commands among these rows. */
async function outcomesOf(rows: readonly StoredEntry[]): Promise<Map<string, string>> {
  const traces = rows.flatMap(({ body }) =>
    body.type === 'command.intent' && body.trace ? [body.trace] : [],
  )
  if (traces.length === 0) return new Map()
  const found = await sql()<Array<{ trace: string; op: string; outcome: string }>>`
    select body::jsonb ->> 'trace' as trace, body::jsonb ->> 'op' as op, body::jsonb ->> 'outcome' as outcome from audit
    where body::jsonb ->> 'trace' = any(${traces}) and body::jsonb ->> 'type' like 'command.%'
      and body::jsonb ->> 'outcome' is not null order by seq`
  return new Map(found.map(({ trace, op, outcome }) => [`${trace} ${op}`, outcome]))
}

/** The row as it is stored: without what people wrote, and without the text that explains it. */
function withoutPersonal(stored: string): Pick<AuditBody, 'before' | 'after'> {
  const parsed: unknown = JSON.parse(stored)
  const shown = mapped(parsed, (value) =>
    typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value) ? HIDDEN_TEXT : value,
  )
  return isObject(shown) ? { before: shown.before, after: shown.after } : {}
}

/** Fields of a form that are no part of the change. */
const noise = ['opened', 'groupId', 'orgId', 'clusterName', 'reason', 'ticket']

/** What was sent, and the values that it replaced, where the row has them. */
function changeIn({ before, after }: Pick<AuditBody, 'before' | 'after'>) {
  const input = isObject(after) && isObject(after.input) ? after.input : undefined
  const was = before ?? input?.opened ?? null
  const sent = input
    ? Object.fromEntries(Object.entries(input).filter(([name]) => !noise.includes(name)))
    : (after ?? null)
  return { before: was, after: isObject(sent) && Object.keys(sent).length === 0 ? null : sent }
}
