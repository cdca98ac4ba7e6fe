import { EventEmitter } from 'node:events'
import { perProcess } from '@/lib/atlas/per-process'

const nudge = perProcess('gatehouseNudge', () => new EventEmitter())

/** Wakes the executor of this process for a new effect. Other processes find it within a second. */
export const wakeExecutor = () => nudge().emit('effect')

/** Whether an executor of this process would notice. */
export const isExecutorWaiting = (): boolean => nudge().listenerCount('effect') > 0

/** Resolves at the next wake-up, or after that many milliseconds. */
export const untilWoken = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      nudge().off('effect', done)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    nudge().on('effect', done)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
