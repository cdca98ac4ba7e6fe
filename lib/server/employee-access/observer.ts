import { underLease } from '@/lib/approvals/employee-access/observer'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { perProcess } from '@/lib/atlas/per-process'
import { connections } from '../connections'
import { sql } from '../database'
import { directory, type KnownProject } from '../directory'
import { log } from '../log'
import { paced } from '../pace'
import { dueProjects, followProjects, mendTimes, noteTurn } from './due'
import { holder, observeProject } from './observe'

/** For how long a turn starts reads, in ms. */
const TURN_MS = 6_000
/** How many projects of one connection are read at a time. */
const AT_ONCE = 6
/** After this many projects in a row without an answer, a connection rests. */
const SILENT_PROJECTS = 6
const REST_MS = 30_000
const RENEW_MS = 8_000

type Silence = { projects: number; until: number }
const silences = perProcess('gatehouseObserverSilence', () => new Map<string, Silence>())

/** Reads the projects that are due, as far as the rate budget allows. A failing project or connection does not delay others. */
export async function observeDue(signal: AbortSignal): Promise<void> {
  const all = await directory()
  await followProjects(all)
  await mendTimes()
  const until = performance.now() + TURN_MS
  await Promise.all(
    connections().map((one) =>
      observeSome(one, all.projects, () => performance.now() < until, signal),
    ),
  )
}

async function observeSome(
  connection: Connection,
  projects: ReadonlyMap<string, KnownProject>,
  isInTurn: () => boolean,
  signal: AbortSignal,
): Promise<void> {
  const pace = paced(connection, 'observer')
  const silence = silences().get(connection.name) ?? {
    projects: 0,
    until: Number.NEGATIVE_INFINITY,
  }
  silences().set(connection.name, silence)
  let renewed = performance.now()
  let isOurs = true
  let isHeld = false
  const mayGoOn = () =>
    isOurs && !isHeld && !signal.aborted && isInTurn() && performance.now() >= silence.until
  const renew = async () => {
    if (performance.now() - renewed < RENEW_MS) return
    renewed = performance.now()
    isOurs = await underLease(sql(), 'observer', holder, async () => {})
  }
  while (mayGoOn()) {
    const free = Math.min(40, pace.free())
    const due = free > 0 ? await dueProjects(connection.name, free) : []
    if (due.length === 0) return
    const isBehind = due.length === free
    const line = due.values()
    const worker = async () => {
      for (const { groupId, isFlexDue, isFlexLate } of line) {
        const flex = isFlexLate || (isFlexDue && !isBehind)
        const project = projects.get(groupId)
        if (!mayGoOn()) return
        // Of a failing connection, the directory can lack it.
        if (!project) {
          await noteTurn(groupId, { isFlexRead: false })
          continue
        }
        pace.spend(flex ? 2 : 1)
        const read = await observeOne(project, flex)
        isHeld ||= read === 'held'
        silence.projects = read === 'silent' ? silence.projects + 1 : 0
        if (silence.projects >= SILENT_PROJECTS) silence.until = performance.now() + REST_MS
        await renew()
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
  }
}

/** `silent`: Atlas did not answer at all. `held`: the rate budget is used up, so the project stays due. */
async function observeOne(
  project: KnownProject,
  flex: boolean,
): Promise<'answered' | 'silent' | 'held'> {
  const { groupId } = project
  let isSilent = false
  try {
    await observeProject(project, { flex })
  } catch (error) {
    log.warn('Project could not be read', { groupId, error: String(error) })
    if (error instanceof AtlasError && error.kind === 'slow-down' && error.status === undefined)
      return 'held'
    isSilent = error instanceof AtlasError && error.status === undefined
  }
  await noteTurn(groupId, { isFlexRead: flex })
  return isSilent ? 'silent' : 'answered'
}
