/**
 * Verifies Gatehouse's audit chain. This one file needs nothing but Node 20 or newer, so an auditor can read it
 * and run it on an exported chain, away from Gatehouse:
 *
 *   node audit-verify.mjs FILE.jsonl [--contains SEQ:HASH] [--head SEQ:HASH]   the rows of an export
 *   node audit-verify.mjs [--contains SEQ:HASH]        the database (needs the package `postgres`)
 *   node audit-verify.mjs --export FILE.jsonl          writes the export, then verifies it
 *
 * The database is DATABASE_URL or the running embedded one of GATEHOUSE_DATA (./data).
 * Exit: 0 whole, 1 broken (the first bad sequence number is named), 3 unreadable.
 *
 * One line of an export is one row, {"seq":1,"body":"{…}","prev":"<hex>","hash":"<hex>"}, and
 *   hash = SHA-256("gatehouse/audit/v1\n" + prev + SHA-256(body))
 * over raw bytes; `prev` is the hash of the row before, 32 zero bytes for row 1; `body` holds the same `seq`.
 * Line and body are canonical JSON (RFC 8785). An `effect.sending` follows the `request.approved` that names it.
 * Only a head noted earlier shows that a whole chain was rewritten: note it regularly, pass it to --contains.
 */
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, readFileSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

const ZEROS = '0'.repeat(64)
const HEX = /^[0-9a-f]{64}$/

/** The hash a row must have, in hex; `prev` in hex. */
export const hashOf = (prev, body) =>
  createHash('sha256')
    .update('gatehouse/audit/v1\n')
    .update(Buffer.from(prev, 'hex'))
    .update(createHash('sha256').update(body).digest())
    .digest('hex')

/** One row as a line of an export, without the line feed. */
export const lineOf = ({ seq, body, prev, hash }) => JSON.stringify({ seq, body, prev, hash })

/** Walks rows one at a time up to the first that is wrong. The chain must end with `head` and hold `contains`. */
export async function verifyRows(rows, head, contains) {
  let last = { seq: 0, hash: ZEROS }
  const approvals = new Map()
  for await (const row of rows) {
    const wrong = wrongWith(row, last) ?? unapproved(row, approvals)
    if (wrong) return { ok: false, ...wrong }
    if (row.seq === contains?.seq && row.hash !== contains.hash)
      return {
        ok: false,
        seq: row.seq,
        why: 'its hash is not the one noted earlier: the chain was rewritten',
      }
    last = row
  }
  const end = { seq: last.seq, hash: last.hash }
  if (contains && contains.seq > last.seq)
    return { ok: false, seq: last.seq + 1, why: `row ${contains.seq}, noted earlier, is missing` }
  if (!head) return { ok: true, rows: last.seq, head: end }
  const bad = (seq, why) => ({
    ok: false,
    seq,
    why: `the head says the chain ends at ${head.seq}, ${why}`,
  })
  if (head.seq > last.seq) return bad(last.seq + 1, `and rows from ${last.seq + 1} on are missing`)
  if (head.seq < last.seq) return bad(head.seq + 1, `yet rows follow up to ${last.seq}`)
  if (head.hash !== last.hash)
    return bad(last.seq, `with the hash ${head.hash}, but the last row has ${last.hash}`)
  return { ok: true, rows: last.seq, head: end }
}

function wrongWith({ seq, body, prev, hash, line }, last) {
  const due = last.seq + 1
  if (seq > due) return { seq: due, why: `row ${due} is missing: row ${seq} is in its place` }
  if (seq < due)
    return { seq, why: `row ${seq} comes after row ${last.seq}: it was inserted or moved` }
  for (const [name, value] of Object.entries({ prev, hash }))
    if (!HEX.test(value)) return { seq, why: `${name} is not 64 hexadecimal digits` }
  const says = parsed(body)?.seq
  if (says !== seq)
    return { seq, why: `the body belongs to ${says ?? 'no'} row, not to row ${seq}` }
  if (body !== canonicalOf(body))
    return { seq, why: 'the body is not canonical JSON: it was not written by Gatehouse' }
  if (line !== undefined && line !== lineOf({ seq, body, prev, hash }))
    return { seq, why: 'the line is not in canonical form: it was edited after the export' }
  if (hashOf(prev, body) !== hash)
    return { seq, why: 'the hash does not fit body and prev: one of the three was changed' }
  if (prev !== last.hash)
    return { seq, why: `prev is not the hash of row ${last.seq}: one of the two was rewritten` }
}

