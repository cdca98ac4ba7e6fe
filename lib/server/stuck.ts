import type { EffectRow, RequestRow } from '@/lib/approvals/rows'
import { findOp } from '@/lib/atlas/find-op'
import { releaseHeld } from '@/lib/ops/effects'
import type { Stuck } from '@/lib/ops/request-shapes'
import { whyNot } from '@/lib/ops/why-not'
import { rolesAt } from './bindings'
import { sql } from './database'
import { type Directory, directory } from './directory'
import type { InScope } from './in-scope'
import type { Person } from './person'
import { noteOf, standing } from './request-view'

type Row = EffectRow & { says: string | null } & Partial<
    Pick<RequestRow, 'requester_iss' | 'requester_sub'>
  >

const rows = (where: ReturnType<ReturnType<typeof sql>>) => sql()<Row[]>`
  select e.*, r.says, r.requester_iss, r.requester_sub from effect e left join request r on r.id = e.request_id
  where (e.stuck_since is not null or e.held_since is not null)
    and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent') and ${where}
  order by e.kind = 'end' desc, coalesce(e.stuck_since, e.held_since) limit 100`

const HELD =
  'The database was restored from a backup, so this may have been revoked since. An approver or admin must release it.'

function shown(row: Row, person: Person, known: Directory): Stuck {
  const at = standing(row, known)
  const op = findOp(row.op)
  const own = op?.kind === 'command' ? op.summary(JSON.parse(row.input)) : row.op
  const isOwn = row.requester_iss === person.iss && row.requester_sub === person.sub
  return {
    effectId: row.id,
    requestId: row.request_id,
    isRevoke: row.kind === 'end',
    summary: row.kind === 'end' ? own : (row.says ?? own),
    groupId: row.group_id,
    groupName: at.groupName,
    orgName: at.orgName,
    clusterName: row.cluster_name,
    since: (row.held_since ?? row.stuck_since ?? row.changed_at).toISOString(),
    why: row.held_since ? HELD : (noteOf(row) ?? 'The reason is not known.'),
    isHeld: row.held_since !== null,
    mayRelease: isOwn
      ? 'This is your request. Another person must release it.'
      : (whyNot(releaseHeld, rolesAt(person, at)) ?? null),
  }
}

/** All grants and revokes that can't continue and that this person may see, revokes first. */
export async function stuckFor(
  person: Person,
  known: Directory,
  inScope: InScope | undefined,
): Promise<Stuck[]> {
  const found = await rows(
    inScope
      ? sql()`(e.group_id = any(${inScope.groupIds}) or e.group_id is null and e.org_id = any(${inScope.orgIds}))`
      : sql()`true`,
  )
  return found
    .filter((row) => rolesAt(person, standing(row, known)).length > 0)
    .map((row) => shown(row, person, known))
}

/** The grants and revokes of a request that can't continue. */
export async function stuckOf(requestId: string, person: Person): Promise<Stuck[]> {
  const known = await directory()
  return (
    await rows(
      sql()`e.request_id in (select id from request where id = ${requestId} or part_of = ${requestId})`,
    )
  ).map((row) => shown(row, person, known))
}

/** The grants and revokes of a project that can't continue. */
export async function stuckIn(groupId: string, person: Person): Promise<Stuck[]> {
  const known = await directory()
  return (await rows(sql()`e.group_id = ${groupId}`)).map((row) => shown(row, person, known))
}

/** The grant or revoke of a cluster that can't continue; null if there is none. */
export async function stuckAt(
  groupId: string,
  clusterName: string,
  person: Person,
): Promise<Stuck | null> {
  const [row] = await rows(sql()`e.group_id = ${groupId} and e.cluster_name = ${clusterName}`)
  return row ? shown(row, person, await directory()) : null
}
