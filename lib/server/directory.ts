import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { perProcess } from '@/lib/atlas/per-process'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { getProject } from '@/lib/ops/me'
import { pay, unpaid } from './allowance'
import { readAtlas } from './call-atlas'
import { connections } from './connections'
import { type KnownOrg, type KnownProject, projectOf, readView, type View } from './directory-view'
import { atMost, firstFound } from './first-found'
import { keepView, restoredView } from './kept-view'
import { log } from './log'

export { environmentOf, type KnownOrg, type KnownProject, type Tag } from './directory-view'

/** A connection whose organizations or projects can't be read now. */
export type Problem = { view: View; why: string }

export type Directory = {
  orgs: ReadonlyMap<string, KnownOrg>
  projects: ReadonlyMap<string, KnownProject>
  problems: readonly Problem[]
}

const FRESH_MS = 20_000
/** A connection with a problem is read again sooner. */
const RETRY_MS = 5_000
/** How long an unknown id is not looked up again. */
const UNKNOWN_MS = 3_000
/** Lets the current answer be sent first. */
const SOON_MS = 20
/** How long to wait for a slow connection once another one has answered. */
const PATIENCE_MS = 1_000
/** How long to wait for the first answer of any connection. */
const FIRST_MS = 5_000

type Entry = {
  view: View
  /** When it was last read; undefined before the first time. */
  readAt?: number
  /** When the first read began. */
  begunAt: number
  reading?: Promise<void> | undefined
}
type Store = {
  entries: Map<string, Entry>
  merged?: Directory | undefined
  isReadingSoon?: boolean
}

const kept = perProcess('gatehouseDirectory', (): Store => ({ entries: new Map() }))

const now = () => performance.now()

function entryOf(connection: Connection): Entry {
  const { entries } = kept()
  const found = entries.get(connection.name)
  if (found) return found
  const view = { connection, orgs: [], projects: [], isRead: false, isFailing: false }
  const made: Entry = { view, begunAt: now() }
  entries.set(connection.name, made)
  return made
}

/** Reads one connection, or joins a read in progress. */
function read(entry: Entry): Promise<void> {
  entry.reading ??= unpaid(() => restored(entry).then(() => readView(entry.view)))
    .then((view) => {
      if (view.problem !== entry.view.problem)
        log[view.problem ? 'warn' : 'info']('The state of a connection changed', {
          connection: view.connection.name,
          problem: view.problem ?? null,
        })
      // What is made from the directory is kept until it changes.
      if (view !== entry.view || entry.readAt === undefined) kept().merged = undefined
      entry.view = view
      entry.readAt = now()
      if (!view.problem) void keepView(view)
    })
    .finally(() => {
      entry.readAt = now()
      entry.reading = undefined
    })
  return entry.reading
}

/** Before the first read: restores what the connection showed before this process started. */
async function restored(entry: Entry): Promise<void> {
  if (entry.view.isRead || entry.readAt !== undefined) return
  const before = restoredView(entry.view).then((view) => {
    if (entry.view.isRead) return
    entry.view = view
    kept().merged = undefined
  })
  await atMost(before, PATIENCE_MS)
}

const isDue = ({ readAt, view }: Entry) =>
  readAt === undefined || now() - readAt >= (view.isFailing ? RETRY_MS : FRESH_MS)

/** The state of each connection. Starts reads that are due. */
function current(): Entry[] {
  const entries = connections().map(entryOf)
  for (const entry of entries) if (isDue(entry)) void read(entry)
  return entries
}

/**
 * Every organization and project that the connections show, read at most every 20 s. A failing connection keeps its last
 * known rows. The first caller waits for it at most one second after another connection has answered.
 */
export async function directory(): Promise<Directory> {
  const entries = current()
  const first = entries.filter((entry) => entry.readAt === undefined)
  if (first.length > 0) await firstReadings(entries, first)
  return merged(entries)
}

/** Every connection that showed an organization or one of its projects when last read. Does not wait. */
export const connectionsWith = (orgId: string): Connection[] =>
  current().flatMap(({ view }) =>
    [...view.orgs, ...view.projects].some((one) => one.orgId === orgId) ? [view.connection] : [],
  )

/** Reads the connections that are due, in the background. */
export const refreshDirectory = (): void => void current()

/** The connections that failed when last read. Reads nothing. */
export function failingConnections(): Problem[] {
  return merged(connections().map(entryOf)).problems.filter(({ view }) => view.isFailing)
}

async function firstReadings(entries: readonly Entry[], first: readonly Entry[]): Promise<void> {
  const readings = first.map((entry) => read(entry))
  const begunAt = Math.min(...first.map((entry) => entry.begunAt))
  const left = (ms: number) => begunAt + ms - now()
  if (first.length === entries.length) await atMost(Promise.race(readings), left(FIRST_MS))
  await atMost(Promise.all(readings), left(PATIENCE_MS))
}

function merged(entries: readonly Entry[]): Directory {
  const all = kept()
  all.merged ??= {
    orgs: new Map(entries.flatMap(({ view }) => view.orgs.map((org) => [org.orgId, org]))),
    projects: new Map(entries.flatMap(({ view }) => view.projects.map((p) => [p.groupId, p]))),
    problems: entries.flatMap(({ view, readAt }) => {
      const why = view.problem ?? (readAt === undefined ? 'Atlas has not answered yet.' : undefined)
      return why === undefined ? [] : [{ view, why }]
    }),
  }
  return all.merged
}