const attempt = (work) => {
  try {
    return work()
  } catch {}
}
const parsed = (body) => attempt(() => JSON.parse(body))

/** The canonical text (RFC 8785) of a JSON text; undefined when it has none, or is nested too deeply. */
function canonicalOf(body) {
  const text = (value) => {
    if (Array.isArray(value)) return `[${value.map(text).join(',')}]`
    if (typeof value !== 'object' || value === null) return JSON.stringify(value)
    const keys = Object.keys(value).sort()
    return `{${keys.map((key) => `${JSON.stringify(key)}:${text(value[key])}`).join(',')}}`
  }
  return attempt(() => text(JSON.parse(body)))
}

/** What is wrong with a row that sends a call which no approval before it names; `approvals` collects those. */
function unapproved({ seq, body }, approvals) {
  const { type, op, request, after } = parsed(body) ?? {}
  const what = `${request?.id} ${request?.rev} ${request?.digest}`
  if (type === 'request.approved' && after?.effect) approvals.set(after.effect, what)
  // Taking access away needs no approval.
  if (type !== 'effect.sending' || op === 'employee.revoke') return undefined
  if (request && approvals.get(after?.effect) === what) return undefined
  return { seq, why: 'a call was sent without an approval of this request, revision and digest' }
}

/** The rows of the database, oldest first, a thousand at a time. */
export async function* rowsOf(sql) {
  const found = sql`select seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash
    from audit order by seq`
  for await (const some of found.cursor(1000))
    for (const { seq, body, prev, hash } of some) yield { seq: Number(seq), body, prev, hash }
}

/** Where the database says that the chain ends; undefined without a head row. */
export async function headOf(sql) {
  const [head] = await sql`select seq, encode(hash, 'hex') as hash from audit_head`
  return head && { seq: Number(head.seq), hash: head.hash }
}

/** Calls `use` in one snapshot, so that rows appended meanwhile do not look like a difference. */
export const inSnapshot = (sql, use) => sql.begin('isolation level repeatable read read only', use)

/** Verifies the whole chain of a database against its head, and against a row noted earlier. */
export const verifyDatabase = (sql, contains) =>
  inSnapshot(sql, async (tx) => {
    const head = await headOf(tx)
    return head
      ? verifyRows(rowsOf(tx), head, contains)
      : { ok: false, seq: 1, why: 'the head row is gone' }
  })

class Unreadable extends Error {}

