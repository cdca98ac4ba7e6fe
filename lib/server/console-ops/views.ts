import type { z } from 'zod'
import { isUniqueViolation } from '@/lib/approvals/postgres-errors'
import { OpError } from '@/lib/ops/failure'
import type { deleteView, listViews, saveView } from '@/lib/ops/views'
import { sql } from '../database'
import type { ConsoleContext } from './context'

/** Of one person on one page. */
const MOST = 50
/** Of one person on all pages. */
const MOST_IN_ALL = 1_000

type Context = Pick<ConsoleContext, 'person'>

/** `views.list` */
export async function list(
  { page }: z.output<typeof listViews.input>,
  { person: { iss, sub } }: Context,
): Promise<z.output<typeof listViews.output>> {
  const results = await sql()<{ id: string; name: string; search: string }[]>`
    select id, name, search from saved_view
    where iss = ${iss} and sub = ${sub} and page = ${page} order by lower(name), name`
  return { results: [...results] }
}

/**
 * `views.save`
 * @throws OpError 'invalid' for a name in use, 'conflict' for too many views, 'not-found' for a view that no longer exists
 */
export async function save(
  { id, page, name, search }: z.output<typeof saveView.input>,
  { person: { iss, sub } }: Context,
): Promise<z.output<typeof saveView.output>> {
  try {
    const [row] = id
      ? await sql()<{ id: string }[]>`
          update saved_view set name = ${name}, search = ${search}
          where id = ${id} and iss = ${iss} and sub = ${sub} and page = ${page} returning id`
      : await sql()<{ id: string }[]>`
          insert into saved_view (iss, sub, page, name, search)
          select ${iss}, ${sub}, ${page}, ${name}, ${search}
          where (select count(*) from saved_view
            where iss = ${iss} and sub = ${sub} and page = ${page}) < ${MOST}
            and (select count(*) from saved_view where iss = ${iss} and sub = ${sub}) < ${MOST_IN_ALL}
          returning id`
    if (row) return { id: row.id }
  } catch (error) {
    throw isUniqueViolation(error, 'saved_view_name')
      ? new OpError({
          kind: 'invalid',
          message: 'This name is in use.',
          fields: { name: 'You already have a view with this name' },
        })
      : error
  }
  throw id
    ? gone()
    : OpError.of(
        'conflict',
        `A page can have ${MOST} views, and all pages together ${MOST_IN_ALL.toLocaleString('en')}. Delete one first.`,
      )
}

/** `views.delete` @throws OpError 'not-found' for a view of others */
export async function remove(
  { id }: z.output<typeof deleteView.input>,
  { person: { iss, sub } }: Context,
): Promise<z.output<typeof deleteView.output>> {
  const deleted = await sql()`
    delete from saved_view where id = ${id} and iss = ${iss} and sub = ${sub} returning id`
  if (deleted.length === 0) throw gone()
  return { deleted: true }
}

const gone = () => OpError.of('not-found', 'This view no longer exists.')