/** The error of a lookup without an answer. It names no connection, because the person may have no role there. */
export function unreachable(what: string, failures: readonly unknown[]): OpError {
  const hurried = failures.find((one) => one instanceof OpError && one.kind === 'slow-down')
  if (hurried instanceof OpError) return hurried
  const answered = failures.find(
    (one): one is AtlasError => one instanceof AtlasError && one.status !== undefined,
  )
  const { status, errorCode } = answered ?? {}
  return OpError.of(
    'atlas-down',
    `Gatehouse can’t look up this ${what} because part of Atlas can’t be read. Try again in a moment.`,
    status === undefined
      ? {}
      : { atlas: { status, ...(errorCode === undefined ? {} : { errorCode }) } },
  )
}

/** Whether Atlas answered that the credential can't see this project. */
const isNotHere = (error: unknown) =>
  error instanceof AtlasError &&
  [400, 403, 404].includes(error.status ?? 0) &&
  ['invalid', 'not-allowed', 'not-found'].includes(error.kind)

async function projectIn(connection: Connection, groupId: string) {
  try {
    const { value } = await readAtlas(getProject, { groupId }, connection, { requestId: newId() })
    const project = projectOf(value.body, connection)
    if (project) return project
    throw OpError.of('unavailable', 'Atlas’s answer about a project has an unknown format.')
  } catch (error) {
    if (isNotHere(error)) return undefined
    throw error
  }
}

const unknown = perProcess('gatehouseUnknown', () => new Map<string, number>())
const isBelievedUnknown = (id: string) =>
  (unknown().get(id) ?? Number.NEGATIVE_INFINITY) > now() - UNKNOWN_MS
function believeUnknown(id: string): void {
  if (unknown().size > 1_000) unknown().clear()
  unknown().set(id, now())
}

/**
 * A project by id, also one created since the directory was read; undefined when no connection has it.
 * @throws OpError 'atlas-down' when a connection that may have it can't be asked
 */
export async function findProject(groupId: string): Promise<KnownProject | undefined> {
  const known = (await directory()).projects.get(groupId)
  if (known) return known
  if (isBelievedUnknown(groupId)) return undefined
  const found = await firstFound(
    connections().map((connection) => hurried(connection, projectIn(connection, groupId))),
  )
  if (found.value) return remembered(found.value)
  if (found.failures.length > 0) throw unreachable('project', found.failures)
  believeUnknown(groupId)
  return undefined
}

/** Waits only a moment for a connection that is known to fail. */
function hurried<T>(connection: Connection, work: Promise<T>): Promise<T> {
  const { isFailing, problem = '' } = entryOf(connection).view
  if (!isFailing) return work
  const late = OpError.of('atlas-down', problem)
  return new Promise((resolve, reject) => {
    work.then(resolve, reject)
    void atMost(
      work.catch(() => {}),
      PATIENCE_MS,
    ).then(() => reject(late))
  })
}

/**
 * An organization by id, also one created since the directory was read; undefined when no connection has it.
 * @throws OpError 'atlas-down' when a connection that may have it can't be read
 */
export async function findOrg(orgId: string): Promise<KnownOrg | undefined> {
  const known = (await directory()).orgs.get(orgId)
  if (known) return known
  await lookAgain(orgId)
  const { orgs, problems } = await directory()
  const found = orgs.get(orgId)
  if (!found && problems.some(({ view }) => view.isFailing || !view.isRead))
    throw unreachable('organization', [])
  return found
}

/**
 * Reads the directory again soon, so that the next lookup finds something just created. Takes no id and does not wait, so
 * that the response time does not reveal whether an id exists.
 */
export function readSoon(): void {
  const due = current().filter(
    ({ reading, readAt = Number.POSITIVE_INFINITY }) => !reading && now() - readAt > UNKNOWN_MS,
  )
  if (due.length > 0 && !kept().isReadingSoon) {
    kept().isReadingSoon = true
    setTimeout(() => {
      kept().isReadingSoon = false
      for (const entry of due) void read(entry)
    }, SOON_MS).unref()
  }
}

/** Reads the directory again to find an id; false when that was just done for the same id. */
export async function lookAgain(id: string): Promise<boolean> {
  if (isBelievedUnknown(id)) return false
  believeUnknown(id)
  await Promise.all(
    connections().map(async (connection) => {
      await pay(connection)
      const entry = entryOf(connection)
      // A read in progress may have begun before it was created.
      await hurried(
        connection,
        (entry.reading ?? Promise.resolve()).then(() => read(entry)),
      ).catch(() => {})
    }),
  )
  return true
}

/** Adds a project to the directory, so that lists show it before the next read. */
function remembered(found: KnownProject): KnownProject {
  const entry = entryOf(found.connection)
  const others = entry.view.projects.filter(({ groupId }) => groupId !== found.groupId)
  entry.view = { ...entry.view, projects: [...others, found] }
  kept().merged = undefined
  return found
}