/** The rows of an export. @throws Unreadable with the line's number */
async function* rowsIn(file) {
  let at = 0
  try {
    for await (const line of createInterface({
      input: createReadStream(file),
      crlfDelay: Infinity,
    })) {
      at += 1
      yield rowIn(line, `${file}, line ${at}`)
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(`${file} cannot be read: ${error.message}`)
  }
  if (at === 0) throw new Unreadable(`${file} is empty: no row to verify.`)
}

function rowIn(line, where) {
  let row
  try {
    row = JSON.parse(line)
  } catch (error) {
    throw new Unreadable(`${where} is not JSON: ${error.message}`)
  }
  const fits =
    row !== null &&
    typeof row === 'object' &&
    Object.keys(row).sort().join() === 'body,hash,prev,seq' &&
    Number.isSafeInteger(row.seq) &&
    [row.body, row.hash, row.prev].every((field) => typeof field === 'string')
  if (!fits) throw new Unreadable(`${where} is not a row {"seq", "body", "prev", "hash"}.`)
  return { ...row, line }
}

function databaseUrl() {
  if (process.env.DATABASE_URL)
    return { url: process.env.DATABASE_URL, name: 'The database of DATABASE_URL' }
  const folder = resolve(/* turbopackIgnore: true */ process.env.GATEHOUSE_DATA || 'data')
  const name = `The embedded database of ${folder}`
  const file = resolve(/* turbopackIgnore: true */ folder, 'postgres.json')
  const url = attempt(() => JSON.parse(readFileSync(file, 'utf8')).url)
  if (typeof url === 'string') return { url, name }
  throw new Unreadable(`${name} is not running. ${ADVICE}`)
}

const ADVICE =
  'Start Gatehouse, set DATABASE_URL, or give an exported file: npm run audit:verify -- FILE.jsonl'

async function withDatabase(use) {
  const { url, name } = databaseUrl()
  let postgres
  try {
    ;({ default: postgres } = await import('postgres'))
  } catch {
    throw new Unreadable(
      'The package `postgres` is not installed: run npm install, or give an exported file.',
    )
  }
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  try {
    return await use(sql)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if (['ECONNREFUSED', 'ENOENT', 'CONNECT_TIMEOUT', 'ENOTFOUND'].includes(error.code))
      throw new Unreadable(`${name} is not running. ${ADVICE}`)
    if (error.code === '42P01') throw new Unreadable(`${name} holds no audit chain.`)
    if (error.code) throw new Unreadable(`${name} cannot be read: ${error.message}`)
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Writes the chain and gives the head it had at that moment. */
const exportTo = (file) =>
  withDatabase((sql) =>
    inSnapshot(sql, async (tx) => {
      const head = await headOf(tx)
      async function* lines() {
        for await (const row of rowsOf(tx)) yield `${lineOf(row)}\n`
      }
      const out = createWriteStream(file, { mode: 0o600 }).on('error', (error) => {
        failed = new Unreadable(`${file} cannot be written: ${error.message}`)
      })
      let failed
      await pipeline(Readable.from(lines()), out).catch((error) => {
        throw failed ?? error
      })
      return head
    }),
  )

function argumentsOf(words) {
  const asked = {}
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i]
    if (['--head', '--contains', '--export'].includes(word)) asked[word.slice(2)] = words[++i] ?? ''
    else if (word.startsWith('-') || asked.file)
      throw new Unreadable(`${word} is not understood. ${USAGE}`)
    else asked.file = word
  }
  if (asked.export === '' || (asked.file && asked.export)) throw new Unreadable(USAGE)
  if (asked.head !== undefined && !asked.file) throw new Unreadable(`--head needs a file. ${USAGE}`)
  return { ...asked, head: rowNamed(asked.head), contains: rowNamed(asked.contains) }
}

function rowNamed(text) {
  if (text === undefined) return undefined
  const parts = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text)
  if (!parts) throw new Unreadable(`A row is written as SEQ:HASH. ${USAGE}`)
  return { seq: Number(parts[1]), hash: parts[2] }
}

const USAGE =
  'Usage: npm run audit:verify -- [FILE.jsonl] [--contains SEQ:HASH] [--head SEQ:HASH], or -- --export FILE.jsonl'

async function command(words) {
  const asked = argumentsOf(words)
  const { file, head: end, contains } = asked
  if (file) return verifyRows(rowsIn(file), end, contains)
  if (!asked.export) return withDatabase((sql) => verifyDatabase(sql, contains))
  const head = await exportTo(asked.export)
  console.log(`Exported to ${asked.export}.`)
  return head?.seq === 0
    ? { ok: true, rows: 0, head }
    : verifyRows(rowsIn(asked.export), head, contains)
}

async function main() {
  try {
    const found = await command(process.argv.slice(2))
    if (found.ok) {
      console.log(`The audit chain is whole: ${found.rows} rows.`)
      console.log(`Head: ${found.head.seq}:${found.head.hash}`)
      process.exitCode = 0
    } else {
      console.log(`The audit chain is BROKEN at seq ${found.seq}: ${found.why}.`)
      process.exitCode = 1
    }
  } catch (error) {
    console.error(error instanceof Unreadable ? error.message : error)
    process.exitCode = 3
  }
}

const started = process.argv[1]
if (started && import.meta.url.startsWith('file:')) {
  const self = fileURLToPath(import.meta.url)
  if (attempt(() => realpathSync(started) === realpathSync(self))) await main()
}
