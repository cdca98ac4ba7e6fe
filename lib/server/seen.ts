import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from '@/lib/ops/define'
import type { Place } from './decide'
import { type Result, readBack } from './perform'

/** Milliseconds before each look: reads of Atlas's may lag behind a change. */
const LOOKS = [0, 300, 700, 1_500, 2_500, 4_000]
/** After this many reads that fail, more would hardly tell more. */
const MOST_UNREAD = 3

/** `accepted`: Atlas took it, and what it does then takes long or cannot be read. */
export type Seen = Omit<Result, 'outcome'> & { outcome: Result['outcome'] | 'accepted' }

type Sent = {
  op: Command
  input: Record<string, unknown>
  place: Place | undefined
  /** The body. */
  value: unknown
  sentAt: Date
  requestId: string
}

/**
 * What a call came to, by reading what it was to change. An unanswered call is done when the change is there. One that
 * Atlas took is done when it shows; when it does not within about 10 s its outcome is unknown, or accepted where the
 * description says that the work takes longer or the reads fail.
 */
export async function seen(sent: Sent, result: Result): Promise<Seen> {
  const { op } = sent
  if (!op.readBack || op.readBack.acceptedIsDone) return result
  const takesLong = op.readBack.showsWithinMs !== undefined
  const looks = result.outcome === 'done' && !takesLong ? LOOKS : LOOKS.slice(0, 1)
  let wasRead = false
  let unread = 0
  for (const pause of looks) {
    if (pause > 0) await sleep(pause)
    const verdict = await verdictNow(sent)
    if (verdict === 'done') return { ...result, outcome: 'done' }
    if (verdict !== undefined) wasRead = true
    else if (++unread === MOST_UNREAD) break
  }
  if (result.outcome === 'unknown') return result
  // Atlas's word alone: it took the call, and what it did cannot be read.
  return { ...result, outcome: takesLong || !wasRead ? 'accepted' : 'unknown' }
}

/** Undefined when it cannot be read. */
async function verdictNow({ op, input, place, value, sentAt, requestId }: Sent) {
  if (!op.readBack) return undefined
  try {
    const answer = await readBack(op.readBack.read(input), place, requestId)
    return op.readBack.verdict(answer, input, value, sentAt)
  } catch {
    return undefined
  }
}
