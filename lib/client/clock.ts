/**
 * The server's time, in the browser: countdowns must not trust the clock of a laptop. Every answer corrects it (its Date
 * header holds seconds); one timer serves everything that ticks.
 */

let offset = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Milliseconds since 1970, by the server's clock. */
export const serverNow = (): number => Date.now() + offset

/** Learns the server's clock from an answer: when the request left, when the answer came, and what the server said. */
export function correctClock(date: string | null, sentAt: number, receivedAt: number): void {
  const said = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(said)) return
  const measured = said + 500 - (sentAt + receivedAt) / 2
  // The header is cut to a second: smaller differences are its grain, not drift.
  if (Math.abs(measured - offset) > 1500) offset = measured
}

/** Calls back each second while anything listens. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}
