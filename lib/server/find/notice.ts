import { createHash } from 'node:crypto'
import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { plain } from '@/lib/format/rank'
import { storable, storableIn } from '@/lib/format/storable'
import type { Op } from '@/lib/ops/define'
import { sql } from '../database'
import { log } from '../log'
import { type Kind, type KindName, kinds, kindsOfList } from './kinds'

type Input = Readonly<Record<string, unknown>>

/** Longer lists of one place are cut: there are alerts and snapshots without end. */
const MOST_ROWS = 5_000
/** Lists that wait to be written. Older ones are dropped: their next read notices them again. */
const MOST_WAITING = 500
/** An unchanged list is written again after this, so that its age shows. */
const AGAIN_MS = 10 * 60_000

const rowsOf = z
  .union([
    z.looseObject({ results: z.array(z.unknown()) }).transform((a) => a.results),
    z.array(z.unknown()),
  ])
  .catch([])
const place = z.object({
  orgId: z.string().optional(),
  groupId: z.string().optional(),
  clusterName: z.string().optional(),
})
const object = z.record(z.string(), z.unknown())

type Store = {
  /** Source → what was written last, and when. */
  written: Map<string, { digest: string; at: number }>
  /** What waits to be written, the newest answer of each list. */
  waiting: Map<string, () => Promise<void>>
  /** What is being written. */
  writing: Map<string, Promise<void>>
  isWriting: boolean
}
const kept = perProcess(
  'gatehouseNoticed',
  (): Store => ({ written: new Map(), waiting: new Map(), writing: new Map(), isWriting: false }),
)

/** Characters of a text that are kept. */
const LONGEST = 500
const short = (text: string) => storable(text, LONGEST)

/** What a list is stored under. */
const sourceOf = (opId: string, input: Input): string => {
  const { orgId, groupId, clusterName, tenantName, cloudProvider, status } = input
  return [opId, groupId ?? orgId, clusterName, tenantName, cloudProvider, status]
    .filter((one) => one !== undefined)
    .join('|')
}

/**
 * Remembers what a list of Atlas showed, so that people find it. Takes the answer's body. Does not wait, and a failure
 * is only logged: the read itself must not depend on it.
 */
export function notice(op: Op, input: Input, body: unknown): void {
  const names = kindsOfList.get(op.id)
  if (!names) return
  const source = short(sourceOf(op.id, input))
  const isList = Array.isArray(body) || (op.kind === 'query' && op.allPages === true)
  const isWhole = isList && !(body as { incomplete?: unknown }).incomplete
  const store = kept()
  store.waiting.set(source, async () => {
    for (const name of names) await write({ source, name, input, isWhole }, body)
  })
  const [oldest] = store.waiting.keys()
  if (store.waiting.size > MOST_WAITING && oldest !== undefined) store.waiting.delete(oldest)
  if (store.isWriting) return
  store.isWriting = true
  setImmediate(() => void writeAll(store))
}

/** One after the other, so that remembering never takes more than one connection to the database. */
async function writeAll(store: Store): Promise<void> {
  for (
    let next = store.waiting.entries().next();
    !next.done;
    next = store.waiting.entries().next()
  ) {
    await writeNow(store, next.value)
  }
  store.isWriting = false
}

async function writeNow(
  { waiting, writing }: Store,
  [source, work]: [source: string, work: () => Promise<void>],
): Promise<void> {
  waiting.delete(source)
  // An older answer of the same list must not be written after this one.
  await writing.get(source)
  const done = work().catch((error) =>
    log.warn('A list could not be remembered', { source, error: String(error) }),
  )
  writing.set(source, done)
  await done
  if (writing.get(source) === done) writing.delete(source)
}

type List = { source: string; name: KindName; input: Input; isWhole: boolean }

function rowsIn(kind: Kind, input: Input, body: unknown) {
  const listed = rowsOf
    .parse(body)
    .slice(0, MOST_ROWS)
    .flatMap((row) => kind.read(object.safeParse(row).data ?? {}, input) ?? [])
  return [...new Map(listed.map((one) => [short(one.id), one]))].map(
    ([id, { name, ids = [], at = {} }]) => ({
      id,
      name: short(name),
      words: short(plain([name, at.on, input.clusterName].filter(Boolean).join(' '))),
      ids: [...new Set([id, ...ids].map((one) => short(one.toLowerCase())))].slice(0, 100),
      at: storableIn(at),
    }),
  )
}

async function write({ source, name, input, isWhole }: List, body: unknown): Promise<void> {
  const rows = rowsIn(kinds[name], input, body)
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('base64')
  const { written } = kept()
  const key = `${name}|${source}`
  const before = written.get(key)
  if (before?.digest === digest && Date.now() - before.at < AGAIN_MS) return
  const { orgId = null, groupId = null, clusterName = null } = place.safeParse(input).data ?? {}
  await sql().begin(async (tx) => {
    // Two replicas may have read the same list.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`thing ${key}`}, 0))`
    if (isWhole)
      await tx`
        delete from thing
        where source = ${source} and kind = ${name} and not id = any(${rows.map(({ id }) => id)})`
    if (rows.length > 0)
      await tx`
        insert into thing (source, kind, org_id, group_id, cluster_name, id, name, words, ids, at)
        select ${source}, ${name}, ${orgId}, ${groupId}, ${clusterName}, id, name, words, ids, at
        from jsonb_to_recordset(${tx.json(rows)})
          as r(id text, name text, words text, ids text[], at jsonb)
        on conflict (source, kind, id) do update set
          name = excluded.name, words = excluded.words, ids = excluded.ids, at = excluded.at,
          seen_at = clock_timestamp()`
    // What was in a cluster goes with it.
    if (isWhole && name === 'cluster')
      await tx`
        delete from thing inside
        where group_id = ${groupId} and cluster_name is not null and not exists (
          select from thing c
          where c.group_id = ${groupId} and c.kind = 'cluster' and c.id = inside.cluster_name)`
  })
  if (written.size > 20_000) written.clear()
  written.set(key, { digest, at: Date.now() })
}

/** Resolves when what was noticed of this list is stored, before the lists that wait. */
export async function noticed(op: Op, input: Input): Promise<void> {
  const store = kept()
  const source = short(sourceOf(op.id, input))
  const work = store.waiting.get(source)
  await (work ? writeNow(store, [source, work]) : store.writing.get(source))
}

/** Resolves when everything noticed so far is stored. */
export async function allNoticed(): Promise<void> {
  while (kept().isWriting || kept().writing.size > 0)
    await new Promise((resolve) => setImmediate(resolve))
}

/** Drops what waits, and writes every list again with its next read, changed or not. */
export function forget(): void {
  kept().waiting.clear()
  kept().written.clear()
}
