import type postgres from 'postgres'
import { mapped } from '@/lib/format/values'
import { append } from './append'
import { isWritten } from './entry'
import { ERASED } from './read'

type Tx = postgres.TransactionSql
export type Erased = {
  /** Erased texts of the audit log. */
  texts: number
  /** Rows of other tables that were emptied or deleted, by table. */
  rows: Record<string, number>
  /** Ids of requests and changes that are still open. Their text stays until they end. */
  open: string[]
}

/** Erases one text of the audit log by its commitment, `sha256:<hex>`. Needs a connection as the tables' owner. */
export const eraseText = (owner: postgres.Sql, commitment: string): Promise<Erased> =>
  owner.begin(async (tx) => {
    const gone = await tx`delete from audit_text where commitment = ${commitment} returning 1`
    const found: Erased = { texts: gone.length, rows: {}, open: [] }
    if (gone.length > 0) await note(tx, { text: commitment }, found)
    return found
  })

/**
 * Erases what a person wrote and what describes them, in every table. The audit log keeps its rows, with salted hashes of
 * the texts, and the person's subject. Needs a connection as the tables' owner, and the subject as the provider sends it.
 */
export const erasePerson = (owner: postgres.Sql, sub: string): Promise<Erased> =>
  owner.begin(async (tx) => {
    const open = await stillOpen(tx, sub)
    const closed = await tx<{ id: string; input: string }[]>`
      select id, input from request where requester_sub = ${sub} and not (id = any(${open}))`
    const texts = await eraseTexts(
      tx,
      sub,
      closed.map((r) => r.id),
    )
    const rows: Record<string, number> = {}
    const did = (table: string, { count }: { count: number }) => {
      if (count > 0) rows[table] = (rows[table] ?? 0) + count
    }
    // Before the names are removed from the rows that link these to the person.
    did('effect', await eraseEffects(tx, sub, open))
    did('guided_run', await eraseRuns(tx, sub, open))
    for (const { id, input } of closed) {
      did(
        'request',
        await tx`
          update request set reason = ${ERASED}, requester_name = ${ERASED}, ticket = null,
            input = ${blanked(input)}, says = ${ERASED} where id = ${id}`,
      )
      await eraseCalls(tx, id)
    }
    did(
      'decision',
      await tx`
        update decision set name = ${ERASED}, comment = null
        where sub = ${sub} and not (request_id = any(${open}))`,
    )
    did(
      'break_glass',
      await tx`
        update break_glass set reason = ${ERASED} where sub = ${sub} and not (request_id = any(${open}))`,
    )
    did(
      'break_glass',
      await tx`
        update break_glass set reviewer_name = ${ERASED}, comment = null where reviewer_sub = ${sub}`,
    )
    did('access_review_item', await eraseDecidedItems(tx, sub))
    did('access_review', await eraseReviews(tx, sub))
    for (const [table, role] of NAMED)
      did(
        table,
        await tx`
          update ${tx(table)} set ${tx(`${role}_name`)} = ${ERASED} where ${tx(`${role}_sub`)} = ${sub}
            and not (${tx(table === 'decision' ? 'request_id' : 'id')} = any(${open}))`,
      )
    for (const table of await tablesAbout(tx))
      did(table, await tx`delete from ${tx(table)} where sub = ${sub}`)
    const found: Erased = { texts, rows, open }
    await note(tx, { subject: sub }, found)
    return found
  })

/** How much erasing a person would remove, for people to see first. */
export async function countErasure(sql: postgres.Sql, sub: string) {
  const open = await stillOpen(sql, sub)
  const closed = await sql<{ id: string }[]>`
    select id from request where requester_sub = ${sub} and not (id = any(${open}))`
  const [count] = await sql<{ texts: number; decisions: number }[]>`
    select (select count(*) from audit_text where commitment in (${textsOf(
      sql,
      sub,
      closed.map((r) => r.id),
    )}))::int as texts,
      (select count(*) from decision where sub = ${sub} and not (request_id = any(${open})))::int as decisions`
  const seen = await sql<{ name: string }[]>`select name from person_seen where sub = ${sub}`
  return {
    names: seen.map(({ name }) => name),
    texts: count?.texts ?? 0,
    requests: closed.length,
    decisions: count?.decisions ?? 0,
    open,
  }
}

