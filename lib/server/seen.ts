import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from '@/lib/ops/define'
import type { Place } from './decide'
import { type Result, readBack } from './perform'

/** Milliseconds before each read, because Atlas's reads can lag behind a change. */
const LOOKS = [0, 300, 700, 1_500, 2_500, 4_000]
/** After this many failed reads, give up. */
const MOST_UNREAD = 3

/** `accepted`: Atlas accepted it, and its work takes longer or can't be read. */
export type Seen = Omit<Result, 'outcome'> & { outcome: Result['outcome'] | 'accepted' }

type Sent = {
  op: Command
  input: Record<string, unknown>
  place: Place | undefined
  /** The body. */
  value: unknown
  sentAt: Date
  requestId: string
  /** It reads the state itself, so it does not wait until an accepted change shows. */
  isClient?: boolean
}

/**
 * The outcome of a call, by reading it back. An unanswered or accepted call is done when the change shows. If an accepted
 * call does not show within about 10 s, the outcome is `unknown`, or `accepted` if the description has `accepted` or the
 * reads fail.
 */
export async function seen(sent: Sent, result: Result): Promise<Seen> {
  const { op } = sent
  if (!op.readBack || (op.readBack.acceptedIsDone && result.outcome === 'done')) return result
  const takesLong = op.readBack.showsWithinMs !== undefined
  const isPatient = result.outcome === 'done' && !takesLong && !sent.isClient
  const looks = isPatient ? LOOKS : LOOKS.slice(0, 1)
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
  // Only the answer is known: Atlas accepted the call, and its result can't be read.
  return { ...result, outcome: takesLong || !wasRead || sent.isClient ? 'accepted' : 'unknown' }
}

/** Undefined when it can't be read. */
async function verdictNow({ op, input, place, value, sentAt, requestId }: Sent) {
  if (!op.readBack) return undefined
  try {
    const answer = await readBack(op.readBack.read(input), place, requestId)
    return op.readBack.verdict(answer, input, value, sentAt)
  } catch {
    return undefined
  }
}
