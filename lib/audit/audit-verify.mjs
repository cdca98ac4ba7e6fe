/**
 * Verifies Gatehouse's audit log. This one file needs nothing but Node 20 or newer, so an auditor can read it and run it
 * on an exported log, away from Gatehouse:
 *
 *   node audit-verify.mjs FILE.jsonl [options]    the rows of an export
 *   node audit-verify.mjs [options]               the database (needs the package `postgres`)
 *   node audit-verify.mjs --export FILE.jsonl     writes an export, then verifies it
 *   node audit-verify.mjs --proof FILE --pubkey KEY         a copied proof: of one row, or between two checkpoints
 *
 *   --checkpoint FILE     signed checkpoints: a file with any number of them, or a folder of files. Can be repeated
 *   --pubkey KEY          the public key (`name+id+base64`) or a file with keys. Needed to trust checkpoints and proofs
 *   --contains SEQ:HASH   a row noted earlier       --head SEQ:HASH   the last row of an export
 *
 * The database is DATABASE_URL or the running embedded one of GATEHOUSE_DATA (./data). The embedded one is also checked
 * against the checkpoints in its data folder.
 * Exit: 0 whole, 1 broken (the first bad row is named), 2 older than a checkpoint, 3 unreadable.
 *
 * A row is {"seq":1,"body":"{…}","prev":"<hex>","hash":"<hex>"}, one per line of an export, and
 *   hash = SHA-256("gatehouse/audit/v1\n" + prev + SHA-256(body))
 * over raw bytes; `prev` is the hash of the row before, 32 zero bytes for row 1; `body` has the same `seq`.
 * Line and body are canonical JSON (RFC 8785). An `effect.sending` follows the `request.approved` that names it, and the
 * approvals of as many people as the policy required; or the `breakglass.used` of its requester that names it.
 *
 * A checkpoint is a signed note (c2sp.org/signed-note, c2sp.org/tlog-checkpoint): the name of the log, its number of rows
 * and the root of a Merkle tree (RFC 6962), signed with Ed25519. Entry number n-1 of the tree is the 32 bytes of the hash
 * of row n. Checkpoints kept elsewhere show that a whole log was rewritten, or replaced by an old backup.
 */
