import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import type { CredentialKind, ShownCredential } from '@/lib/ops/atlas-credentials'
import { sql } from '../database'
import type { Found } from './read'

export type CredentialRow = {
  org_id: string
  kind: CredentialKind
  id: string
  group_id: string | null
  shown: ShownCredential
  first_seen_at: Date
  is_outside: boolean
}

/** A complete list of one kind, of an organization or with `groupId` of a project. */
export type Listed = {
  orgId: string
  kind: CredentialKind
  groupId?: string
  found: readonly Found[]
  /** The database's time before the list was read. */
  readAt: Date
}

/**
 * Stores a list. A credential that was not in an earlier one is recorded once as made outside Gatehouse, unless Gatehouse
 * made it (`noteMade`). What Atlas no longer lists is forgotten.
 */
export async function noteList({
  orgId,
  kind,
  groupId = '',
  found,
  readAt,
}: Listed): Promise<void> {
  await sql().begin(async (tx) => {
    // Two replicas with the same list take turns.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`credentials:${orgId}:${kind}`}, 0))`
    const [look] = await tx<{ looked_at: Date }[]>`
      select looked_at from atlas_credential_look
      where org_id = ${orgId} and kind = ${kind} and group_id = ${groupId}`
    if (look && look.looked_at >= readAt) return
    const fresh: Found[] = []
    for (const one of found) {
      const [row] = await tx<{ is_new: boolean }[]>`
        insert into atlas_credential (org_id, kind, id, group_id, shown, is_outside)
        values (${orgId}, ${kind}, ${one.id}, ${groupId || null}, ${tx.json(one.shown)}, ${look !== undefined})
        on conflict (org_id, kind, id) do update set shown = excluded.shown, seen_at = clock_timestamp()
        returning xmax = 0 as is_new`
      if (row?.is_new && look) fresh.push(one)
    }
    await tx`
      delete from atlas_credential where org_id = ${orgId} and kind = ${kind}
        and group_id is not distinct from ${groupId || null}
        and seen_at < ${readAt} and not (id = any(${found.map(({ id }) => id)}))`
    await tx`
      insert into atlas_credential_look ${tx({ org_id: orgId, kind, group_id: groupId, looked_at: readAt })}
      on conflict (org_id, kind, group_id) do update set looked_at = excluded.looked_at`
    for (const { id, shown } of fresh)
      await append(tx, {
        type: 'credential.detected',
        actor: gatehouse,
        scope: { orgId, ...(groupId ? { groupId } : {}) },
        target: `${kind} ${id}`,
        after: { kind, id, name: personal(shown.name ?? ''), roles: shown.roles },
      })
  })
}

/** Remembers that Gatehouse made a credential, so that its next list has no news. */
export async function noteMade(made: {
  orgId: string
  kind: CredentialKind
  id: string
  groupId?: string | undefined
}): Promise<void> {
  const shown: ShownCredential = {
    name: null,
    roles: [],
    inProjects: [],
    createdAt: null,
    lastUsedAt: null,
    publicId: null,
  }
  await sql()`
    insert into atlas_credential (org_id, kind, id, group_id, shown, is_outside)
    values (${made.orgId}, ${made.kind}, ${made.id}, ${made.groupId ?? null}, ${sql().json(shown)}, false)
    on conflict (org_id, kind, id) do update set is_outside = false`
}

/** The credentials of an organization, made outside Gatehouse first, then by age. */
export const credentialsOf = (orgId: string) =>
  sql()<CredentialRow[]>`
    select * from atlas_credential where org_id = ${orgId}
    order by is_outside desc, case when is_outside then first_seen_at end desc, kind, shown ->> 'name', id`
