import type { Account } from './quorum'
import type { Sql, Tx } from './rows'

/** Who could act as a machine: its owner now and before, and everyone who was ever shown one of its secrets. */
export type BehindMachine = {
  owner: Account
  former: readonly Account[]
  shown: readonly Account[]
}

/** The people behind machines, by the id of the machine. Former owners are in the audit log, which nobody can change. */
export async function peopleBehind(
  tx: Tx | Sql,
  machineIds: readonly string[],
): Promise<Map<string, BehindMachine>> {
  if (machineIds.length === 0) return new Map()
  const rows = await tx<Array<{ id: string; name: string; owner: Account; shown: Account[] }>>`
    select id, name, json_build_object('iss', owner_iss, 'sub', owner_sub) as owner,
      coalesce((select json_agg(distinct jsonb_build_object('iss', shown_iss, 'sub', shown_sub)) from machine_secret
        where machine_id = m.id), '[]') as shown
    from machine m where id = any(${[...new Set(machineIds)]})`
  const targets = rows.map(({ name }) => `machine ${name}`)
  const changes = await tx<Array<{ target: string; owner: Account }>>`
    select distinct body::jsonb ->> 'target' as target, body::jsonb #> '{before,owner}' as owner from audit
    where body::jsonb ->> 'type' = 'machine.changed' and body::jsonb ->> 'target' = any(${targets})`
  return new Map(
    rows.map(({ id, name, owner, shown }) => {
      const former = changes.filter(({ target }) => target === `machine ${name}`)
      return [id, { owner, shown, former: former.flatMap((one) => one.owner ?? []) }]
    }),
  )
}
