import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { sql } from './database'
import { environmentOf, type View } from './directory-view'
import { log } from './log'

const org = z.object({ orgId: z.string(), name: z.string() })
const tag = z.object({ key: z.string(), value: z.string() })
const project = org.extend({
  groupId: z.string(),
  tags: z.array(tag),
  environment: z.enum(['production', 'other']),
})
const row = z.object({ orgs: z.array(org), projects: z.array(project) })

/** Connection name → what was last saved. */
const written = perProcess('gatehouseKeptViews', () => new Map<string, View>())

/** Saves what a connection shows, if it changed. Logs a failure. */
export async function keepView(view: View): Promise<void> {
  const { name } = view.connection
  if (written().get(name) === view) return
  try {
    const kept = row.parse(view)
    await sql()`
      insert into directory_view (connection, orgs, projects)
      values (${name}, ${sql().json(kept.orgs)}, ${sql().json(kept.projects)})
      on conflict (connection) do update
        set orgs = excluded.orgs, projects = excluded.projects, read_at = clock_timestamp()`
    written().set(name, view)
  } catch (error) {
    log.warn('The directory could not be saved', { connection: name, error })
  }
}

/** A view restored from what its connection showed before this process started; unchanged when nothing was saved. */
export async function restoredView(view: View): Promise<View> {
  const { connection } = view
  try {
    const [found] = await sql()`
      select orgs, projects from directory_view where connection = ${connection.name}`
    const known = row.safeParse(found).data
    if (!known) return view
    return {
      ...view,
      orgs: known.orgs.map((one) => ({ ...one, connection })),
      // The configured production tags may have changed.
      projects: known.projects.map((one) => ({
        ...one,
        environment: one.environment === 'production' ? one.environment : environmentOf(one.tags),
        connection,
      })),
      isRead: true,
    }
  } catch (error) {
    log.warn('The saved directory could not be read', { connection: connection.name, error })
    return view
  }
}