import crypto from 'node:crypto'
import {
  createReadStream,
  createWriteStream,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { parentPort, Worker, workerData } from 'node:worker_threads'

// ── Hashes ──────────────────────────────────────────────────────────────────────────────────────────────────────────
// Raw bytes are kept as latin1 strings: in Node they are several times faster than a Buffer for each hash.

const sha256 = crypto.hash
  ? (data) => crypto.hash('sha256', data, 'latin1')
  : (data) => crypto.createHash('sha256').update(data).digest('latin1')
const bytes = (text, encoding) => Buffer.from(text, encoding).toString('latin1')
const as = (raw, encoding) => Buffer.from(raw, 'latin1').toString(encoding)

/** A function that hashes a fixed prefix followed by raw parts of 32 bytes. */
function prefixed(prefix, parts) {
  const buffer = Buffer.alloc(prefix.length + 32 * parts)
  buffer.write(prefix, 'latin1')
  return (...raw) => {
    for (let i = 0; i < parts; i += 1) buffer.write(raw[i], prefix.length + 32 * i, 32, 'latin1')
    return sha256(buffer)
  }
}
const chained = prefixed('gatehouse/audit/v1\n', 2)
/** The Merkle hashes of RFC 6962, of and as raw bytes in latin1. */
export const leafHash = prefixed('\x00', 1)
export const nodeHash = prefixed('\x01', 2)

const ZEROS = '0'.repeat(64)
const HEX = /^[0-9a-f]{64}$/

/** The hash a row must have, in hex; `prev` in hex. */
export const hashOf = (prev, body) => as(chained(bytes(prev, 'hex'), sha256(body)), 'hex')

/** One row as a line of an export, without the line feed. */
export const lineOf = ({ seq, body, prev, hash }) => JSON.stringify({ seq, body, prev, hash })

// ── Merkle tree ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** A tree that grows by one row hash (hex) at a time. It keeps one hash per set bit of its size. */
export function growingTree() {
  const peaks = []
  let size = 0
  return {
    add(hash) {
      let node = leafHash(bytes(hash, 'hex'))
      for (let bits = size; bits % 2 === 1; bits = (bits - 1) / 2)
        node = nodeHash(peaks.pop(), node)
      peaks.push(node)
      size += 1
    },
    /** In base64. */
    root: () =>
      as(
        peaks.reduceRight((right, left) => nodeHash(left, right)),
        'base64',
      ),
  }
}

/** Whether `hash` (hex) is entry `index` of the tree of `size` entries with `root`; `path` and `root` in base64. */
export function isIncluded(hash, index, size, path, root) {
  if (!(index >= 0 && index < size)) return false
  let [at, last, node] = [index, size - 1, leafHash(bytes(hash, 'hex'))]
  for (const step of path) {
    if (last === 0) return false
    const other = bytes(step, 'base64')
    if (at % 2 === 1 || at === last) {
      node = nodeHash(other, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else node = nodeHash(node, other)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && as(node, 'base64') === root
}

/** Whether the tree of `size` entries begins with the `oldSize` entries of the old one; roots and `path` in base64. */
export function isConsistent(oldSize, oldRoot, size, root, path) {
  if (oldSize === size) return path.length === 0 && oldRoot === root
  if (!(oldSize > 0 && oldSize < size)) return false
  const steps = path.map((step) => bytes(step, 'base64'))
  let [at, last] = [oldSize - 1, size - 1]
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  // An old tree that is a whole subtree of the new one is not repeated in the path.
  let old = at === 0 ? bytes(oldRoot, 'base64') : steps.shift()
  let node = old
  for (const step of steps) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      ;[old, node] = [nodeHash(step, old), nodeHash(step, node)]
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else node = nodeHash(node, step)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return (
    last === 0 && node !== undefined && as(old, 'base64') === oldRoot && as(node, 'base64') === root
  )
}

// ── Signed notes ────────────────────────────────────────────────────────────────────────────────────────────────────

const ED25519 = '\x01'
const DER = Buffer.from('302a300506032b6570032100', 'hex')

/** The id of a key in a signed note: 4 raw bytes. `raw` is the public key. */
export const keyId = (name, raw) =>
  sha256(Buffer.from(`${Buffer.from(name).toString('latin1')}\n${ED25519}${raw}`, 'latin1')).slice(
    0,
    4,
  )

/** A public key `name+id+base64`. @throws Unreadable */
export function publicKey(text) {
  const [, name, id, encoded = ''] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? []
  const raw = bytes(encoded, 'base64')
  if (
    !name ||
    raw.length !== 33 ||
    !raw.startsWith(ED25519) ||
    as(keyId(name, raw.slice(1)), 'hex') !== id
  )
    throw new Unreadable(`This is not an Ed25519 public key (name+id+base64): ${text}`)
  const key = crypto.createPublicKey({
    key: Buffer.concat([DER, Buffer.from(raw.slice(1), 'latin1')]),
    format: 'der',
    type: 'spki',
  })
  return { name, id: bytes(id, 'hex'), key }
}

/** Reads a checkpoint and its signature by one of the keys. @throws Unreadable */
export function openCheckpoint(note, keys) {
  const end = note.indexOf('\n\n')
  const text = note.slice(0, end + 1)
  const [origin, digits = '', root = ''] = text.split('\n')
  const size = Number(digits)
  const fits =
    end > 0 && origin && /^(0|[1-9]\d{0,15})$/.test(digits) && bytes(root, 'base64').length === 32
  if (!fits || !Number.isSafeInteger(size))
    throw new Unreadable(`This is not a checkpoint: ${note.slice(0, 80)}`)
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [, name, encoded = ''] = /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? []
      const raw = bytes(encoded, 'base64')
      const signature = Buffer.from(raw.slice(4), 'latin1')
      return keys.some(
        (one) =>
          one.name === name &&
          one.id === raw.slice(0, 4) &&
          crypto.verify(null, Buffer.from(text), one.key, signature),
      )
    })
  if (!isSigned)
    throw new Unreadable(`The checkpoint of ${size} rows is not signed with the given public key.`)
  return { origin, size, root }
}

/** The notes in a text, one after the other: text, an empty line, and lines of signatures. */
export function notesIn(text) {
  const lines = text.split('\n')
  const notes = []
  for (let i = 0; i < lines.length; ) {
    while (i < lines.length && lines[i].trim() === '') i += 1
    const from = i
    while (i < lines.length && lines[i] !== '') i += 1
    i += 1
    while (i < lines.length && lines[i].startsWith('— ')) i += 1
    if (from < lines.length) notes.push(`${lines.slice(from, i).join('\n')}\n`)
  }
  return notes
}

// ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Walks rows, or batches of rows, up to the first that is wrong. The log must end with `head`, hold the row `contains`,
 * and have the root of each checkpoint.
 */
export async function verifyRows(rows, { head, contains, checkpoints = [] } = {}) {
  const due = checkpoints.toSorted((a, b) => a.size - b.size)
  const approvals = new Map()
  const tree = due.length > 0 ? growingTree() : undefined
  let [before, last] = [undefined, { seq: 0, hash: ZEROS }]
  let [next, agreed] = [0, 0]
  while (due[next]?.size === 0) next += 1
  const walk = batches(rows)
  for await (const batch of walk)
    for (const [i, row] of batch.entries()) {
      const wrong = wrongWith(row, last)
      if (wrong) {
        const after = batch[i + 1] ?? (await walk.next()).value?.[0]
        return { ok: false, ...named(wrong, row, last, before, after, head) }
      }
      const forged = unapproved(row, approvals)
      if (forged) return { ok: false, ...forged }
      if (row.seq === contains?.seq && row.hash !== contains.hash)
        return {
          ok: false,
          seq: row.seq,
          what: REWRITTEN,
          why: 'its hash is not the one noted earlier: the log was rewritten',
        }
      tree?.add(row.hash)
      for (; due[next]?.size === row.seq; next += 1) {
        if (due[next].root !== tree.root())
          return {
            ok: false,
            seq: agreed + 1,
            what: REWRITTEN,
            why: `rows ${agreed + 1} to ${row.seq} are not those of the checkpoint of ${row.seq} rows: they were rewritten, and their hashes computed again`,
          }
        agreed = row.seq
      }
      ;[before, last] = [last, row]
    }
  return ended(last, head, contains, due.at(-1), agreed)
}

function ended(last, head, contains, newest, agreed) {
  const end = { seq: last.seq, hash: last.hash }
  const bad = (seq, what, why) => ({ ok: false, seq, what, why })
  const headSays = head && `the head says the log ends at ${head.seq}`
  if (head && head.seq > last.seq)
    return bad(last.seq + 1, TAIL, `${headSays}, and rows from ${last.seq + 1} on are missing`)
  if (head && head.seq < last.seq)
    return bad(head.seq + 1, 'an inserted row', `${headSays}, yet rows follow up to ${last.seq}`)
  if (head && head.hash !== last.hash)
    return bad(
      last.seq,
      CHANGED,
      `${headSays} with the hash ${head.hash}, but the last row has ${last.hash}`,
    )
  if (newest && newest.size > last.seq)
    return {
      ...bad(
        last.seq + 1,
        'an old backup, or a removed tail with a matching head',
        `the log ends at row ${last.seq}, and a checkpoint covers ${newest.size} rows: rows from ${last.seq + 1} on are missing`,
      ),
      isOlder: true,
    }
  if (contains && contains.seq > last.seq)
    return bad(last.seq + 1, TAIL, `row ${contains.seq}, noted earlier, is missing`)
  return { ok: true, rows: last.seq, head: end, ...(newest ? { checkpointed: agreed } : {}) }
}

async function* batches(rows) {
  for await (const some of rows) yield Array.isArray(some) ? some : [some]
}

const CHANGED = 'a changed row'
const REMOVED = 'a removed row'
const SWAPPED = 'swapped rows'
const INSERTED = 'an inserted row'
const REWRITTEN = 'rewritten rows with recomputed hashes'
const TAIL = 'a removed tail'

function wrongWith({ seq, body, prev, hash, line }, last) {
  const due = last.seq + 1
  if (seq !== due) return { seq: Math.min(seq, due), is: 'order' }
  if (hashOf(prev, body) !== hash) {
    const [name] = Object.entries({ prev, hash }).find(([, value]) => !HEX.test(value)) ?? []
    return {
      seq,
      why: name
        ? `${name} is not 64 hexadecimal digits`
        : 'the hash does not match body and prev: one of the three was changed',
    }
  }
  if (canonicalSeq(body) !== seq) {
    const says = seqIn(body)
    if (says !== seq) return { seq, is: 'order', says }
    return { seq, why: 'the body is not canonical JSON: it was not written by Gatehouse' }
  }
  if (line !== undefined && line !== lineOf({ seq, body, prev, hash }))
    return { seq, why: 'the line is not in canonical form: it was edited after the export' }
  if (prev !== last.hash) return { seq, is: 'link' }
}

/** Names what was done to the first row that is wrong, by its neighbors. */
function named(wrong, row, last, before, after, head) {
  const due = last.seq + 1
  const isPutIn = after?.prev === last.hash && seqIn(after.body) === due
  if (!wrong.is) return { seq: wrong.seq, what: isPutIn ? INSERTED : CHANGED, why: wrong.why }
  if (wrong.is === 'link') {
    // The row after it still fits, so the row before it was changed.
    const fits = after ? after.prev === row.hash : head?.hash === row.hash
    const seq = fits ? last.seq : row.seq
    return {
      seq,
      what: CHANGED,
      why: `the prev of row ${row.seq} is not the hash of row ${last.seq}: row ${seq} was changed, and its hash computed again`,
    }
  }
  const found = row.seq === due ? wrong.says : row.seq
  const follows = after && (row.seq === due ? seqIn(after.body) : after.seq)
  if (found === undefined) return { seq: due, what: CHANGED, why: 'its body has no row number' }
  if (found > due)
    return follows === due
      ? { seq: due, what: SWAPPED, why: `row ${found} is in its place, and row ${due} follows` }
      : { seq: due, what: REMOVED, why: `row ${due} is missing: row ${found} is in its place` }
  // The row before it was put in: this one still names the row before that.
  if (found === last.seq && row.prev === before?.hash && row.hash !== last.hash)
    return {
      seq: last.seq,
      what: INSERTED,
      why: `row ${found} follows, which continues from row ${before.seq}`,
    }
  return {
    seq: row.seq === due ? due : found,
    what: INSERTED,
    why: `row ${found} comes after row ${last.seq}`,
  }
}

const attempt = (work) => {
  try {
    return work()
  } catch {}
}
const parsed = (body) => attempt(() => JSON.parse(body))

/** The row number in a body; undefined if it has none. */
function seqIn(body) {
  const seq = parsed(body)?.seq
  return Number.isSafeInteger(seq) ? seq : undefined
}

/**
 * The row number in a body that is canonical JSON (RFC 8785); undefined for any other text. It reads the text once, which
 * is several times faster than to parse it and write it again.
 */
function canonicalSeq(body) {
  let at = 0
  let seq
  const token = (pattern) => {
    pattern.lastIndex = at
    const [found] = pattern.exec(body) ?? []
    if (found === undefined) throw undefined
    at += found.length
    return found
  }
  const string = () => {
    const from = at
    const end = body.indexOf('"', at + 1)
    if (body.charCodeAt(at) !== QUOTE || end < 0) throw undefined
    const text = body.slice(from, end + 1)
    at = end + 1
    if (!text.includes('\\')) return text.slice(1, -1)
    at = from
    const whole = token(STRING)
    const value = JSON.parse(whole)
    if (JSON.stringify(value) !== whole) throw undefined
    return value
  }
  const expect = (sign) => {
    if (body[at] !== sign) throw undefined
    at += 1
  }
  const value = (depth) => {
    const sign = body[at]
    if (sign === '"') return string()
    if (sign === '{') {
      at += 1
      let last
      if (body[at] === '}') at += 1
      else
        for (;;) {
          const key = string()
          if (last !== undefined && !(last < key)) throw undefined
          last = key
          expect(':')
          const found = value(depth + 1)
          if (depth === 0 && key === 'seq') seq = found
          if (body[at] === '}') {
            at += 1
            return
          }
          expect(',')
        }
      return
    }
    if (sign === '[') {
      at += 1
      if (body[at] === ']') at += 1
      else
        for (;;) {
          value(depth + 1)
          if (body[at] === ']') {
            at += 1
            return
          }
          expect(',')
        }
      return
    }
    const word = token(WORD)
    if (word === 'true' || word === 'false' || word === 'null') return
    const number = Number(word)
    if (String(number) !== word || !Number.isFinite(number)) throw undefined
    return number
  }
  const isRead = attempt(() => {
    value(0)
    return true
  })
  const isWhole = isRead && at === body.length && !CONTROL.test(body) && isWellFormed(body)
  return isWhole && Number.isSafeInteger(seq) ? seq : undefined
}
const QUOTE = 34
const STRING = /"(?:[^"\\]|\\.)*"/y
const WORD = /[-+.\w]+/y
const CONTROL = /[^ -\uffff]/
const isWellFormed = (text) => text.isWellFormed()

