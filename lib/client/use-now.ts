'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { onTick, serverNow } from './clock'

/** The server's render time, which the first client render must match. */
const RenderedAt = createContext(0)
export const RenderedAtProvider = RenderedAt.Provider

/**
 * The server's current time in milliseconds. Re-renders every `every` milliseconds (whole seconds; default one second).
 */
export function useNow(every = 1000): number {
  const renderedAt = useContext(RenderedAt)
  const floor = (at: number) => Math.floor(at / every) * every
  return useSyncExternalStore(
    onTick,
    () => floor(serverNow()),
    () => floor(renderedAt),
  )
}

const never = () => () => {}

/** False on the server and during hydration, then true. For what the server can't know. */
export const useIsAwake = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
