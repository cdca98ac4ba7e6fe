import type { Account } from './quorum'
import type { Sql, Tx } from './rows'

/** Who could act as a machine: its owner now, and everyone who was ever shown one of its secrets. */
export type BehindMachine = { owner: Account; shown: readonly Account[] }

/** The people behind machines, by the id of the machine. */
export async function peopleBehind(
  tx: Tx | Sql,
  machineIds: readonly string[],
): Promise<Map<string, BehindMachine>> {
  if (machineIds.length === 0) return new Map()
  const rows = await tx<Array<{ id: string; owner: Account; shown: Account[] }>>`
    select id, json_build_object('iss', owner_iss, 'sub', owner_sub) as owner,
      coalesce((select json_agg(distinct jsonb_build_object('iss', shown_iss, 'sub', shown_sub)) from machine_secret
        where machine_id = m.id), '[]') as shown
    from machine m where id = any(${[...new Set(machineIds)]})`
  return new Map(rows.map(({ id, owner, shown }) => [id, { owner, shown }]))
}
