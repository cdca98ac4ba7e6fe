import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { holdGrants } from '@/lib/approvals/held'
import { sql } from './database'
import { log } from './log'

/** A console that starts after so long without any other running may be on an old backup, in minutes. */
const LONGEST_PAUSE_MINUTES = 15

const row = z.object({ seq: z.number(), hash: z.string() })
const checkpoint = z.object({ origin: z.string(), head: row })
type Row = z.output<typeof row>

const folder = () => process.env.GATEHOUSE_DATA || 'data'
const file = () => join(/* turbopackIgnore: true */ folder(), 'checkpoint.json')

const rowAt = async (seq: number): Promise<Row | undefined> =>
  (await sql()<Row[]>`select seq, encode(hash, 'hex') as hash from audit where seq = ${seq}`)[0]
const lastRow = async (): Promise<Row | undefined> =>
  (
    await sql()<Row[]>`
      select seq, encode(hash, 'hex') as hash from audit order by seq desc limit 1`
  )[0]

/** The head of the chain when this process last looked. */
let seen: Row | undefined

/** Why the database looks like a restored backup, by what is kept outside of it and by its last heartbeat; else undefined. */
async function whyRestored(): Promise<string | undefined> {
  const kept = keptCheckpoint()
  // Another database's checkpoint says nothing about this one.
  if (kept && (await rowAt(1))?.hash === kept.origin && !(await holds(kept.head)))
    return 'The audit chain is behind the checkpoint in the data folder.'
  const [pause] = await sql()<{ minutes: number }[]>`
    select extract(epoch from clock_timestamp() - at)::float8 / 60 as minutes from heartbeat`
  return pause && pause.minutes > LONGEST_PAUSE_MINUTES
    ? `No console has used this database for ${Math.round(pause.minutes)} minutes.`
    : undefined
}

const holds = async (head: Row) => (await rowAt(head.seq))?.hash === head.hash

function keptCheckpoint() {
  try {
    return checkpoint.safeParse(JSON.parse(readFileSync(file(), 'utf8'))).data
  } catch {
    return undefined
  }
}

async function hold(why: string): Promise<void> {
  const count = await holdGrants(sql(), why)
  log.warn('the database looks like a restored backup: approved grants wait for a person', {
    why,
    held: count,
  })
}

/** At start, before anything is sent: holds the grants that a restored backup still has to make. */
export async function holdIfRestored(): Promise<void> {
  const why = await whyRestored()
  if (why) await hold(why)
  seen = await lastRow()
  await beat()
}

/** Before each grant: the database may be replaced under a running console. */
export async function holdIfReplaced(): Promise<void> {
  const last = await lastRow()
  if (seen && !((last?.seq ?? 0) >= seen.seq && (await holds(seen))))
    await hold('The audit chain went back while the console was running.')
  seen = last
}

let isWritable = true

/** Keeps the time and the head of the chain, in the database and in the data folder. Never throws for the folder. */
export async function beat(): Promise<void> {
  await sql()`insert into heartbeat (one) values (true)
    on conflict (one) do update set at = clock_timestamp()`
  const [origin, head] = [await rowAt(1), await lastRow()]
  if (!origin || !head || !isWritable) return
  try {
    mkdirSync(folder(), { recursive: true })
    writeFileSync(`${file()}.new`, JSON.stringify({ origin: origin.hash, head }))
    renameSync(`${file()}.new`, file())
  } catch (error) {
    isWritable = false
    log.info('no checkpoint is kept in the data folder', { error: String(error) })
  }
}
