import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import type { Connection } from '@/lib/atlas/connection'
import { AtlasError } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { count } from '@/lib/format/words'
import type { Query } from '@/lib/ops/define'
import { listOrgs, listProjects } from '@/lib/ops/directory'
import type { Environment } from '@/lib/ops/environment'
import { readAtlas } from './call-atlas'
import { log } from './log'
import { policySettings } from './policy-settings'

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

/** What one connection shows. A list that can't be read keeps its last known rows. */
export type View = {
  connection: Connection
  orgs: readonly KnownOrg[]
  projects: readonly KnownProject[]
  /** Its organizations were read at least once. */
  isRead: boolean
  /** A list could not be read the last time. */
  isFailing: boolean
  /** Why the last read failed, or which rows can't be read. */
  problem?: string
}

/** Production when the resource has one of the configured tags. */
export const environmentOf = (tags: readonly Tag[]): Environment =>
  tags.some((t) => policySettings().production.tags.includes(`${t.key}=${t.value}`))
    ? 'production'
    : 'other'

const list = z.looseObject({ results: z.array(z.unknown()) })
// Another id has no address, and can be one that can't be stored.
const id = z.string().regex(/^[\da-f]{24}$/i)
const orgRow = z.looseObject({ id, name: z.string().nullish().catch(null) })
// Only the fields that decisions need: an odd field elsewhere must not hide the project.
const projectRow = orgRow.extend({ orgId: id, tags: z.unknown().optional() })
const tagRow = z.looseObject({ key: z.string(), value: z.string() })

const orgOf = (row: unknown, connection: Connection): KnownOrg | undefined => {
  const org = orgRow.safeParse(row).data
  return org && { orgId: org.id, name: org.name || org.id, connection }
}

/** A project from Atlas's row; undefined when its id or organization can't be read. */
export function projectOf(row: unknown, connection: Connection): KnownProject | undefined {
  const project = projectRow.safeParse(row).data
  if (!project) return undefined
  const all = Array.isArray(project.tags) ? project.tags : []
  const tags = all.flatMap((one) => tagRow.safeParse(one).data ?? [])
  const isReadable = tags.length === all.length && (all === project.tags || project.tags == null)
  return {
    groupId: project.id,
    name: project.name || project.id,
    orgId: project.orgId,
    tags: tags.map(({ key, value }) => ({ key, value })),
    // A tag that can't be read may be the one for production.
    environment: isReadable ? environmentOf(tags) : 'production',
    connection,
  }
}

type Rows<T> = { rows: T[]; problem?: string } | { rows?: undefined; problem: string }

async function rowsOf<T>(
  op: Query,
  what: string,
  connection: Connection,
  read: (row: unknown, connection: Connection) => T | undefined,
): Promise<Rows<T>> {
  try {
    const { value } = await readAtlas(op, {}, connection, { requestId: newId(), fresh: true })
    const results = list.safeParse(value.body).data?.results
    if (!results) return { problem: `Atlas’s list of ${what}s has an unknown format.` }
    const rows = results.flatMap((row) => read(row, connection) ?? [])
    const odd = results.length - rows.length
    return odd ? { rows, problem: `${count(odd, what)} can’t be read.` } : { rows }
  } catch (error) {
    if (error instanceof AtlasError) return { problem: error.message }
    log.error('A directory list could not be read', { connection: connection.name, error })
    return { problem: `Gatehouse failed to read the list of ${what}s.` }
  }
}

/** The rows. Those that did not change are the same objects as before, so that what was made from them can be used again. */
function sameWhereEqual<T>(
  rows: readonly T[] | undefined,
  before: readonly T[],
  idOf: (row: T) => string,
): readonly T[] {
  if (!rows) return before
  const known = new Map(before.map((row) => [idOf(row), row]))
  const all = rows.map((row) => {
    const old = known.get(idOf(row))
    return old !== undefined && isDeepStrictEqual(old, row) ? old : row
  })
  return all.length === before.length && all.every((row, at) => row === before[at]) ? before : all
}

/**
 * Reads the organizations and projects of one connection; the same view if nothing changed. Never throws: the view has the
 * problem.
 */
export async function readView(before: View): Promise<View> {
  const { connection } = before
  const [orgs, projects] = await Promise.all([
    rowsOf(listOrgs, 'organization', connection, orgOf),
    rowsOf(listProjects, 'project', connection, projectOf),
  ])
  const problems = [...new Set([orgs.problem, projects.problem])].filter(Boolean)
  const view = {
    connection,
    orgs: sameWhereEqual(orgs.rows, before.orgs, (org) => org.orgId),
    projects: sameWhereEqual(projects.rows, before.projects, (project) => project.groupId),
    isRead: before.isRead || orgs.rows !== undefined,
    isFailing: !orgs.rows || !projects.rows,
    ...(problems.length > 0 ? { problem: problems.join(' ') } : {}),
  }
  const isSame =
    view.orgs === before.orgs &&
    view.projects === before.projects &&
    view.isRead === before.isRead &&
    view.isFailing === before.isFailing &&
    view.problem === before.problem
  return isSame ? before : view
}