// Almost all rows are of other types, and reading their JSON again would take longer than their hashes.
const ABOUT_APPROVAL =
  /"type":"(?:request\.(?:created|edited|approved|denied|cancelled|expired|closed)|decision\.approve|breakglass\.used|grant\.ended|effect\.sending)"/

/** What is wrong with a row that sends a call without the approvals it needs; `requests` collects those of open requests. */
function unapproved({ seq, body }, requests) {
  if (!ABOUT_APPROVAL.test(body)) return
  const row = parsed(body)
  // Taking access away needs no approval.
  if (row.type !== 'effect.sending' || row.op === 'employee.revoke') return note(row, requests)
  const why = whyUnapproved(row, requests.get(row.request?.id))
  return why && { seq, what: 'a call without approval', why }
}

const revisionOf = ({ rev, digest }) => `${rev} ${digest}`
const keyOf = (account) => account?.sub && `${account.iss} ${account.sub}`

/** Remembers who filed a request, how many approvals its policy requires in each step, and its approvals. */
function note({ type, request, actor, on_behalf_of: holder, after }, requests) {
  if (!request) return
  const { id } = request
  const known = requests.get(id) ?? {
    people: [],
    steps: undefined,
    votes: [],
    calls: new Map(),
    alone: new Map(),
  }
  if (type === 'request.created')
    known.people = [keyOf(actor), keyOf(after?.beneficiary)].filter(Boolean)
  if (type === 'request.created' || type === 'request.edited') known.steps = after?.steps
  if (type === 'request.approved' || type === 'decision.approve') {
    const revision = revisionOf(request)
    const people = [keyOf(actor), keyOf(holder)].filter(Boolean)
    known.votes.push({ revision, people, step: after?.step ?? 0 })
    if (type === 'request.approved')
      for (const effect of [after?.effect, ...(after?.effects ?? [])].filter(Boolean))
        known.calls.set(effect, revision)
  }
  // Without approval, by the person who requested it.
  if (type === 'breakglass.used' && after?.effect && known.people[0] === keyOf(actor))
    known.alone.set(after.effect, revisionOf(request))
  const isOver = /^(?:request\.(?:denied|cancelled|expired|closed)|grant\.ended)$/.test(type)
  // The end of one of several targets is not that of their request.
  if (isOver && !after?.part) requests.delete(id)
  else requests.set(id, known)
}

