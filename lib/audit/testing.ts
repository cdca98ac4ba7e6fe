import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { freshDatabase } from '@/scripts/testing/database'
import { linesOf } from '../server/audit/export'
import { append } from './append'
import { head } from './read'

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
      append(tx, { type: 'console.started', actor: { kind: 'gatehouse' }, after: { i } }),
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

export const ROWS = 12

/** A log of `ROWS` rows: in a database, as exported lines, and with an empty folder in which an auditor works. */
export async function auditedChain() {
  const db = await auditDatabase()
  await fill(db.app, 1, ROWS)
  const end = await head(db.app)
  const lines: string[] = []
  for await (const part of linesOf(db.app, 'jsonl', { through: end.seq }))
    lines.push(...part.split(/(?<=\n)/))
  const folder = mkdtempSync(join(tmpdir(), 'audit-verify-'))
  return {
    db,
    lines,
    end,
    folder,
    run: (args: string[], env: Record<string, string> = {}) => verifierIn(folder, args, env),
    async close() {
      rmSync(folder, { recursive: true })
      await db.end()
    },
  }
}

/** Runs the script as an auditor does; gives its exit code and what it said. */
async function verifierIn(cwd: string, args: string[], env: Record<string, string>) {
  const script = join(import.meta.dirname, 'audit-verify.mjs')
  const found = await promisify(execFile)(process.execPath, [script, ...args], {
    cwd,
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  )
  return found
}
