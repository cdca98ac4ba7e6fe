import type { EffectRow } from '@/lib/approvals/rows'
import { ops } from '@/lib/ops/registry'
import type { Stuck } from '@/lib/ops/request-shapes'
import { rolesAt } from './bindings'
import { sql } from './database'
import { type Directory, directory } from './directory'
import type { Person } from './person'
import { standing } from './request-view'

type Row = EffectRow & { says: string | null }

const rows = (where: ReturnType<ReturnType<typeof sql>>) => sql()<Row[]>`
  select e.*, r.says from effect e left join request r on r.id = e.request_id
  where (e.stuck_since is not null or e.held_since is not null)
    and e.state in ('planned', 'claimed', 'sending', 'unknown', 'absent') and ${where}
  order by coalesce(e.stuck_since, e.held_since) limit 100`

const HELD =
  'The database was restored from a backup. An approver or admin has to release this grant.'

function shown(row: Row, known: Directory): Stuck {
  const { orgName, groupName } = standing(row, known)
  const op = ops.get(row.op)
  const own = op?.kind === 'command' ? op.says(JSON.parse(row.input)) : row.op
  return {
    effectId: row.id,
    requestId: row.request_id,
    isRevoke: row.kind === 'end',
    says: row.kind === 'end' ? own : (row.says ?? own),
    groupId: row.group_id,
    groupName,
    orgName,
    clusterName: row.cluster_name,
    since: (row.held_since ?? row.stuck_since ?? row.changed_at).toISOString(),
    why: row.held_since ? HELD : (row.note ?? 'The reason is not known.'),
    isHeld: row.held_since !== null,
  }
}

/** Every grant and revoke that cannot go on, as far as this person may see it. */
export async function stuckFor(person: Person, known: Directory): Promise<Stuck[]> {
  const found = await rows(sql()`true`)
  return found
    .filter((row) => rolesAt(person, standing(row, known)).length > 0)
    .map((row) => shown(row, known))
}

/** The one of a cluster, revokes first; null when everything goes on. */
export async function stuckAt(groupId: string, clusterName: string): Promise<Stuck | null> {
  const found = await rows(sql()`e.group_id = ${groupId} and e.cluster_name = ${clusterName}`)
  const one = found.find((row) => row.kind === 'end') ?? found[0]
  return one ? shown(one, await directory()) : null
}