function whyUnapproved({ request, after }, known) {
  const revision = request && revisionOf(request)
  if (known && revision && known.alone.get(after?.effect) === revision) return
  if (!known || known.calls.get(after?.effect) !== revision)
    return 'a call was sent without an approval of this request, revision and digest'
  const votes = known.votes.filter((vote) => vote.revision === revision)
  if (votes.some(({ people }) => people.some((one) => known.people.includes(one))))
    return 'a call was sent with the approval of the person who requested it'
  const counted = new Set()
  const isNew = ({ people }) => {
    const isAgain = people.some((one) => counted.has(one))
    for (const one of people) counted.add(one)
    return !isAgain
  }
  const once = votes.filter(isNew)
  // Requests filed before steps were recorded needed one approval.
  const isMissing = ({ count }, at) => once.filter(({ step }) => step === at).length < count
  if ((known.steps ?? [{ count: 1 }]).some(isMissing))
    return 'a call was sent with fewer approvals of different people than its policy required'
}

// ── Proofs ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const INCLUSION = 'c2sp.org/tlog-proof@v1'
const CONSISTENCY = 'gatehouse/consistency-proof/v1'

/** The text of a proof that a row is in a checkpoint (c2sp.org/tlog-proof). Its extra data is the row's line. */
export const inclusionText = (row, path, note) =>
  [
    INCLUSION,
    `extra ${Buffer.from(lineOf(row)).toString('base64')}`,
    `index ${row.seq - 1}`,
    ...path,
    '',
    note,
  ].join('\n')

