import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddedPostgres } from '@/scripts/postgres'
import { report } from '@/scripts/testing/full-size'
import type { Standby } from '@/scripts/testing/standby'
import type { Stage } from './grid'
import { startLoad } from './load'

const RESTARTS = 5
const SECONDS_OF_LOAD = 10

/** Kills PostgreSQL with -9 under load. The launcher starts it again. */
export async function restarts(stage: Stage, primary: EmbeddedPostgres): Promise<void> {
  const load = startLoad(stage)
  const away: number[] = []
  for (let n = 0; n < RESTARTS; n += 1) {
    await sleep((SECONDS_OF_LOAD / 2 + Math.random() * 2) * 1000)
    process.kill(primary.pid(), 'SIGKILL')
    away.push(...(await untilAnswered(stage)))
  }
  report(`PostgreSQL killed and restarted ${RESTARTS} times under load`, {
    ...(await load.settle()),
    'seconds away at most': Math.max(...away),
  })
}

/** Kills the primary with -9 under load and promotes the standby. The consoles find it by themselves. */
export async function failover(
  stage: Stage,
  primary: EmbeddedPostgres,
  standby: Standby,
): Promise<void> {
  const load = startLoad(stage)
  await sleep(SECONDS_OF_LOAD * 1000)
  process.kill(primary.pid(), 'SIGKILL')
  // In the same tick, so that nothing starts it again.
  const over = primary.stop()
  await over
  const promoted = standby.promote()
  const away = await untilAnswered(stage)
  await promoted
  await sleep(SECONDS_OF_LOAD * 1000)
  report('primary PostgreSQL killed under load, standby promoted', {
    ...(await load.settle()),
    'seconds away at most': Math.max(...away),
  })
}

/** Seconds until each console answers a person's read of the database again. */
function untilAnswered({ origins, people }: Stage): Promise<number[]> {
  const since = performance.now()
  return Promise.all(
    origins.map(async (at) => {
      for (;;) {
        const reply = await people.requester
          .send('requests.inbox', {}, { at, key: randomUUID() })
          .catch(() => undefined)
        const seconds = (performance.now() - since) / 1000
        if (reply?.status === 200) return Math.round(seconds * 10) / 10
        if (seconds > 60) return 60
        await sleep(100)
      }
    }),
  )
}
