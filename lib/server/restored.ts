import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { holdGrants } from '@/lib/approvals/held'
import { perProcess } from '@/lib/atlas/per-process'
import { sql } from './database'
import { haltAll } from './guided/halt-all'
import { log } from './log'

/** If no console ran for this long before a start, the database may be an old backup, in minutes. */
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

const mine = perProcess('gatehouseRestored', () => ({
  /** The head of the audit log when this process last read it. */
  seen: undefined as Row | undefined,
  isFolderWritable: true,
}))

/**
 * Why the database looks like a restored backup, by the checkpoint file and the last heartbeat; undefined if it does not.
 */
async function whyRestored(): Promise<string | undefined> {
  const kept = keptCheckpoint()
  // The checkpoint may belong to another database.
  if (kept && (await rowAt(1))?.hash === kept.origin && !(await holds(kept.head)))
    return 'The audit log is behind the checkpoint in the data folder.'
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
  const held = await holdGrants(sql(), why)
  const halted = await haltAll(`The database looks restored from a backup. ${why}`)
  log.warn(
    'The database looks restored from a backup: approved grants and guided changes are on hold',
    {
      why,
      held,
      halted,
    },
  )
}

/** Run at start, before anything is sent: puts approved grants and guided commands on hold if the database was restored. */
export async function holdIfRestored(): Promise<void> {
  const why = await whyRestored()
  if (why) await hold(why)
  mine().seen = await lastRow()
  await beat()
}

/** Runs before grants and guided commands are claimed, because the database can be replaced while a console runs. */
export async function holdIfReplaced(): Promise<void> {
  const last = await lastRow()
  const { seen } = mine()
  if (seen && !((last?.seq ?? 0) >= seen.seq && (await holds(seen))))
    await hold('The audit log went back in time while the console was running.')
  mine().seen = last
}

/** Stores the time in the database and the head of the audit log in the data folder. Logs if the folder is not writable. */
export async function beat(): Promise<void> {
  await sql()`insert into heartbeat (one) values (true)
    on conflict (one) do update set at = clock_timestamp()`
  const [origin, head] = [await rowAt(1), await lastRow()]
  if (!origin || !head || !mine().isFolderWritable) return
  try {
    mkdirSync(folder(), { recursive: true })
    // Replicas can share the folder.
    const draft = `${file()}.${randomUUID()}`
    writeFileSync(draft, JSON.stringify({ origin: origin.hash, head }))
    renameSync(draft, file())
  } catch (error) {
    mine().isFolderWritable = false
    log.info('Checkpoint could not be written', { error: String(error) })
  }
}
