import { whenLoaded } from '@/lib/client/when-loaded'

/**
 * Starts something of after-load.ts after everything that the first paint needs. Returns how to stop it: an effect. If the
 * code does not load, the page works without.
 */
export function whenIdle(start: (late: typeof import('./after-load')) => () => void): () => void {
  let stop: (() => void) | undefined
  let isGone = false
  void whenLoaded()
    .then(() => import('./after-load'))
    .then((late) => {
      if (!isGone) stop = start(late)
    })
    .catch(() => undefined)
  return () => {
    isGone = true
    stop?.()
  }
}