/** The text of a proof that the log of one checkpoint begins with the log of an older one. */
export const consistencyText = (oldNote, note, path) =>
  [CONSISTENCY, ...path, '', oldNote, note].join('\n')

/** Checks the text of a proof; `says` is a sentence for people. @throws Unreadable */
export function verifyProof(text, keys) {
  const [head, ...rest] = [
    text.slice(0, text.indexOf('\n\n') + 1),
    ...notesIn(text.slice(text.indexOf('\n\n') + 2)),
  ]
  const [kind, ...lines] = head.trimEnd().split('\n')
  if (kind === CONSISTENCY && rest.length === 2) {
    const [old, now] = rest.map((note) => openCheckpoint(note, keys))
    const ok =
      old.origin === now.origin && isConsistent(old.size, old.root, now.size, now.root, lines)
    return {
      ok,
      says: ok
        ? `The log ${now.origin} with ${now.size} rows begins with the ${old.size} rows of the older checkpoint, unchanged.`
        : `The checkpoint of ${now.size} rows does NOT continue the one of ${old.size} rows: the log was rewritten.`,
    }
  }
  const [extra = '', index = '', ...path] = lines
  if (
    kind !== INCLUSION ||
    rest.length !== 1 ||
    !extra.startsWith('extra ') ||
    !/^index \d{1,15}$/.test(index)
  )
    throw new Unreadable('This is not a proof that Gatehouse made.')
  const { origin, size, root } = openCheckpoint(rest[0], keys)
  const row = rowIn(Buffer.from(extra.slice(6), 'base64').toString(), 'The row of the proof')
  const at = Number(index.slice(6))
  const isRow =
    row.seq === at + 1 &&
    HEX.test(row.prev) &&
    hashOf(row.prev, row.body) === row.hash &&
    seqIn(row.body) === row.seq
  const ok = isRow && isIncluded(row.hash, at, size, path, root)
  return {
    ok,
    row,
    says: ok
      ? `Row ${row.seq} is in the log ${origin}, as signed in the checkpoint of ${size} rows:\n${row.body}`
      : `The proof does NOT hold: this is not row ${at + 1} of the checkpoint of ${size} rows.`,
  }
}

// ── Threads ─────────────────────────────────────────────────────────────────────────────────────────────────────────
// Most of the time goes into reading and hashing single rows, which threads do side by side. They only say that a part is
// whole. Whatever is unusual is left to `verifyRows`, which walks the log again and names it.

const [PART_BYTES, PART_ROWS] = [8_000_000, 10_000]

/** A range from 0 to `size` in parts, without the end of each. */
const partsOf = (size, most) =>
  Array.from({ length: Math.ceil(size / most) }, (_, i) => ({
    from: i * most,
    to: Math.min(size, (i + 1) * most),
  }))

/** What `verifyRows` says of a log that is whole; undefined for any other, or if threads can't read it. */
export async function inThreads(parts, source, { head, contains, checkpoints = [] }) {
  const due = checkpoints.filter(({ size }) => size > 0).toSorted((a, b) => a.size - b.size)
  const approvals = new Map()
  const tree = growingTree()
  const wanted = new Map(due.map(({ size }) => [size, []]))
  for (const { size, root } of due) wanted.get(size).push(root)
  let last = { seq: 0, hash: ZEROS }
  for await (const part of verifiedParts(parts, source)) {
    if (!part) return
    const { first, hashes, about } = part
    // A line can be longer than a part.
    if (!first) continue
    if (first.seq !== last.seq + 1 || first.prev !== last.hash) return
    if (about.some((row) => unapproved(row, approvals))) return
    if (due.length > 0)
      for (let at = 0, seq = first.seq; at < hashes.length; at += 64, seq += 1) {
        tree.add(hashes.slice(at, at + 64))
        if (wanted.get(seq)?.some((root) => root !== tree.root())) return
      }
    const noted = contains && (contains.seq - first.seq) * 64
    if (noted >= 0 && noted < hashes.length && !hashes.startsWith(contains.hash, noted)) return
    last = part.last
  }
  const agreed = due.findLast(({ size }) => size <= last.seq)?.size ?? 0
  const found = ended(last, head, contains, due.at(-1), agreed)
  return found.ok ? found : undefined
}

/** What threads say of each part, in order; undefined if it is not whole. A few parts are read ahead. */
async function* verifiedParts(parts, source) {
  const threads = Array.from({ length: Math.min(availableParallelism(), 4) }, () =>
    threadFor(source),
  )
  try {
    const asked = []
    for (const [i, part] of parts.entries()) {
      asked.push(threads[i % threads.length].verify(part))
      if (asked.length > 2 * threads.length) yield await asked.shift()
    }
    for (const one of asked) yield await one
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()))
  }
}

