import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { staleHere } from './call-atlas'
import { answers } from './connections'
import { open } from './database'
import { log } from './log'
import {
  CHANNEL,
  hearing,
  isDeaf,
  type Notice,
  notice,
  tellReplicas,
  thisReplica,
} from './replicas'
import { forget, forgetAll, forgetPerson } from './session'

const BEAT_MS = 1_500

/**
 * Listens to the notices of all replicas until the signal aborts. A beat to itself shows that the connection works.
 * @throws Error when it does not, so that the caller connects again
 */
export async function hearReplicas(signal: AbortSignal): Promise<void> {
  const self = randomUUID()
  const client = open(process.env.DATABASE_URL ?? '', 1)
  try {
    await client.listen(CHANNEL, (text) => take(text, self), missed)
    hearing().heardAt = performance.now()
    while (!signal.aborted) {
      await tellReplicas({ beat: self })
      await sleep(BEAT_MS, undefined, { signal }).catch(() => {})
      if (isDeaf()) throw new Error('PostgreSQL delivers no notices to this replica.')
    }
  } finally {
    await client.end({ timeout: 1 })
  }
}

function take(text: string, self: string): void {
  const told = read(text)
  if (told?.beat === self) hearing().heardAt = performance.now()
  // Its own notice comes late: it would drop what was read since the change.
  if (told?.stale && told.stale.by !== thisReplica()) staleHere(told.stale.ops, told.stale.groups)
  for (const id of told?.sessions ?? []) forget(id)
  if (told?.person) forgetPerson(told.person)
}

function read(text: string): Notice | undefined {
  try {
    return notice.parse(JSON.parse(text))
  } catch (error) {
    // A later version may send more.
    log.warn('A notice of another replica can’t be read', { error: String(error) })
    missed()
    return undefined
  }
}

/** Notices were lost while this replica was not connected. */
function missed(): void {
  answers().stale(() => true)
  forgetAll()
}
