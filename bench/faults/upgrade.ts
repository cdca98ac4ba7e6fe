import { cpSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { migrate } from '@/lib/server/migrate'
import type { Demo } from '@/scripts/demo-stack'
import type { EmbeddedPostgres } from '@/scripts/postgres'
import { report } from '@/scripts/testing/full-size'
import type { Stage } from './grid'
import { startLoad } from './load'

/** For how long a console keeps the result of its last check, with a margin. */
const CHECKED_AGAIN_MS = 12_000

/** Replaces both consoles under load, one after the other, by a version with one more migration. @throws Error when one is not ready */
export async function upgrade(stage: Stage, demo: Demo, primary: EmbeddedPostgres): Promise<void> {
  const newer = join(demo.data, 'newer-version')
  cpSync(dirname(demo.server), newer, { recursive: true, verbatimSymlinks: true })
  const folder = join(newer, 'lib/server/migrations')
  writeFileSync(
    join(folder, '9999_newer_version.sql'),
    '-- additive\nalter table request add column newer_version text;\n',
  )
  const load = startLoad(stage)
  await sleep(5_000)
  await migrate(primary.ownerUrl, primary.url, folder)
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
