import { onUnwatched } from '@/lib/client/unwatched'
import { keepFocus } from '../ui/focus-keeper'
import { takeFiles } from './dropped-files'
import { leaveKeysToInputMethods } from './input-methods'
import { prefetchLinks } from './prefetch-links'
import { measureVitals } from './vitals'

export { openForm } from './open-form'
export { rememberVisit } from './remember-visit'

/** Starts what every page does in the background. Returns a function that stops it. */
export function startBackground(router: { prefetch(href: string): void }): () => void {
  measureVitals()
  const stops = [
    keepFocus(),
    prefetchLinks(router.prefetch),
    takeFiles(),
    leaveKeysToInputMethods(),
    onUnwatched(({ says, requestId, error }) => {
      void import('../ops/tell').then(({ say, sayFailure }) =>
        error
          ? sayFailure(error)
          : say('Done', { detail: says, ...(requestId ? { requestId } : {}) }),
      )
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
