import { configuration } from './configuration'
import { connections } from './connections'
import { sql } from './database'
import { log } from './log'
import { migrations } from './migrate'

export type Part = { name: string; ready: boolean; why?: string }
export type Readiness = { status: 'ready' | 'not-ready'; parts: Part[] }

const KEEP_MS = 10_000
const PATIENCE_MS = 5_000

let kept: { at: number; found: Promise<Readiness> } | undefined

/** Database, its schema, configuration, and each connection's Atlas credential; asked at most each 10 s. */
export function readiness(): Promise<Readiness> {
  if (!kept || Date.now() - kept.at >= KEEP_MS) kept = { at: Date.now(), found: look() }
  return kept.found
}

async function look(): Promise<Readiness> {
  const parts = await Promise.all([
    part('configuration', 'The configuration has a wrong value: see the log.', async () => {
      configuration()
    }),
    part('database', 'PostgreSQL does not answer.', async () => {
      await sql()`select 1`
    }),
    part('schema', 'The database does not hold the tables of this version.', schemaIsOurs),
    ...atlasParts(),
  ])
  return { status: parts.every((p) => p.ready) ? 'ready' : 'not-ready', parts }
}

function atlasParts(): Promise<Part>[] {
  try {
    return connections().map((c) =>
      part(`atlas ${c.name}`, 'Atlas cannot be reached or refuses the credential.', (signal) =>
        c.check(signal),
      ),
    )
  } catch {
    // A wrong configuration; its own part says so.
    return []
  }
}

async function schemaIsOurs(): Promise<void> {
  const applied = await sql()<{ name: string; digest: string }[]>`
    select name, digest from migration`
  const missing = migrations().filter(
    (ours) => !applied.some((a) => a.name === ours.name && a.digest === ours.digest),
  )
  if (missing.length > 0) throw new Error(`Not applied: ${missing.map((m) => m.name).join(', ')}`)
}

/** The sentence goes out, the reason only into the log: it may name hosts and accounts. */
async function part(
  name: string,
  why: string,
  check: (signal: AbortSignal) => Promise<void>,
): Promise<Part> {
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const tooLate = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`No answer within ${PATIENCE_MS} ms`)))
  })
  try {
    await Promise.race([check(signal), tooLate])
    return { name, ready: true }
  } catch (error) {
    log.warn('Not ready', { part: name, error })
    return { name, ready: false, why }
  }
}
