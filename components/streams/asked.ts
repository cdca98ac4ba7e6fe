'use client'
import { useEffect, useSyncExternalStore } from 'react'

/** A processor as it was when somebody asked here for it to start or stop. */
export type Asked = {
  verb: 'start' | 'stop'
  from: string
  /** Why it had failed by then. */
  failure: string | undefined
  until: number
}

/** As long as Atlas's own clients wait for a processor to stop or start. */
const PATIENCE_MS = 180_000
/** After that a failed processor that still shows the same failure has failed again. */
const FAILED_PATIENCE_MS = 45_000

const asked = new Map<string, Asked>()
const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

/** Remembers that a processor was asked to start or stop: Atlas has no state for the time until it does. */
export function rememberAsked(
  key: string,
  verb: Asked['verb'],
  from: string,
  failure?: string,
): void {
  const patience = from === 'FAILED' ? FAILED_PATIENCE_MS : PATIENCE_MS
  asked.set(key, { verb, from, failure, until: Date.now() + patience })
  tell()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The pending request of a processor, by its key and what it shows now. */
export function useAsked(
  key: string,
  state: string | null | undefined,
  failure?: string,
): Asked['verb'] | undefined {
  const found = useSyncExternalStore(
    subscribe,
    () => asked.get(key),
    () => undefined,
  )
  const isSame = found?.from === state && found?.failure === failure
  useEffect(() => {
    if (!found || state === undefined) return
    const end = () => {
      if (asked.get(key) !== found) return
      asked.delete(key)
      tell()
    }
    if (!isSame) return end()
    // Nothing else may render again when the time is over.
    const timer = setTimeout(end, Math.max(0, found.until - Date.now()))
    return () => clearTimeout(timer)
  }, [found, isSame, key, state])
  return found && isSame ? found.verb : undefined
}
