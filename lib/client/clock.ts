/**
 * The server's time in the browser, because countdowns must not depend on the local clock. Every response corrects it by
 * its Date header; one timer serves all countdowns.
 */

let offset = 0
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/** Milliseconds since 1970, by the server's clock. */
export const serverNow = (): number => Date.now() + offset

/** Corrects the clock from a response: when it was requested and received, and its Date header. */
export function correctClock(date: string | null, sentAt: number, receivedAt: number): void {
  const said = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(said)) return
  const measured = said + 500 - (sentAt + receivedAt) / 2
  // The header has a resolution of one second, so ignore smaller differences.
  if (Math.abs(measured - offset) > 1500) offset = measured
}

/** Calls back every second while there are listeners. */
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
