import { databaseClock } from '@/lib/approvals/employee-access/observer'
import { limitedWith } from '@/lib/atlas/attempt'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { perProcess } from '@/lib/atlas/per-process'
import { sourceNamed, sources } from '@/lib/fleet/checks'
import type { Source } from '@/lib/fleet/source'
import { newId } from '@/lib/format/id'
import { unpaid } from '../allowance'
import { atlasCall, readAtlas } from '../call-atlas'
import { connections } from '../connections'
import { sql } from '../database'
import { log } from '../log'
import { paced } from '../pace'
import { without } from './evaluate'
import { wakeByEvents } from './events'
import { keep } from './keep'
import { collectOwn } from './own'
import { followDirectory } from './places'
import { forgetGone, mendTimes, postpone, storeAnswer, storeFailure, type Target } from './store'

/** For how long a turn starts reads, in ms. Its lease lasts 20 s. */
const TURN_MS = 6_000
/** Timeout of one read, in ms. */
const READ_MS = 8_000
/** Reads of one connection at a time. */
const AT_ONCE = 4
/** After this many reads in a row without an answer, a connection rests. */
const SILENT = 4
const REST_MS = 30_000

type Silence = { reads: number; until: number }
const silences = perProcess('gatehouseFleetSilence', () => new Map<string, Silence>())

/** One turn of the collector: reads what is due, as far as the rate budget allows. Ends within 15 s. */
export async function collect(signal: AbortSignal): Promise<void> {
  const until = performance.now() + TURN_MS
  await followDirectory()
  await collectOwn()
  await forgetGone()
  await mendTimes()
  await unpaid(() => Promise.all(connections().map((one) => collectFrom(one, until, signal))))
}

async function collectFrom(connection: Connection, until: number, signal: AbortSignal) {
  const pace = paced(connection, 'collector')
  const silence = silences().get(connection.name) ?? {
    reads: 0,
    until: Number.NEGATIVE_INFINITY,
  }
  silences().set(connection.name, silence)
  const mayGoOn = () =>
    !signal.aborted && performance.now() < until && performance.now() >= silence.until
  while (mayGoOn()) {
    const free = Math.min(40, pace.free())
    const due = free > 0 ? await dueOf(connection.name, free) : []
    if (due.length === 0) return
    const line = due.values()
    const worker = async () => {
      for (const target of line) {
        if (!mayGoOn()) return
        const isAnswered = await readOne(target, pace, signal)
        silence.reads = isAnswered ? 0 : silence.reads + 1
        if (silence.reads >= SILENT) silence.until = performance.now() + REST_MS
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
}

const ofAtlas = sources.flatMap(({ id, op }) => (op ? [id] : []))
/** For each reading that is due again, this many that were never read. */
const NEW_FOR_OLD = 3

/**
 * What is due: what was never read, in the order of the sources, so that the most urgent is known everywhere first. Every
 * fourth one was read or failed before, the longest due first.
 */
const dueOf = async (connection: string, most: number): Promise<Target[]> =>
  (
    await sql()<{ source: string; org_id: string; group_id: string; part: string }[]>`
      with due as (
        select *, read_at is null and failures = 0 as is_new from fleet_reading
        where connection = ${connection} and source = any(${ofAtlas})
          and next_at <= clock_timestamp())
      select source, org_id, group_id, part from due
      order by case when is_new
        then row_number() over (partition by is_new order by array_position(${ofAtlas}::text[], source), next_at)
        else ${NEW_FOR_OLD} * row_number() over (partition by is_new order by next_at) end
      limit ${most}`
  ).map(({ source, org_id, group_id, part }) => ({
    source,
    connection,
    orgId: org_id,
    groupId: group_id,
    part: JSON.parse(part),
  }))

function inputOf({ op, input }: Source, { orgId, groupId, part }: Target, now: number) {
  const all: Record<string, unknown> = { orgId, groupId, ...input?.(now), ...part }
  const names = Object.keys(op?.input.shape ?? {})
  return Object.fromEntries(
    names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
  )
}

/** Reads one target and stores what the checks find, or why it failed. False when Atlas did not answer at all. */
async function readOne(
  target: Target,
  pace: ReturnType<typeof paced>,
  signal: AbortSignal,
): Promise<boolean> {
  const source = sourceNamed(target.source)
  if (!source?.op) return true
  const readAt = await databaseClock(sql())
  const input = inputOf(source, target, readAt.getTime())
  const call = atlasCall(source.op, input, undefined, '')
  if (pace.isSpent(limitedWith(call))) {
    await postpone(target)
    return true
  }
  try {
    const { value } = await readAtlas(source.op, input, pace.counted, {
      requestId: newId(),
      fresh: true,
      signal: AbortSignal.any([signal, AbortSignal.timeout(READ_MS)]),
    })
    if (await keep(target, source, value.body, readAt))
      await wakeByEvents(target, source, value.body)
    else
      await storeFailure(target, 'Atlas’s answer has an unknown format.', {
        isRefused: true,
        triedAt: readAt,
      })
    return true
  } catch (error) {
    if (signal.aborted) return true
    if (error instanceof AtlasError && source.without?.includes(error.errorCode ?? '')) {
      await storeAnswer(target, source, without(source), readAt)
      return true
    }
    return failed(target, error, readAt)
  }
}

async function failed(target: Target, error: unknown, triedAt: Date): Promise<boolean> {
  if (error instanceof AtlasError && error.kind === 'slow-down' && error.status === undefined) {
    await postpone(target)
    return true
  }
  const status = error instanceof AtlasError ? error.status : undefined
  const isOurs = !(error instanceof AtlasError) && !(error instanceof DOMException)
  if (isOurs) log.error('A reading of the fleet failed', { ...target, error: String(error) })
  const why =
    error instanceof AtlasError ? toFailure(error).message : 'Atlas did not answer in time.'
  await storeFailure(target, why, {
    isRefused: status !== undefined && status >= 400 && status < 500 && status !== 429,
    triedAt,
  })
  return status !== undefined || isOurs
}
