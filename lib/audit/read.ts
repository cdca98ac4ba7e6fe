import type postgres from 'postgres'
import { z } from 'zod'
import { type Head, headOf } from './audit-verify.mjs'

/** A stored body. It is loose because later versions add fields. */
export const auditBody = z.looseObject({
  v: z.literal(1),
  seq: z.int(),
  id: z.string(),
  /** ISO 8601 in UTC with microseconds, by the database's clock. */
  time: z.string(),
  type: z.string(),
  actor: z.looseObject({
    kind: z.enum(['human', 'machine', 'gatehouse']),
    iss: z.string().optional(),
    sub: z.string().optional(),
    display: z.string().optional(),
    roles: z.array(z.string()).optional(),
    role: z.string().optional(),
    binding: z.string().optional(),
    groups_hash: z.string().optional(),
    client_id: z.string().optional(),
    owner: z.looseObject({ iss: z.string(), sub: z.string() }).optional(),
    auth_time: z.number().optional(),
    acr: z.string().optional(),
    ip: z.string().optional(),
    ua: z.string().optional(),
  }),
  on_behalf_of: z.looseObject({ iss: z.string(), sub: z.string() }).optional(),
  request: z
    .looseObject({ id: z.string(), rev: z.number().optional(), digest: z.string().optional() })
    .optional(),
  policy: z.array(z.unknown()).optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  op: z.string().optional(),
  target: z.string().optional(),
  scope: z.unknown().optional(),
  upstream: z
    .looseObject({
      method: z.string().optional(),
      path: z.string().optional(),
      body_hash: z.string().optional(),
      status: z.number().optional(),
      request_id: z.string().optional(),
    })
    .optional(),
  outcome: z.string().optional(),
  reason: z.string().optional(),
  comment: z.string().optional(),
  trace: z.string().optional(),
})
export type AuditBody = z.output<typeof auditBody>

/**
 * `body` has clear texts instead of commitments; `stored` is the exact hashed text. A row that does not match the schema
 * has the type `ODD` and nothing else.
 */
export type StoredEntry = {
  seq: number
  hash: string
  prev: string
  body: AuditBody
  stored: string
}

/** A row as it is stored, with hashes in hex. */
export type RawRow = { seq: number; body: string; prev: string; hash: string }
type Where = postgres.PendingQuery<postgres.Row[]>

/** The type of a row that Gatehouse can't read. */
export const ODD = '(odd row)'

/** Shown instead of an erased text. */
export const ERASED = '(erased)'

/** A whole text: a quote inside one follows a backslash. */
const COMMITMENT = /("body_hash":)?(?<!\\)"(sha256:[0-9a-f]{64})"(?!:)/g

/**
 * At most `limit` rows of the log after `after`, from the beginning, or with `newestFirst` from the end. Erased personal
 * fields are `(erased)`.
 */
export async function entries(
  sql: postgres.ISql,
  want: {
    after?: number
    limit: number
    requestId?: string
    type?: string
    /** The request id of the call that caused them. */
    trace?: string
    newestFirst?: boolean
    /** Another condition (matching.ts). */
    where?: Where
  },
): Promise<StoredEntry[]> {
  const past =
    want.after === undefined
      ? sql`true`
      : want.newestFirst
        ? sql`seq < ${want.after}`
        : sql`seq > ${want.after}`
  const rows = await sql<RawRow[]>`
    select seq::float8 as seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit
    where ${past} and ${want.where ?? sql`true`}
      ${want.requestId === undefined ? sql`` : sql`and body::jsonb #>> '{request,id}' = ${want.requestId}`}
      ${want.type === undefined ? sql`` : sql`and body::jsonb ->> 'type' = ${want.type}`}
      ${want.trace === undefined ? sql`` : sql`and body::jsonb ->> 'trace' = ${want.trace}`}
    order by audit.seq ${want.newestFirst ? sql`desc` : sql`asc`} limit ${want.limit}`
  return readableOf(sql, rows)
}

/** Rows with their clear texts. */
export async function readableOf(
  sql: postgres.ISql,
  rows: readonly RawRow[],
): Promise<StoredEntry[]> {
  const commitments = rows.flatMap(({ body }) =>
    [...body.matchAll(COMMITMENT)].map(([, , found = '']) => found),
  )
  const clear = await clearTexts(sql, [...new Set(commitments)])
  return rows.map((row) => ({
    seq: row.seq,
    hash: row.hash,
    prev: row.prev,
    body: bodyIn(row.body, clear) ?? oddBody(row.seq),
    stored: row.body,
  }))
}

/** Undefined for a body that does not match the schema or is nested too deeply. */
function bodyIn(stored: string, clear: Map<string, string>): AuditBody | undefined {
  try {
    return auditBody.safeParse(JSON.parse(readable(stored, clear))).data
  } catch {
    return undefined
  }
}

const oddBody = (seq: number): AuditBody => ({
  v: 1,
  seq,
  id: '',
  time: '',
  type: ODD,
  actor: { kind: 'machine' },
})

/** The number and hex hash of the last row; seq 0 for an empty log. @throws when the head row is gone */
export async function head(sql: postgres.ISql): Promise<Head> {
  const found = await headOf(sql)
  if (!found) throw new Error('The row of audit_head is missing. Verify the audit log.')
  return found
}

/**
 * Pages of rows after `after` up to row `through`, oldest first, in constant memory. It reads page by page, so that a slow
 * reader does not hold a connection, and the next one while the reader works on this one. Rows never change.
 */
export async function* pages(
  sql: postgres.ISql,
  { after = 0, through, where }: { after?: number; through: number; where?: Where },
): AsyncGenerator<RawRow[]> {
  const read = async (last: number) => sql<RawRow[]>`
    select seq::float8 as seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit
    where seq > ${last} and seq <= ${through} and ${where ?? sql`true`} order by audit.seq limit ${PAGE}`
  let next = read(after)
  for (;;) {
    const rows = await next
    const end = rows.at(-1)
    if (!end) return
    next = read(end.seq)
    // A reader that stops here never asks for it.
    next.catch(() => {})
    yield rows
  }
}
const PAGE = 1_000

async function clearTexts(sql: postgres.ISql, commitments: string[]): Promise<Map<string, string>> {
  if (commitments.length === 0) return new Map()
  const rows = await sql<{ commitment: string; clear: string }[]>`
    select commitment, clear from audit_text where commitment = any(${commitments})`
  return new Map(rows.map((row) => [row.commitment, row.clear]))
}

/** A stored body with its clear texts. A `body_hash` looks like a commitment but never had a text. */
const readable = (stored: string, clear: Map<string, string>): string =>
  stored.replace(COMMITMENT, (own, isHash: string | undefined, commitment: string) => {
    const text = clear.get(commitment) ?? (isHash ? undefined : ERASED)
    return text === undefined ? own : `${isHash ?? ''}${JSON.stringify(text)}`
  })
