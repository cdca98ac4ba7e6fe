import { perProcess } from '@/lib/atlas/per-process'
import type { Person } from '../person'
import type { GatewayAnswer } from './call'
import { Refused } from './refusal'

/** Calls of one caller at once. Each can hold its body and a part of its answer in memory. */
export const MOST_OPEN = 100

const open = perProcess('gatehouseOpenCalls', () => new Map<string, number>())

/** Counts a call as open. Returns a function that ends it, once. @throws Refused for too many */
export function opened({ iss, sub }: Pick<Person, 'iss' | 'sub'>): () => void {
  const key = `${iss} ${sub}`
  const now = open().get(key) ?? 0
  if (now >= MOST_OPEN)
    throw new Refused(
      403,
      'GATEHOUSE_BUDGET',
      `This credential has ${MOST_OPEN} calls open at once, which is the most. Wait for some of them to end. Nothing was sent to Atlas.`,
    )
  open().set(key, now + 1)
  let isOpen = true
  return () => {
    if (!isOpen) return
    isOpen = false
    const left = (open().get(key) ?? 1) - 1
    if (left > 0) open().set(key, left)
    else open().delete(key)
  }
}

/** The answer, with `end` called when its last byte was read, or when the client leaves. */
export function endingWith(answer: GatewayAnswer, end: () => void, gone: AbortSignal) {
  const { body } = answer
  if (Buffer.isBuffer(body) || gone.aborted) {
    end()
    return answer
  }
  gone.addEventListener('abort', end)
  return { ...answer, body: passed(body, end) }
}

async function* passed(body: AsyncIterable<Uint8Array>, end: () => void) {
  try {
    yield* body
  } finally {
    end()
  }
}
