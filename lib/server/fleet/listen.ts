import { createHash } from 'node:crypto'
import { databaseClock } from '@/lib/approvals/employee-access/observer'
import { perProcess } from '@/lib/atlas/per-process'
import { sources } from '@/lib/fleet/checks'
import type { Source } from '@/lib/fleet/source'
import { type Answered, answered, sent } from '../call-events'
import { connections } from '../connections'
import { sql } from '../database'
import { log } from '../log'
import { keep } from './keep'
import { partText, wakeQueries } from './store'

/** The same answer is stored again after this time, for its age. */
const SAME_MS = 5 * 60_000
/** Answers that wait to be stored. More are dropped: the collector reads them anyway. */
const MOST_WAITING = 100

type State = {
  stored: Map<string, { digest: string; at: number }>
  waiting: number
  line: Promise<void>
}
const state = perProcess(
  'gatehouseFleetListen',
  (): State => ({ stored: new Map(), waiting: 0, line: Promise.resolve() }),
)

const sourceOf = new Map(
  sources.flatMap((source) =>
    source.op && !isTimed(source) ? [[source.op.id, source] as const] : [],
  ),
)

/** Its input depends on the time, so that no page asks the same. */
function isTimed({ input }: Source): boolean {
  return JSON.stringify(input?.(0)) !== JSON.stringify(input?.(86_400_000))
}

/**
 * Keeps the fleet fresh with what pages, the observer and commands read anyway, and lets the collector read soon what a
 * command changed. Returns a function that stops it.
 */
export function listen(): () => void {
  const stops = [
    answered.on(keepAnswer),
    sent.on(({ invalidates, orgId, groupId }) => {
      wakeQueries(invalidates, orgId, groupId).catch(warn)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

function keepAnswer(read: Answered): void {
  const source = sourceOf.get(read.op.id)
  // The collector stores its own readings. Its connections are copies.
  if (!source || !connections().includes(read.connection)) return
  const all = state()
  if (all.waiting >= MOST_WAITING || !isNews(read)) return
  all.waiting += 1
  all.line = all.line
    .then(() => store(source, read))
    .catch(warn)
    .finally(() => {
      all.waiting -= 1
    })
}

const warn = (error: unknown) =>
  log.warn('An answer could not be kept for the fleet', { error: String(error) })

function isNews({ op, input, connection, answer }: Answered): boolean {
  const { stored } = state()
  const key = `${connection.name}|${op.id}|${JSON.stringify(input)}`
  const digest = createHash('sha1')
    .update(answer.bodyText || JSON.stringify(answer.body))
    .digest('base64')
  const before = stored.get(key)
  if (before?.digest === digest && performance.now() - before.at < SAME_MS) return false
  if (stored.size > 20_000) stored.clear()
  stored.set(key, { digest, at: performance.now() })
  return true
}

async function store(
  source: Source,
  { input, connection, answer, begunAt }: Answered,
): Promise<void> {
  const { orgId = '', groupId = '', ...rest } = input
  const fixed = Object.entries(source.input?.(0) ?? {})
  if (fixed.some(([name, value]) => rest[name] !== value)) return
  const part = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]) =>
      value === undefined || fixed.some(([one]) => one === name) ? [] : [[name, String(value)]],
    ),
  )
  const rows = await sql()<{ org_id: string; group_id: string }[]>`
    select org_id, group_id from fleet_reading where source = ${source.id} and connection = ${connection.name}
      and part = ${partText(part)} and (${String(groupId)} in ('', group_id)) and (${String(orgId)} in ('', org_id))`
  const now = await databaseClock(sql())
  // The age, because the clock of this process can differ from the database's.
  const readAt = new Date(now.getTime() - Math.max(0, Date.now() - begunAt.getTime()))
  // A federation belongs to several organizations.
  for (const { org_id, group_id } of rows) {
    const target = {
      source: source.id,
      connection: connection.name,
      orgId: org_id,
      groupId: group_id,
      part,
    }
    await keep(target, source, answer.body, readAt)
  }
}
