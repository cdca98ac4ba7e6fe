import type { z } from 'zod'
import type { SlotRow } from '@/lib/approvals/employee-access/observer'
import type { Target } from '@/lib/approvals/targets'
import type { Command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import type { fileRequest } from '@/lib/ops/requests'
import { MOST_TARGETS } from '@/lib/ops/several-shapes'
import { tag as tagShape } from '@/lib/ops/shapes'
import { rolesAt } from '../bindings'
import { readCluster } from '../cluster-facts'
import { sql } from '../database'
import type { Place } from '../decide'
import { directory } from '../directory'
import type { Person } from '../person'
import { standing } from '../request-view'

type Filed = z.output<typeof fileRequest.input>
/** How a request names its targets. */
export type Named = Pick<Filed, 'targets' | 'tag'>
export type Tag = NonNullable<Filed['tag']>
type Where = NonNullable<Filed['targets']>[number]

const invalid = (why: string) => OpError.of('invalid', why, { fields: { targets: why } })

/** `a=b`, as Atlas shows tags. */
const tagInWords = ({ key, value }: Tag) => `${key}=${value}`

/** Whether tags include one. */
export const hasTag = (tags: readonly Tag[], { key, value }: Tag): boolean =>
  tags.some((one) => one.key === key && one.value === value)

/** The clusters in a person's scope that had a tag when Gatehouse last read them. */
async function clustersTagged(tag: Tag, person: Person): Promise<SlotRow[]> {
  const known = await directory()
  const rows = await sql()<SlotRow[]>`
    select * from slot where tags @> ${sql().json([tag])} order by group_id, cluster_name`
  return rows.filter((row) => rolesAt(person, standing(row, known, row)).length > 0)
}

/**
 * The clusters that a request names, by list or by tag. Undefined: it names none, and is for the target of its input.
 * @throws OpError 'invalid' when the command can't have several targets, or they are too many, named twice or none
 */
export async function targetsNamed(
  op: Command,
  shared: Record<string, unknown>,
  { targets, tag }: Named,
  person: Person,
): Promise<Where[] | undefined> {
  if (targets === undefined && tag === undefined) return undefined
  if (!op.several) throw invalid(`“${op.title}” can be requested for one cluster at a time.`)
  if ('groupId' in shared || 'clusterName' in shared)
    throw invalid('Name the project and cluster in the targets, not in the input.')
  const found = targets ?? (tag ? await clustersTagged(tag, person) : [])
  const list = found.map((one) =>
    'groupId' in one ? one : { groupId: one.group_id, clusterName: one.cluster_name },
  )
  const keys = list.map(({ groupId, clusterName }) => `${groupId}/${clusterName}`)
  const twice = list.find((_, at) => keys.indexOf(keys[at]!) !== at)
  if (twice) throw invalid(`${twice.clusterName} is in the list twice.`)
  if (list.length === 0 && tag)
    throw invalid(`No cluster in your scope has the tag ${tagInWords(tag)}.`)
  if (list.length > MOST_TARGETS)
    throw invalid(
      `${list.length} clusters have the tag. A request can have at most ${MOST_TARGETS}. Send several requests.`,
    )
  return list
}

/** Runs work about one target; a failure names its cluster. */
export async function aboutTarget<T>({ clusterName }: Where, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof OpError)) throw error
    const message = `${clusterName}: ${error.message}`
    throw new OpError({
      ...error.failure,
      message,
      fields: { ...error.failure.fields, targets: message },
    })
  }
}

/** How many targets are read at once. */
const AT_ONCE = 10

/** `work` for each, a few at once, with the results in order. Throws the first failure. */
export async function forEachTarget<A, B>(list: readonly A[], work: (one: A) => Promise<B>) {
  const results: B[] = []
  for (let at = 0; at < list.length; at += AT_ONCE)
    results.push(...(await Promise.all(list.slice(at, at + AT_ONCE).map(work))))
  return results
}

/**
 * The tags of a cluster as Atlas has them now, and when they were read.
 * @throws OpError when the cluster can't be read, is gone, can't have the access, or lacks the tag
 */
export async function proofOf(
  op: Command,
  place: Place,
  tag: Tag | undefined,
  requestId: string,
): Promise<Target['proof']> {
  const readAt = new Date().toISOString()
  const found = await readCluster(place, place.clusterName ?? '', requestId, true)
  if (found.kind === 'unread') throw OpError.of('atlas-down', found.why)
  if (found.kind === 'unknown')
    throw OpError.of('not-found', 'This project has no cluster with this name.')
  if (found.kind === 'flex')
    throw OpError.of('invalid', op.access?.whyNotOn('flex') ?? 'This is a Flex cluster.')
  const tags = (found.body.tags ?? []).flatMap((one) => {
    const { key, value } = tagShape.safeParse(one).data ?? {}
    return key === undefined || value === undefined ? [] : [{ key, value }]
  })
  if (tag && !hasTag(tags, tag))
    throw OpError.of('conflict', `It no longer has the tag ${tagInWords(tag)}. Leave it out.`)
  return { tags, readAt }
}

/** @throws OpError 'invalid' when the targets belong to several organizations */
export function checkOneOrg(places: readonly Place[]): void {
  if (new Set(places.map(({ orgId }) => orgId)).size > 1)
    throw invalid('All clusters of a request must be in one organization. Send a request for each.')
}

/** The open requests on some slots, by slot, except one request's own. */
async function openOn(slots: readonly string[], except = ''): Promise<Map<string, { id: string }>> {
  const rows = await sql()<{ slot: string; id: string }[]>`
    select slot, coalesce(part_of, id) as id from request
    where slot = any(${[...slots]}) and state in ('pending', 'approved')
      and coalesce(part_of, id) <> ${except}`
  return new Map(rows.map((row) => [row.slot, row]))
}

/** @throws OpError 'conflict' with the clusters that have an open request */
export async function checkFree(
  targets: ReadonlyArray<Omit<Target, 'part'>>,
  except?: string,
): Promise<void> {
  const taken = await openOn(
    targets.flatMap(({ slot }) => slot ?? []),
    except,
  )
  const names = targets.flatMap((one) =>
    one.slot !== null && taken.has(one.slot) ? [one.clusterName] : [],
  )
  if (names.length === 0) return
  const why = `${names.join(', ')}: a pending request or live access is already there. Leave ${names.length === 1 ? 'it' : 'them'} out, or wait until it ends.`
  throw OpError.of('conflict', why, { fields: { targets: why } })
}
