'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { onTick, serverNow } from './clock'

/** When the server rendered the page: what the first render in the browser must agree with. */
const RenderedAt = createContext(0)
export const RenderedAtProvider = RenderedAt.Provider

/**
 * Now by the server's clock, in milliseconds, re-rendering each `every` milliseconds (a whole number of seconds;
 * default one second).
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

/** False in what the server renders and in the first render over it, then true: for what the server cannot know. */
export const useIsAwake = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