/** Requests and changes that can still run or need a review, whose content was decided on. */
async function stillOpen(tx: postgres.ISql, sub: string): Promise<string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from request r where requester_sub = ${sub} and (state = 'pending' or state = 'approved' and exists (
      select from effect e join request p on p.id = e.request_id where r.id in (p.id, p.part_of) and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent')))
    union select request_id from decision d join request r on r.id = d.request_id
      where d.sub = ${sub} and (r.state = 'pending' or r.state = 'approved' and exists (
        select from effect e join request p on p.id = e.request_id where r.id in (p.id, p.part_of) and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent')))
    union select request_id from break_glass where sub = ${sub} and reviewed_at is null
    union select id from guided_run where on_behalf_of ->> 'sub' = ${sub}
      and state in ('running', 'putting-back', 'halted')`
  return rows.map((row) => row.id)
}

/** Hashes of texts in rows that the person caused, and in Gatehouse's own rows about their requests. */
const textsOf = (sql: postgres.ISql, sub: string, requests: readonly string[]) => sql`
  select m[1] from audit a, regexp_matches(a.body, '"(sha256:[0-9a-f]{64})"', 'g') m
  where a.body::jsonb #>> '{actor,sub}' = ${sub}
    or a.body::jsonb #>> '{actor,kind}' = 'gatehouse' and a.body::jsonb #>> '{request,id}' = any(${[...requests]})`

async function eraseTexts(tx: Tx, sub: string, requests: readonly string[]): Promise<number> {
  const gone = await tx`
    delete from audit_text where commitment in (${textsOf(tx, sub, requests)}) returning 1`
  return gone.length
}

const eraseEffects = (tx: Tx, sub: string, open: readonly string[]) => tx`
  update effect e set actor_name = ${ERASED}, reason = null
  where not (coalesce(e.request_id, '') = any(${[...open]})) and e.id in (
    select a.body::jsonb #>> '{after,effect}' from audit a
    where a.body::jsonb #>> '{actor,sub}' = ${sub}
      and a.body::jsonb ->> 'type' in ('request.approved', 'breakglass.used', 'revoke.requested'))`

/** The calls of a request. A grant's bytes contain no personal text, and revoking still needs them. */
async function eraseCalls(tx: Tx, requestId: string): Promise<void> {
  const calls = await tx<{ id: string; input: string; body: string | null }[]>`
    select id, input, body from effect where request_id = ${requestId} and op not like 'employee.%'`
  await tx`update effect set note = null where request_id = ${requestId}`
  await tx`update request set call_body = null where id = ${requestId}`
  await tx`delete from call_answer where request_id = ${requestId}`
  if (calls.length === 0) return
  await tx`alter table effect disable trigger effect_bytes`
  for (const { id, input, body } of calls)
    await tx`
      update effect set input = ${blanked(input)}, body = ${body && blanked(body)} where id = ${id}`
  await tx`alter table effect enable trigger effect_bytes`
}

type Step = { summary: string; note: string | null; input: unknown }

async function eraseRuns(tx: Tx, sub: string, open: readonly string[]) {
  const runs = await tx<{ id: string; input: string; steps: Step[]; put_back: Step | null }[]>`
    select id, input, steps, put_back from guided_run g where not (id = any(${[...open]})) and (
      on_behalf_of ->> 'sub' = ${sub} or exists (
        select from audit a where a.body::jsonb ->> 'type' = 'guided.started'
          and a.body::jsonb #>> '{after,run}' = g.id and a.body::jsonb #>> '{actor,sub}' = ${sub}))`
  const blankStep = (step: Step) => ({
    ...step,
    summary: ERASED,
    note: null,
    input: blank(step.input),
  })
  for (const { id, input, steps, put_back } of runs)
    await tx`
      update guided_run set actor_name = ${ERASED}, says = ${ERASED}, target = ${ERASED}, note = null, on_behalf_of = null,
        input = ${blanked(input)}, steps = ${tx.json(steps.map(blankStep) as never)},
        put_back = ${put_back && tx.json(blankStep(put_back) as never)} where id = ${id}`
  return { count: runs.length }
}

const eraseDecidedItems = (tx: Tx, sub: string) => tx`
  update access_review_item set by_name = ${ERASED}, remark = null where sub = ${sub}`

/** The names of the person who started a review, and of its reviewers. */
const eraseReviews = (tx: Tx, sub: string) => tx`
  update access_review set
    starter_name = case when starter_sub = ${sub} then ${ERASED} else starter_name end,
    name = case when starter_sub = ${sub} then ${ERASED} else name end,
    reviewers = (select coalesce(jsonb_agg(
      case when one ->> 'sub' = ${sub} then one || jsonb_build_object('name', ${ERASED}::text) else one end), '[]')
      from jsonb_array_elements(reviewers) one)
  where starter_sub = ${sub} or reviewers @> jsonb_build_array(jsonb_build_object('sub', ${sub}::text))`

/** Names of people beside the one whose row it is. */
const NAMED = [
  ['request', 'beneficiary'],
  ['decision', 'for'],
  ['delegation', 'from'],
  ['delegation', 'to'],
  ['machine', 'owner'],
  ['machine_secret', 'shown'],
] as const

/** Tables whose rows are only about one person. */
async function tablesAbout(tx: Tx): Promise<string[]> {
  const rows = await tx<{ table_name: string }[]>`
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'sub' and table_name not in ('decision', 'break_glass', 'access_review_item')`
  return rows.map((row) => row.table_name)
}

/** A stored JSON text without what people wrote. */
const blanked = (text: string): string => JSON.stringify(blank(JSON.parse(text)))

const blank = (value: unknown): unknown =>
  mapped(value, (part, field) =>
    isWritten(field) && part !== null && part !== undefined ? ERASED : part,
  )

const note = (tx: Tx, what: { subject: string } | { text: string }, found: Erased) =>
  append(tx, {
    type: 'audit.erased',
    actor: { kind: 'machine' },
    after: { ...what, texts: found.texts, rows: found.rows },
  })

/**
 * Carries out the erasures that admins requested in the console. Needs a connection as the tables' owner. One that fails
 * keeps its error and is tried again. Returns how many are done now.
 */
export async function eraseRequested(owner: postgres.Sql): Promise<number> {
  const waiting = await owner<{ id: string; subject: string }[]>`
    select id, subject from erasure where done_at is null order by requested_at`
  let done = 0
  for (const { id, subject } of waiting)
    try {
      const { texts, rows, open } = await erasePerson(owner, subject)
      await owner`update erasure set done_at = clock_timestamp(), error = null, texts = ${texts},
        rows = ${owner.json(rows)}, open = ${open} where id = ${id}`
      done += 1
    } catch (error) {
      await owner`update erasure set error = ${String(error).slice(0, 500)} where id = ${id}`
    }
  return done
}
