import { useSyncExternalStore } from 'react'

/** Whether the browser says that it has no network. It may be wrong the other way round. */
export const isOffline = (): boolean => typeof navigator !== 'undefined' && !navigator.onLine

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** The same for a component, as it changes; false on the server. */
export const useOffline = (): boolean => useSyncExternalStore(subscribe, isOffline, () => false)

/** Resolves at once, or when the browser has a network again. Only for reading: nothing is sent after waiting. */
export const online = () =>
  new Promise<void>((resolve) => {
    if (!isOffline()) resolve()
    else window.addEventListener('online', () => resolve(), { once: true })
  })