/** A thread that verifies one part after the other. What it can't say because it failed is undefined. */
function threadFor(source) {
  const thread = new Worker(fileURLToPath(import.meta.url), { workerData: { [THREAD]: source } })
  const waiting = []
  let hasFailed = false
  thread.on('message', (found) => waiting.shift()?.(found))
  thread.on('error', () => {
    hasFailed = true
    for (const answered of waiting.splice(0)) answered()
  })
  return {
    verify: (part) =>
      new Promise((answered) => {
        if (hasFailed) return answered()
        waiting.push(answered)
        thread.postMessage(part)
      }),
    stop: () => thread.terminate(),
  }
}

/** In a thread: the part's first and last row, the hashes of all, and the rows about approvals; undefined if it is not whole. */
async function verifiedPart(batches) {
  let first
  let last
  let hashes = ''
  const about = []
  for await (const rows of batches)
    for (const row of rows) {
      first ??= { seq: row.seq, prev: row.prev }
      if (wrongWith(row, last ?? { seq: row.seq - 1, hash: row.prev })) return
      if (ABOUT_APPROVAL.test(row.body)) about.push({ seq: row.seq, body: row.body })
      hashes += row.hash
      last = { seq: row.seq, hash: row.hash }
    }
  return { first, last, hashes, about }
}

const THREAD = 'gatehouse/audit-verify'

/** Answers with what this thread found in each part that it is sent. */
async function answerParts({ file, url, snapshot }) {
  const tx = url && (await connectedTo(url, snapshot))
  let done = Promise.resolve()
  const answer = async (part) => {
    const batches = file ? rowsIn(file, part) : rowsOf(tx, part)
    parentPort.postMessage(await verifiedPart(batches).catch(() => undefined))
  }
  parentPort.on('message', (part) => {
    done = done.then(() => answer(part))
  })
}

/** A connection that sees the rows of another transaction's snapshot. */
async function connectedTo(url, snapshot) {
  const { default: postgres } = await import('postgres')
  const sql = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} })
  await sql`begin isolation level repeatable read read only`
  await sql.unsafe(`set transaction snapshot '${snapshot}'`)
  return sql
}

// ── Database ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The rows of the database, or those from `from` to before `to`, oldest first, in batches of a thousand. The next batch is
 * read while one is used.
 */
export async function* rowsOf(sql, { from, to } = {}) {
  const found = sql`select seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit
    where ${from ? sql`seq >= ${from}` : sql`true`} and ${to ? sql`seq < ${to}` : sql`true`} order by seq`
  const reading = found.cursor(1000)[Symbol.asyncIterator]()
  for (let next = reading.next(); ; ) {
    const { value, done } = await next
    if (done) return
    next = reading.next()
    next.catch(() => {})
    for (const row of value) row.seq = Number(row.seq)
    yield value
  }
}

/** Where the database says that the log ends; undefined without a head row. */
export async function headOf(sql) {
  const [head] = await sql`select seq, encode(hash, 'hex') as hash from audit_head`
  return head && { seq: Number(head.seq), hash: head.hash }
}

/** Calls `use` in one snapshot, so that rows appended meanwhile do not look like a difference. */
export const inSnapshot = (sql, use) => sql.begin('isolation level repeatable read read only', use)

/**
 * Verifies the whole log of a database against its head, a row noted earlier, and checkpoints. With its `url`, a long log
 * is verified in threads.
 */
export const verifyDatabase = (sql, against = {}, { url, partRows = PART_ROWS } = {}) =>
  inSnapshot(sql, async (tx) => {
    const head = await headOf(tx)
    if (!head) return { ok: false, seq: 1, what: 'a removed head', why: 'the head row is gone' }
    const whole = { ...against, head }
    // The first and the last part are open, so that no row is outside of all parts.
    const parts = partsOf(url ? head.seq : 0, partRows).map(({ from, to }) => ({
      ...(from > 0 ? { from: from + 1 } : {}),
      ...(to < head.seq ? { to: to + 1 } : {}),
    }))
    if (parts.length > 1) {
      const [{ snapshot }] = await tx`select pg_export_snapshot() as snapshot`
      const found = await inThreads(parts, { url, snapshot }, whole)
      if (found) return found
    }
    return verifyRows(rowsOf(tx), whole)
  })

export class Unreadable extends Error {}

// ── Files ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Verifies an export against its last row (`head`), a row noted earlier, and checkpoints, a long one in threads.
 * @throws Unreadable with the line's number
 */
export async function verifyFile(file, against = {}, { partBytes = PART_BYTES } = {}) {
  const size = attempt(() => statSync(file).size) ?? 0
  const parts = partsOf(size, partBytes)
  const found = parts.length > 1 ? await inThreads(parts, { file }, against) : undefined
  return found ?? verifyRows(rowsIn(file), against)
}

/** The lines that begin in a part of a file, in batches. */
async function* linesIn(file, { from, to }) {
  // A line that begins before the part belongs to the part before it.
  let isOwn = from === 0
  let at = isOwn ? 0 : from - 1
  let rest = Buffer.alloc(0)
  for await (const chunk of createReadStream(file, { start: at, highWaterMark: 1 << 20 })) {
    const data = Buffer.concat([rest, chunk])
    const lines = []
    let begin = 0
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, begin)) {
      if (at + begin >= to) break
      if (isOwn) lines.push(data.toString('utf8', begin, end))
      isOwn = true
      begin = end + 1
    }
    if (lines.length > 0) yield lines
    at += begin
    rest = data.subarray(begin)
    if (at >= to) return
  }
  if (isOwn && rest.length > 0) yield [rest.toString()]
}

