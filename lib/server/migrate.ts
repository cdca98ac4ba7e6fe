import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { open } from './database'

const folder = join(process.cwd(), 'lib/server/migrations')
const LOCK = 7_202_611

/** The first line of a migration with which the previous version can keep running. */
const ADDITIVE = '-- additive'

/** The migrations of this version, in order. `:app` in a file is replaced by the application's role. */
export const migrations = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8')
      const isAdditive = text.split('\n', 1)[0] === ADDITIVE
      return { name, text, isAdditive, digest: createHash('sha256').update(text).digest('hex') }
    })

/**
 * Migrates the database of `ownerUrl` to this version, under an advisory lock and with one transaction per file. Grants
 * the role of `appUrl` what it needs. @throws Error when an applied file has changed
 */
export async function migrate(ownerUrl: string, appUrl: string): Promise<void> {
  // An address with several hosts is no URL.
  const app = `"${open(appUrl, 1).options.user.replaceAll('"', '""')}"`
  const sql = open(ownerUrl, 1)
  try {
    await sql`select pg_advisory_lock(${LOCK})`
    await sql`create table if not exists migration (name text primary key, digest text not null, applied_at timestamptz not null default clock_timestamp())`
    await sql`alter table migration add column if not exists is_additive boolean not null default false`
    await sql.unsafe(`grant usage on schema public to ${app}; grant select on migration to ${app}`)
    const applied = new Map(
      (await sql<{ name: string; digest: string }[]>`select name, digest from migration`).map(
        (row) => [row.name, row.digest],
      ),
    )
    for (const { name, text, digest, isAdditive } of migrations()) {
      const before = applied.get(name)
      if (before === digest) continue
      if (before)
        throw new Error(
          `The migration ${name} differs from the one applied to this database. Start the version of Gatehouse that applied it, or use an empty database (for the demo: another folder in GATEHOUSE_DATA).`,
        )
      await sql.begin(async (tx) => {
        await tx.unsafe(text.replaceAll(':app', app))
        await tx`insert into migration (name, digest, is_additive) values (${name}, ${digest}, ${isAdditive})`
      })
    }
  } finally {
    await sql.end()
  }
}
