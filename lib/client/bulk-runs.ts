/** Bulk actions that are not finished, kept in the browser: they survive reloads and closed tabs. */
import { PREFIX } from './has-bulk-runs'

type Call = { id: string; input: Record<string, unknown> }

/** A row and what is known about it. States are those of `BulkRun`, with failures as data. */
export type KeptRow = {
  id: string
  name: string
  place?: string
  call: Call
  isGoneDone: boolean
  key: string
  state: { is: string; requestId?: string; failure?: unknown }
  /** The exact call that was sent with the key, while its outcome is not known. */
  sent?: Call
}

export type KeptRun = {
  id: string
  /** In milliseconds. */
  startedAt: number
  verb: string
  doing: string
  what: string
  isDanger: boolean
  invalidates: readonly string[]
  /** Of rows that need approval. */
  terms: { reason: string; ticket: string }
  rows: readonly KeptRow[]
}

/** The server knows an idempotency key for 24 hours. After that, a row could run twice. */
const KEPT_MS = 20 * 3_600_000

// Encoded, because a subject can begin like another one and a colon.
const keyOf = (person: string, id: string) => `${PREFIX}${encodeURIComponent(person)}:${id}`

/** Keeps a run in its present state. */
export function keepRun(person: string, run: KeptRun): void {
  try {
    localStorage.setItem(keyOf(person, run.id), JSON.stringify(run))
  } catch {
    // Without storage it can't be continued after a reload, but it still runs.
  }
}

export function dropRun(person: string, id: string): void {
  try {
    localStorage.removeItem(keyOf(person, id))
  } catch {}
}

/** The unfinished runs of a person, the newest first. Drops those that are too old to continue. */
export function runsOf(person: string): KeptRun[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(keyOf(person, '')))
    return keys.flatMap((key) => readRun(key) ?? []).toSorted((a, b) => b.startedAt - a.startedAt)
  } catch {
    return []
  }
}

function readRun(key: string): KeptRun | undefined {
  try {
    const run = JSON.parse(localStorage.getItem(key) ?? '') as KeptRun
    if (Array.isArray(run.rows) && Date.now() - run.startedAt < KEPT_MS) return run
  } catch {}
  localStorage.removeItem(key)
  return undefined
}

/** At sign-out, so that the next person at this browser doesn't see them. */
export function dropAllRuns(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(PREFIX)) localStorage.removeItem(key)
  } catch {}
}

/** Runs work that only one tab may do at a time. False: another tab does it now. */
export async function inOneTab(id: string, work: () => Promise<void>): Promise<boolean> {
  // Plain HTTP has no locks. There, the keys of the rows alone keep a row from running twice.
  if (!navigator.locks) {
    await work()
    return true
  }
  return navigator.locks.request(`${PREFIX}${id}`, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
    return lock !== null
  })
}