const WHOLE = { from: 0, to: Number.POSITIVE_INFINITY }

/** The rows of an export or a part of it, in batches. @throws Unreadable with the line's number */
async function* rowsIn(file, part) {
  let at = 0
  let isEmpty = true
  const read = (sent) => {
    at += 1
    // What editors and transfers do to a file does not change a row.
    const text = at === 1 && !part?.from ? sent.replace(/^\ufeff/, '') : sent
    const line = text.endsWith('\r') ? text.slice(0, -1) : text
    if (line === '') return []
    isEmpty = false
    return [rowIn(line, `${file}, line ${at}`)]
  }
  try {
    for await (const lines of linesIn(file, part ?? WHOLE)) yield lines.flatMap(read)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(`${file} can’t be read: ${error.message}`)
  }
  if (isEmpty && !part) throw new Unreadable(`${file} is empty. It has no row to verify.`)
}

/** A line in canonical form, read without parsing all of it; undefined for any other line. */
function canonicalRow(line) {
  const [start, seq] = /^\{"seq":([1-9]\d{0,14}),"body":(?=")/.exec(line) ?? []
  const [prev, hash] = [line.length - 140, line.length - 66]
  if (
    !start ||
    !line.startsWith('","prev":"', prev - 10) ||
    !line.startsWith('","hash":"', hash - 10)
  )
    return
  const text = line.slice(start.length, prev - 9)
  const body = parsed(text)
  if (!line.endsWith('"}') || typeof body !== 'string' || JSON.stringify(body) !== text) return
  return { seq: Number(seq), body, prev: line.slice(prev, prev + 64), hash: line.slice(hash, -2) }
}

function rowIn(line, where) {
  const quick = canonicalRow(line)
  if (quick) return quick
  let row
  try {
    row = JSON.parse(line)
  } catch (error) {
    const why = line.startsWith('\u001f\ufffd')
      ? 'is compressed. Unpack the file first.'
      : /^\ufffd\ufffd|^.?\0/.test(line)
        ? 'is not UTF-8. Convert the file, or export it again.'
        : `is not JSON: ${error.message}`
    throw new Unreadable(`${where} ${why}`)
  }
  const fits =
    row !== null &&
    typeof row === 'object' &&
    Object.keys(row).sort().join() === 'body,hash,prev,seq' &&
    Number.isSafeInteger(row.seq) &&
    [row.body, row.hash, row.prev].every((field) => typeof field === 'string')
  if (!fits) throw new Unreadable(`${where} is not a row {"seq", "body", "prev", "hash"}.`)
  row.line = line
  return row
}

const textOf = (file) => {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\ufeff/, '')
      .replaceAll('\r\n', '\n')
  } catch (error) {
    throw new Unreadable(`${file} can’t be read: ${error.message}`)
  }
}

/** Public keys: written out, or one per line of files. */
const keysOf = (words) =>
  words
    .flatMap((word) => (/^\S+\+[0-9a-f]{8}\+\S+$/.test(word) ? [word] : textOf(word).split('\n')))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(publicKey)

/** The signed checkpoints of files and folders. @throws Unreadable also when two of one size differ */
function checkpointsOf(places, keys) {
  const files = places.flatMap((place) =>
    attempt(() => statSync(place).isDirectory())
      ? readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
      : [place],
  )
  const bySize = new Map()
  for (const note of new Set(files.flatMap((file) => notesIn(textOf(file))))) {
    const found = openCheckpoint(note, keys)
    const other = bySize.get(found.size)
    if (other && (other.root !== found.root || other.origin !== found.origin))
      throw new Unreadable(
        `Two checkpoints of ${found.size} rows differ. They belong to two logs, or the log was rewritten.`,
      )
    bySize.set(found.size, found)
  }
  if (places.length > 0 && bySize.size === 0)
    throw new Unreadable(`No checkpoint in ${places.join(', ')}.`)
  return [...bySize.values()]
}

// ── Command ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const dataFolder = () => resolve(/* turbopackIgnore: true */ process.env.GATEHOUSE_DATA || 'data')

