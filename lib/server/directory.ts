import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import type { Environment, Query } from '@/lib/ops/define'
import { getProject, listOrgs, listProjects } from '@/lib/ops/directory'
import { readAtlas } from './call-atlas'
import { configuration } from './configuration'
import { connections } from './connections'

export type Tag = { key: string; value: string }
export type KnownOrg = { orgId: string; name: string; connection: Connection }
export type KnownProject = {
  groupId: string
  name: string
  orgId: string
  tags: Tag[]
  environment: Environment
  connection: Connection
}
export type Directory = {
  orgs: ReadonlyMap<string, KnownOrg>
  projects: ReadonlyMap<string, KnownProject>
  /** A sentence per connection that could not be read; what it held before is kept. */
  notes: string[]
}

/** Production when one of the configured tags is on it. */
export const environmentOf = (tags: readonly Tag[]): Environment =>
  tags.some((t) => configuration().production.tags.includes(`${t.key}=${t.value}`))
    ? 'production'
    : 'other'

const FRESH_MS = 20_000
/** How long an id that no connection knows is believed to be unknown. */
const UNKNOWN_MS = 3_000

type State = { at: number; directory: Directory; loading?: Promise<Directory> | undefined }
const store = globalThis as typeof globalThis & {
  gatehouseDirectory?: State
  gatehouseUnknown?: Map<string, number>
}

async function readAll<O extends Query>(op: O, connection: Connection) {
  const { value } = await readAtlas(op, {}, connection, { requestId: newId(), fresh: true })
  return op.output.parse(value.body) as ReturnType<O['output']['parse']>
}

const project = (
  p: { id: string; name: string; orgId: string; tags?: Tag[] | null | undefined },
  connection: Connection,
): KnownProject => {
  const tags = p.tags ?? []
  return {
    groupId: p.id,
    name: p.name,
    orgId: p.orgId,
    tags,
    environment: environmentOf(tags),
    connection,
  }
}

async function load(before: Directory | undefined): Promise<Directory> {
  const orgs = new Map<string, KnownOrg>()
  const projects = new Map<string, KnownProject>()
  const notes: string[] = []
  await Promise.all(
    connections().map(async (connection) => {
      try {
        const [orgList, projectList] = await Promise.all([
          readAll(listOrgs, connection),
          readAll(listProjects, connection),
        ])
        for (const o of listOrgs.output.parse(orgList).results)
          orgs.set(o.id, { orgId: o.id, name: o.name, connection })
        for (const p of listProjects.output.parse(projectList).results)
          projects.set(p.id, project(p, connection))
      } catch (error) {
        const why = error instanceof AtlasError ? error.message : 'its answer could not be read.'
        notes.push(`The connection ${connection.name} could not be read: ${why}`)
        for (const o of before?.orgs.values() ?? [])
          if (o.connection.name === connection.name) orgs.set(o.orgId, o)
        for (const p of before?.projects.values() ?? [])
          if (p.connection.name === connection.name) projects.set(p.groupId, p)
      }
    }),
  )
  return { orgs, projects, notes }
}

/** Every organization and project that the connections show, read at most each 20 s; the last known while one fails. */
export async function directory(): Promise<Directory> {
  const state = store.gatehouseDirectory
  if (state && Date.now() - state.at < FRESH_MS) return state.directory
  const loading =
    state?.loading ??
    load(state?.directory).then((next) => {
      store.gatehouseDirectory = { at: Date.now(), directory: next }
      return next
    })
  store.gatehouseDirectory = state
    ? { ...state, loading }
    : { at: 0, directory: { orgs: new Map(), projects: new Map(), notes: [] }, loading }
  // What is known is shown while it is read again: a connection that does not answer must not hold up everybody.
  const isKnown = state && (state.directory.notes.length === 0 || state.directory.orgs.size > 0)
  return isKnown && state.at > 0 ? state.directory : loading
}

/** The project of an id, also one made since the directory was read; undefined when no connection knows it. */
export async function findProject(groupId: string): Promise<KnownProject | undefined> {
  const known = (await directory()).projects.get(groupId)
  if (known) return known
  store.gatehouseUnknown ??= new Map()
  const unknown = store.gatehouseUnknown
  if ((unknown.get(groupId) ?? 0) > Date.now() - UNKNOWN_MS) return undefined
  for (const connection of connections()) {
    const answer = await readAtlas(getProject, { groupId }, connection, {
      requestId: newId(),
    }).catch(() => undefined)
    const found = getProject.output.safeParse(answer?.value.body)
    if (found.success) return remembered(project(found.data, connection))
  }
  if (unknown.size > 1_000) unknown.clear()
  unknown.set(groupId, Date.now())
  return undefined
}

/** The organization of an id, also one made since the directory was read; undefined when no connection knows it. */
export async function findOrg(orgId: string): Promise<KnownOrg | undefined> {
  const known = (await directory()).orgs.get(orgId)
  if (known) return known
  await lookAgain(orgId)
  return (await directory()).orgs.get(orgId)
}

/** Reads the directory anew because of an id that it does not hold; false when that was done for the same id just now. */
export async function lookAgain(id: string): Promise<boolean> {
  store.gatehouseUnknown ??= new Map()
  const unknown = store.gatehouseUnknown
  if ((unknown.get(id) ?? 0) > Date.now() - UNKNOWN_MS) return false
  if (unknown.size > 1_000) unknown.clear()
  unknown.set(id, Date.now())
  const next = await load(store.gatehouseDirectory?.directory)
  store.gatehouseDirectory = { at: Date.now(), directory: next }
  return true
}

/** Puts a project into the directory as it stands, so that lists and switchers show it without waiting for the next reading. */
function remembered(found: KnownProject): KnownProject {
  const state = store.gatehouseDirectory
  if (state) {
    const projects = new Map([...state.directory.projects, [found.groupId, found]])
    state.directory = { ...state.directory, projects }
  }
  return found
}
