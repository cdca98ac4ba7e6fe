import { EventEmitter } from 'node:events'

const store = globalThis as typeof globalThis & { gatehouseNudge?: EventEmitter }
store.gatehouseNudge ??= new EventEmitter()

/** Wakes the executor of this process for a new effect. Other processes find it within a second. */
export const wakeExecutor = () => store.gatehouseNudge?.emit('effect')

/** Resolves at the next wake-up, or after that many milliseconds. */
export const untilWoken = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      store.gatehouseNudge?.off('effect', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    store.gatehouseNudge?.on('effect', done)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
