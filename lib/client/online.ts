import { useSyncExternalStore } from 'react'

/** Whether the browser reports no network. It may report one that doesn't work. */
export const isOffline = (): boolean => typeof navigator !== 'undefined' && !navigator.onLine

const subscribe = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** The same as a hook; false on the server. */
export const useOffline = (): boolean => useSyncExternalStore(subscribe, isOffline, () => false)

/** Resolves when the browser is online. Only for loading code and data: commands are never sent after waiting. */
export const online = () =>
  new Promise<void>((resolve) => {
    if (!isOffline()) resolve()
    else window.addEventListener('online', () => resolve(), { once: true })
  })
