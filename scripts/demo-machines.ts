/** The machines of the demo: `terraform-payments` and `ci-reader`, with secrets that stay the same in a data folder. */
import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { gatehouse } from '@/lib/approvals/gatehouse'
import { append } from '@/lib/audit/append'
import { newId } from '@/lib/format/id'
import { hashOfSecret, hintOf } from '@/lib/server/machines/secrets'
import { demoMachines } from '@/sandbox/configuration'
import { personaNamed } from '@/sandbox/idp/personas'
import { keptSecret } from './data-folder'

export type DemoMachine = { name: string; clientId: string; secret: string }

/** Creates the machines that do not exist yet. Returns their credentials. */
export async function createDemoMachines(
  databaseUrl: string,
  issuer: string,
  data: string,
): Promise<DemoMachine[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  const owner = personaNamed('operator')
  if (!owner) throw new Error('The sandbox has no operator.')
  try {
    return await Promise.all(
      demoMachines.map(({ name, purpose }) => {
        const secret = `mdb_sa_sk_${keptSecret(data, `machine-${name}`)}`
        return sql.begin(async (tx) => {
          await tx`
            insert into person_seen ${tx({ iss: issuer, sub: owner.name, name: owner.displayName, groups: owner.groups })}
            on conflict do nothing`
          const id = newId()
          await tx`
            insert into machine ${tx({
              id,
              client_id: `mdb_sa_id_${randomBytes(12).toString('hex')}`,
              name,
              purpose,
              owner_iss: issuer,
              owner_sub: owner.name,
              owner_name: owner.displayName,
              ends_at: new Date(Date.now() + 90 * 86_400_000),
              carry_out: 'permit',
              calls_per_minute: 600,
              gated_per_hour: 60,
              deletions_per_day: 20,
            })} on conflict (name) do nothing`
          const [row] = await tx<{ id: string; client_id: string }[]>`
            select id, client_id from machine where name = ${name}`
          if (row?.id === id) {
            await tx`
              insert into machine_secret ${tx({
                id: newId(),
                machine_id: id,
                hash: hashOfSecret(secret),
                hint: hintOf(secret),
                shown_iss: issuer,
                shown_sub: owner.name,
                shown_name: owner.displayName,
              })}`
            await append(tx, {
              type: 'machine.created',
              actor: gatehouse,
              target: `machine ${name}`,
              after: { client_id: row.client_id, demo: true },
            })
          }
          return { name, clientId: row?.client_id ?? '', secret }
        })
      }),
    )
  } finally {
    await sql.end()
  }
}
