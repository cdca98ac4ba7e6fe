import type { z } from 'zod'
import { observedGrant, type SlotRow } from '@/lib/approvals/employee-access/observer'
import type { FoundCluster, searchClusters as searchOp } from '@/lib/ops/directory'
import { FLEX_REASON } from '@/lib/ops/employee'
import { rolesAt } from '../bindings'
import type { ConsoleContext } from '../console-ops/context'
import { sql } from '../database'
import { directory, environmentOf } from '../directory'
import { mayFile } from './facts'

const SHOWN = 60

/** `clusters.search`: what the observer last saw, in the person's scope. */
export async function searchClusters(
  { text, tag }: z.output<typeof searchOp.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof searchOp.output>> {
  const { orgs, projects } = await directory()
  const rows = await sql()<SlotRow[]>`
    select * from slot where ${tag ? sql()`tags @> ${sql().json([tag])}` : sql()`true`} order by cluster_name`
  const open = await openClusters()
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.flatMap((row): FoundCluster[] => {
    const project = projects.get(row.group_id)
    if (!project) return []
    const tags = [...project.tags, ...row.tags]
    const at = { orgId: project.orgId, groupId: row.group_id, tags }
    const orgName = orgs.get(project.orgId)?.name ?? project.orgId
    const words = `${row.cluster_name} ${project.name} ${orgName} ${row.group_id}`.toLowerCase()
    if (rolesAt(person, at).length === 0 || !wanted.every((w) => words.includes(w))) return []
    return [
      {
        groupId: row.group_id,
        groupName: project.name,
        orgId: project.orgId,
        orgName,
        clusterName: row.cluster_name,
        environment: environmentOf(tags),
        kind: row.kind,
        detail: row.detail,
        stateName: row.state_name,
        grant: observedGrant(row) ?? null,
        whyNot: row.kind === 'flex' ? FLEX_REASON : mayFile(person, at),
        taken: open.get(`${row.group_id}/${row.cluster_name}`) ?? null,
      },
    ]
  })
  const newest = rows.reduce((at, row) => Math.max(at, row.seen_at.getTime()), 0)
  return {
    results: found.slice(0, SHOWN),
    totalCount: found.length,
    asOf: newest ? new Date(newest).toISOString() : null,
  }
}

/** What is in the way of a new request, by cluster. */
async function openClusters(): Promise<Map<string, string>> {
  const rows = await sql()<{ key: string; state: string }[]>`
    select group_id || '/' || cluster_name as key, state from request
    where slot is not null and state in ('pending', 'approved')`
  const words = (state: string) =>
    state === 'pending' ? 'A request is waiting for a decision.' : 'Access is already live.'
  return new Map(rows.map(({ key, state }) => [key, words(state)]))
}
