import { perProcess } from '@/lib/atlas/per-process'
import { clockWarnings } from './clocks'
import { configuration } from './configuration'
import { sql } from './database'
import { failingConnections } from './directory'
import { holder } from './employee-access/observe'
import { inTime } from './in-time'
import { log } from './log'
import { migrations } from './migrate'

type Part = { name: string; ready: boolean; why?: string }
export type Readiness = {
  status: 'ready' | 'not-ready'
  parts: Part[]
  /** Without names, because anyone can ask. The log and the pages name them. */
  connections: { failing: number }
  /** Set while the clocks are too far apart: no access is granted, but revoking works. */
  clocks: { agree: boolean; why?: string }
}

const KEEP_MS = 10_000
const KEEP_FAILURE_MS = 1_000
const PATIENCE_MS = 5_000

const last = perProcess('gatehouseReadiness', () => ({
  at: Number.NEGATIVE_INFINITY,
  isReady: true,
  found: undefined as Promise<Readiness> | undefined,
}))

/**
 * Whether this process can serve: configuration, database and schema, checked at most every 10 s, and every second while
 * it can't. Failing connections to Atlas are counted, but do not make it unready.
 */
export function readiness(): Promise<Readiness> {
  const kept = last()
  const keepMs = kept.isReady ? KEEP_MS : KEEP_FAILURE_MS
  if (Date.now() - kept.at < keepMs && kept.found) return kept.found
  kept.at = Date.now()
  kept.found = look().then((found) => {
    kept.isReady = found.status === 'ready'
    return found
  })
  return kept.found
}

async function look(): Promise<Readiness> {
  const parts = await Promise.all([
    part('configuration', 'The configuration has an error. See the log.', async () => {
      configuration()
    }),
    part('database', 'PostgreSQL is not answering, or can’t write.', async () => {
      // A full disk can still be read.
      await sql()`insert into lease (name, holder, until) values ('ready', ${holder}, clock_timestamp())
        on conflict (name) do update set holder = excluded.holder, until = excluded.until`
    }),
    part('schema', 'The database has not been migrated to this version.', schemaIsOurs),
  ])
  const status = parts.every((p) => p.ready) ? 'ready' : 'not-ready'
  const [isConfigured, hasDatabase] = parts.map(({ ready }) => ready)
  const [why] =
    isConfigured && hasDatabase ? await inTime(clockWarnings(), PATIENCE_MS).catch(() => []) : []
  return {
    status,
    parts,
    connections: { failing: isConfigured ? failingConnections().length : 0 },
    clocks: why ? { agree: false, why } : { agree: true },
  }
}

async function schemaIsOurs(): Promise<void> {
  const applied = await sql()<{ name: string; digest: string; is_additive: boolean }[]>`
    select * from migration`
  const missing = migrations().filter(
    (ours) => !applied.some((a) => a.name === ours.name && a.digest === ours.digest),
  )
  if (missing.length > 0) throw new Error(`Not applied: ${missing.map((m) => m.name).join(', ')}`)
  // During an upgrade, a newer version may already have migrated tables in a way this one supports.
  const newer = applied.filter(
    (a) => !a.is_additive && !migrations().some((ours) => ours.name === a.name),
  )
  if (newer.length > 0)
    throw new Error(`Applied by a newer version: ${newer.map((m) => m.name).join(', ')}`)
}

/** The message is public. The reason is only logged, because it may name hosts and accounts. */
async function part(name: string, why: string, check: () => Promise<void>): Promise<Part> {
  try {
    await inTime(check(), PATIENCE_MS)
    return { name, ready: true }
  } catch (error) {
    log.warn('Not ready', { part: name, error })
    return { name, ready: false, why }
  }
}
