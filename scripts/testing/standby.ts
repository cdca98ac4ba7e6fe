import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { OnStop } from '@/scripts/command'
import { freePort } from '@/scripts/ports'
import type { EmbeddedPostgres } from '@/scripts/postgres'
import { giveTo, placeFor } from '@/scripts/postgres-place'
import { launch, waitForEnd } from '@/scripts/postgres-server'

export type Standby = {
  port: number
  /** Makes it the primary. */
  promote(): Promise<void>
}

/**
 * Starts a second PostgreSQL that follows the first by streaming replication, and makes the first wait for it at each commit
 * (`synchronous_standby_names`), so that a promotion loses nothing. `primaryFolder` is the folder of the first.
 */
export async function startStandby(
  primary: EmbeddedPostgres,
  primaryFolder: string,
  folder: string,
  onStop: OnStop,
): Promise<Standby> {
  const from = await placeFor(primaryFolder, () => undefined)
  const place = await placeFor(folder, () => undefined)
  const cluster = join(place.folder, 'cluster')
  const admin = postgres(primary.adminUrl, { max: 1, onnotice: () => undefined })
  onStop(() => admin.end({ timeout: 1 }))
  // The package has no pg_basebackup, so this uses PostgreSQL's functions for backups: both calls need one session.
  await admin`select pg_backup_start('standby', fast => true)`
  cpSync(join(from.folder, 'cluster'), cluster, {
    recursive: true,
    filter: (path) => !/postmaster\.(pid|opts)$/.test(path),
  })
  const [backup] = await admin<[{ labelfile: string }]>`select labelfile from pg_backup_stop()`
  writeFileSync(join(cluster, 'backup_label'), backup.labelfile)
  writeFileSync(join(cluster, 'standby.signal'), '')
  const { password } = new URL(primary.adminUrl)
  const follow = `host=127.0.0.1 port=${primary.port} user=postgres password=${password} application_name=standby`
  const settings = { primary_conninfo: follow, wal_retrieve_retry_interval: '200ms' }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
  writeFileSync(join(cluster, 'postgresql.auto.conf'), lines.join(''))
  giveTo(place.as, cluster)
  if (place.as.uid !== undefined)
    spawnSync('chown', ['-R', `${place.as.uid}:${place.as.gid}`, cluster])
  const port = await freePort()
  const server = await launch(place, port, true)
  onStop(async () => {
    await waitForEnd(server, 'SIGINT')
    if (existsSync(place.folder)) rmSync(place.folder, { recursive: true, force: true })
  })
  await admin`alter system set synchronous_standby_names = 'standby'`
  await admin`select pg_reload_conf()`
  for (;;) {
    const [sync] = await admin`select 1 from pg_stat_replication where sync_state = 'sync'`
    if (sync) break
    await sleep(50)
  }
  const onStandby = new URL(primary.adminUrl)
  onStandby.port = String(port)
  return {
    port,
    async promote() {
      const sql = postgres(onStandby.href, { max: 1, onnotice: () => undefined })
      await sql`select pg_promote()`
      await sql.end({ timeout: 1 })
    },
  }
}
