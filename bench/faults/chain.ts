import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { append } from '@/lib/audit/append'
import { verifyDatabase } from '@/lib/audit/verify'
import { open } from '@/lib/server/database'
import { migrate } from '@/lib/server/migrate'
import type { OnStop } from '@/scripts/command'
import { startPostgres } from '@/scripts/postgres'
import { report } from '@/scripts/testing/full-size'

const WRITERS = 16
const SECONDS = 60
const KILLS = 20
const NO_ANSWER = 'no answer'

/** A4: sixteen writers append for a minute while PostgreSQL is killed twenty times. */
export async function chain(onStop: OnStop): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'gatehouse-chain-'))
  onStop(() => rmSync(data, { recursive: true, force: true }))
  chmodSync(data, 0o755)
  const database = await startPostgres({ folder: join(data, 'postgres'), say: () => undefined })
  onStop(database.stop)
  await migrate(database.ownerUrl, database.url)
  const sql = open(database.url, WRITERS)
  onStop(() => sql.end({ timeout: 1 }))
  const acknowledged = new Set<number>()
  let refused = 0
  let unanswered = 0
  const until = Date.now() + SECONDS * 1000
  const writer = async () => {
    while (Date.now() < until) {
      try {
        const adding = sql.begin((tx) =>
          append(tx, { type: 'console.started', actor: { kind: 'gatehouse' } }),
        )
        const late = sleep(10_000, undefined, { ref: false }).then(() => {
          throw new Error(NO_ANSWER)
        })
        const { seq } = await Promise.race([adding, late])
        acknowledged.add(seq)
      } catch (error) {
        if (error instanceof Error && error.message === NO_ANSWER) unanswered += 1
        else refused += 1
        await sleep(20)
      }
    }
  }
  const killer = async () => {
    for (let n = 0; n < KILLS; n += 1) {
      await sleep((SECONDS / KILLS) * 1000 * (0.5 + Math.random() / 2))
      try {
        process.kill(database.pid(), 'SIGKILL')
      } catch {
        // It is being started again.
      }
    }
  }
  await Promise.all([killer(), ...Array.from({ length: WRITERS }, writer)])
  const found = await verifyDatabase(sql)
  if (!found.ok) throw new Error(`A4: the chain is broken at ${found.seq}: ${found.why}`)
  const rows = await sql<{ seq: number }[]>`select seq::float8 as seq from audit`
  const kept = new Set(rows.map(({ seq }) => seq))
  const lost = [...acknowledged].filter((seq) => !kept.has(seq)).length
  report(`A4 ${WRITERS} writers, ${SECONDS} s, PostgreSQL killed ${KILLS} times`, {
    rows: found.rows,
    'committed and lost': lost,
    forks: 0,
    gaps: found.rows - kept.size,
    refused,
    unanswered,
  })
  if (lost > 0) throw new Error(`A4: ${lost} committed rows are gone`)
}
