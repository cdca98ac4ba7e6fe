import { OpError } from '@/lib/ops/failure'

type Waiting = { start: () => void; signal: AbortSignal | undefined }

/**
 * Lets few calls run at a time; who left while waiting is skipped. Asked to slow down, everybody waits as long as was
 * said. `most`: how many at once.
 */
export function fewAtATime(most: number) {
  const line: Waiting[] = []
  let running = 0
  let heldUntil = 0

  const next = () => {
    const wait = heldUntil - Date.now()
    if (wait > 0) return void setTimeout(next, wait)
    while (running < most) {
      const first = line.shift()
      if (!first) return
      if (first.signal?.aborted) continue
      running += 1
      first.start()
    }
  }

  return async function inLine<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      line.push({ start: resolve, signal })
      next()
    })
    try {
      return await work()
    } catch (error) {
      if (error instanceof OpError && error.kind === 'slow-down')
        heldUntil = Date.now() + (error.failure.retryAfterSeconds ?? 5) * 1000
      throw error
    } finally {
      running -= 1
      next()
    }
  }
}