function databaseUrl() {
  if (process.env.DATABASE_URL)
    return { url: process.env.DATABASE_URL, name: 'The database of DATABASE_URL' }
  const folder = dataFolder()
  const name = `The embedded database of ${folder}`
  const file = join(/* turbopackIgnore: true */ folder, 'postgres.json')
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
    return await use(sql, url)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    if (['ECONNREFUSED', 'ENOENT', 'CONNECT_TIMEOUT', 'ENOTFOUND'].includes(error.code))
      throw new Unreadable(`${name} is not running. ${ADVICE}`)
    if (error.code === '42P01') throw new Unreadable(`${name} has no audit log.`)
    if (error.code) throw new Unreadable(`${name} can’t be read: ${error.message}`)
    throw error
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** Writes the log and gives the head it had at that moment. */
const exportTo = (file) =>
  withDatabase((sql) =>
    inSnapshot(sql, async (tx) => {
      const head = await headOf(tx)
      async function* lines() {
        for await (const batch of rowsOf(tx)) yield batch.map((row) => `${lineOf(row)}\n`).join('')
      }
      const out = createWriteStream(file, { mode: 0o600 }).on('error', (error) => {
        failed = new Unreadable(`${file} can’t be written: ${error.message}`)
      })
      let failed
      await pipeline(Readable.from(lines()), out).catch((error) => {
        throw failed ?? error
      })
      return head
    }),
  )

const FLAGS = ['head', 'contains', 'export', 'proof', 'checkpoint', 'pubkey', 'jsonl']

function argumentsOf(words) {
  const asked = { checkpoint: [], pubkey: [] }
  for (let i = 0; i < words.length; i += 1) {
    const flag = FLAGS.find((name) => words[i] === `--${name}`)
    if (!flag && (words[i].startsWith('-') || asked.jsonl))
      throw new Unreadable(`Unknown argument ${words[i]}. ${USAGE}`)
    const value = flag ? words[++i] : words[i]
    if (!value) throw new Unreadable(`--${flag} needs a value. ${USAGE}`)
    if (Array.isArray(asked[flag])) asked[flag].push(value)
    else asked[flag ?? 'jsonl'] = value
  }
  if (asked.jsonl && asked.export) throw new Unreadable(USAGE)
  if (asked.head !== undefined && !asked.jsonl)
    throw new Unreadable(`--head needs a file. ${USAGE}`)
  if (asked.pubkey.length === 0 && (asked.checkpoint.length > 0 || asked.proof))
    throw new Unreadable(`--pubkey is missing. It names the key that must have signed. ${USAGE}`)
  return { ...asked, head: rowNamed(asked.head), contains: rowNamed(asked.contains) }
}

function rowNamed(text) {
  if (text === undefined) return undefined
  const parts = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text)
  if (!parts) throw new Unreadable(`Write the row as SEQ:HASH. ${USAGE}`)
  return { seq: Number(parts[1]), hash: parts[2] }
}

const USAGE =
  'Usage: npm run audit:verify -- [FILE.jsonl] [--checkpoint FILE]… [--pubkey KEY]… [--contains SEQ:HASH] [--head SEQ:HASH], or -- --export FILE.jsonl, or -- --proof FILE --pubkey KEY'

/** Without other wishes, the embedded database is checked against the checkpoints that are next to it. */
function besideDatabase({ checkpoint, pubkey, jsonl }) {
  if (checkpoint.length > 0 || jsonl || (process.env.DATABASE_URL && !process.env.GATEHOUSE_DATA))
    return { checkpoint, pubkey }
  const [kept, key] = ['checkpoints.txt', 'checkpoint.pub'].map((name) =>
    join(/* turbopackIgnore: true */ dataFolder(), name),
  )
  const isThere = [kept, key].every((file) => attempt(() => statSync(file).size > 0))
  return isThere ? { checkpoint: [kept], pubkey: [...pubkey, key] } : { checkpoint, pubkey }
}

async function verifyAsked(words) {
  const asked = argumentsOf(words)
  if (asked.proof) {
    const { ok, says } = verifyProof(textOf(asked.proof), keysOf(asked.pubkey))
    console.log(says)
    return ok ? 0 : 1
  }
  const beside = besideDatabase(asked)
  const checkpoints = checkpointsOf(beside.checkpoint, keysOf(beside.pubkey))
  const against = { contains: asked.contains, checkpoints }
  const found = asked.jsonl
    ? await verifyFile(asked.jsonl, { ...against, head: asked.head })
    : asked.export
      ? await exported(asked.export, against)
      : await withDatabase((sql, url) => verifyDatabase(sql, against, { url }))
  return told(found, beside.checkpoint, checkpoints)
}

async function exported(file, against) {
  const head = await exportTo(file)
  console.log(`Exported to ${file}.`)
  return head?.seq === 0
    ? verifyRows([], { ...against, head })
    : verifyFile(file, { ...against, head })
}

/** Prints the result and gives the exit code. */
function told(found, places, checkpoints) {
  if (!found.ok) {
    console.log(
      `The audit log is ${found.isOlder ? 'OLDER than its checkpoint' : 'BROKEN'} at seq ${found.seq}: ${found.why}.`,
    )
    console.log(`Found: ${found.what}.`)
    return found.isOlder ? 2 : 1
  }
  console.log(`The audit log is intact: ${found.rows} rows.`)
  console.log(`Head: ${found.head.seq}:${found.head.hash}`)
  if (checkpoints.length > 0)
    console.log(
      `Its first ${found.checkpointed} rows match ${checkpoints.length} signed ${checkpoints.length === 1 ? 'checkpoint' : 'checkpoints'} (${places.join(', ')}).`,
    )
  else
    console.log(
      'Not checked against signed checkpoints. To do that, use --checkpoint and --pubkey.',
    )
  return 0
}

if (workerData?.[THREAD]) await answerParts(workerData[THREAD])

const started = process.argv[1]
if (started && !workerData?.[THREAD] && import.meta.url.startsWith('file:')) {
  const self = fileURLToPath(import.meta.url)
  if (attempt(() => realpathSync(started) === realpathSync(self)))
    process.exitCode = await verifyAsked(process.argv.slice(2)).catch((error) => {
      console.error(error instanceof Unreadable ? error.message : error)
      return 3
    })
}
