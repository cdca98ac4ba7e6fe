import { whenLoaded } from './when-loaded'

let resolveReady: () => void

/**
 * Resolves when the whole page is hydrated. React hydrates its parts one after the other, each with what is cached by then: an
 * answer that arrives in between would differ from the server's HTML. A busy machine takes longer for that than for loading the
 * page. Pages without a `PageTitle` are ready once loaded.
 */
export const pageReady = new Promise<void>((resolve) => {
  resolveReady = resolve
})

/** For an effect of the part of a page that hydrates last. */
export const setPageReady = (): void => resolveReady()

/** An attribute in the server's HTML of a page, until that is hydrated. */
export const UNREADY = 'data-unready'
const POLL_MS = 500

function setOnceHydrated() {
  // A page that fails instead is removed with its HTML.
  if (document.querySelector(`[${UNREADY}]`)) setTimeout(setOnceHydrated, POLL_MS)
  else setPageReady()
}

if (typeof window === 'undefined') setPageReady()
else void whenLoaded().then(setOnceHydrated)
