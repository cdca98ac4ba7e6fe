import { createHash } from 'node:crypto'
import { cpSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { Demo } from '@/scripts/demo-stack'
import type { EmbeddedPostgres } from '@/scripts/postgres'
import { report } from '@/scripts/testing/full-size'
import type { Stage } from './grid'
import { startLoad } from './load'

/** For how long a console keeps the result of its last check, with a margin. */
const CHECKED_AGAIN_MS = 12_000

const name = '9999_newer_version.sql'
const text = '-- additive\nalter table request add column newer_version text;\n'

/** As the launcher of the newer version does. */
async function applyIt(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1 })
  const digest = createHash('sha256').update(text).digest('hex')
  await sql.begin(async (tx) => {
    await tx.unsafe(text)
    await tx`insert into migration (name, digest, is_additive) values (${name}, ${digest}, true)`
  })
  await sql.end()
}

/** Replaces both consoles under load, one after the other, by a version with one more migration. @throws Error when one is not ready */
export async function upgrade(stage: Stage, demo: Demo, primary: EmbeddedPostgres): Promise<void> {
  const newer = join(demo.data, 'newer-version')
  cpSync(dirname(demo.server), newer, { recursive: true, verbatimSymlinks: true })
  writeFileSync(join(newer, 'lib/server/migrations', name), text)
  const load = startLoad(stage)
  await sleep(5_000)
  await applyIt(primary.ownerUrl)
  for (const one of demo.consoles) {
    // The old ones serve on with the new tables.
    await sleep(CHECKED_AGAIN_MS)
    for (const { origin } of demo.consoles) {
      const answer = await fetch(`${origin}/api/ready`)
      if (!answer.ok) throw new Error(`${origin} is not ready: ${await answer.text()}`)
    }
    await one.replace(join(newer, 'server.js'))
  }
  await sleep(5_000)
  report('both consoles replaced under load by a version with one more migration', {
    ...(await load.settle()),
  })
}
