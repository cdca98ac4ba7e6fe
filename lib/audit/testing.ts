import postgres from 'postgres'
import { freshDatabase } from '@/scripts/testing/database'
import { append } from './append'

export type AuditDatabase = {
  owner: postgres.Sql
  app: postgres.Sql
  appUrl: string
  end(): Promise<void>
}

/** A new database with the audit log, for the owner and the application's role. */
export async function auditDatabase(): Promise<AuditDatabase> {
  const fresh = await freshDatabase()
  const owner = postgres(fresh.ownerUrl, { max: 1, onnotice: () => {} })
  const app = postgres(fresh.appUrl, { max: 8, onnotice: () => {} })
  return {
    owner,
    app,
    appUrl: fresh.appUrl,
    async end() {
      await Promise.all([owner.end(), app.end()])
      await fresh.drop()
    },
  }
}

/** Appends rows `from` to `to`, one transaction each. */
export async function fill(app: postgres.Sql, from: number, to: number): Promise<void> {
  for (let i = from; i <= to; i += 1)
    await app.begin((tx) =>
      append(tx, { type: 'test.row', actor: { kind: 'gatehouse' }, after: { i } }),
    )
}

/** Changes the log without its triggers, which only the owner or a superuser can do. */
export const tamper = (
  owner: postgres.Sql,
  change: (tx: postgres.TransactionSql) => Promise<unknown>,
) =>
  owner.begin(async (tx) => {
    for (const table of ['audit', 'audit_head'])
      await tx.unsafe(`alter table ${table} disable trigger user`)
    await change(tx)
    for (const table of ['audit', 'audit_head'])
      await tx.unsafe(`alter table ${table} enable trigger user`)
  })
