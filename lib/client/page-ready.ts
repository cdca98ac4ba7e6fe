import { whenLoaded } from './when-loaded'

let resolveReady: () => void

/**
 * Resolves when the whole page is hydrated. React hydrates its parts one after the other, each with what is cached by then: an
 * answer that arrives in between would differ from the server's HTML. Pages without a `PageTitle` are ready once loaded.
 */
export const pageReady = new Promise<void>((resolve) => {
  resolveReady = resolve
})

/** For an effect of the part of a page that hydrates last. */
export const setPageReady = (): void => resolveReady()

if (typeof window === 'undefined') setPageReady()
else void whenLoaded().then(setPageReady)
