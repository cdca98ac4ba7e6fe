import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { eraseRequested } from '@/lib/audit/erase'
import { count } from '@/lib/format/words'
import type { OnStop } from './command'

const LOOK_MS = 3_000

/** Carries out the erasures that admins request, as the owner of the tables, until stopped. The console cannot delete text. */
export function watchErasures(ownerUrl: string, say: (line: string) => void, onStop: OnStop): void {
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => undefined, idle_timeout: 10 })
  const stop = new AbortController()
  let told = ''
  const watch = async () => {
    while (!stop.signal.aborted) {
      try {
        const done = await eraseRequested(owner)
        if (done > 0) say(`Erased the text of ${count(done, 'person', 'people')}.`)
        told = ''
      } catch (error) {
        // The database may be restarting. The same error is printed once.
        const why = String(error)
        if (why !== told) say(`Erasures of personal text wait: ${why}`)
        told = why
      }
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const watching = watch()
  onStop(async () => {
    stop.abort()
    await watching
    await owner.end({ timeout: 2 })
  })
}
