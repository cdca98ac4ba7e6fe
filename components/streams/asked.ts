'use client'
import { useSyncExternalStore } from 'react'

/** Atlas has no word for "is stopping": what was asked for here is remembered until the state changes. */
export type Asked = { verb: 'start' | 'stop'; from: string; until: number }

/** As long as Atlas's own clients wait for a processor to stop or start (180 s). */
const PATIENCE_MS = 180_000

const asked = new Map<string, Asked>()
const listeners = new Set<() => void>()

/** Remembers that a processor in the state `from` was asked to start or stop. */
export function rememberAsked(key: string, verb: Asked['verb'], from: string): void {
  asked.set(key, { verb, from, until: Date.now() + PATIENCE_MS })
  for (const tell of listeners) tell()
}

const subscribe = (tell: () => void) => {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** What a processor was asked for and has not done yet: by its key and the state it is in now. */
export function useAsked(key: string, state: string | null | undefined): Asked['verb'] | undefined {
  const found = useSyncExternalStore(
    subscribe,
    () => asked.get(key),
    () => undefined,
  )
  return found && found.from === state && found.until > Date.now() ? found.verb : undefined
}
