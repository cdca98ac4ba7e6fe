import { z } from 'zod'
import type { AskedPlace } from '@/lib/approvals/policy-match'
import { sql } from './database'
import { environmentOf } from './directory-view'

const tag = z.object({ key: z.string(), value: z.string() })
const project = z.looseObject({ groupId: z.string(), orgId: z.string(), tags: z.array(tag) })

/** Finds places as Gatehouse last saw them, without asking Atlas. */
export async function storedPlaces() {
  const views = await sql()<{ projects: unknown }[]>`select projects from directory_view`
  const slots = await sql()<{ group_id: string; cluster_name: string; tags: unknown }[]>`
    select group_id, cluster_name, tags from slot`
  const projects = new Map(
    views
      .flatMap(({ projects: list }) => z.array(project).catch([]).parse(list))
      .map((one) => [one.groupId, one]),
  )
  const clusterTags = new Map(
    slots.map((slot) => [
      `${slot.group_id} ${slot.cluster_name}`,
      z.array(tag).catch([]).parse(slot.tags),
    ]),
  )
  /** The place of a project or cluster; undefined if Gatehouse never saw the project. */
  return function placeOf(groupId: string, clusterName?: string | null): AskedPlace | undefined {
    const found = projects.get(groupId)
    if (!found) return undefined
    const tags = [...found.tags, ...(clusterTags.get(`${groupId} ${clusterName}`) ?? [])]
    return { orgId: found.orgId, groupId, tags, environment: environmentOf(tags) }
  }
}

export type PlaceOf = Awaited<ReturnType<typeof storedPlaces>>
