'use client'
import { createContext, useContext, useSyncExternalStore } from 'react'
import { inZone } from '@/lib/format/time'

const Zone = createContext('UTC')
/** The time zone in which the pages below show times. */
export const ZoneProvider = Zone.Provider

/** The reader's time zone, as an IANA name. */
export const useZone = (): string => useContext(Zone)

/** Writes a time in the reader's zone: `21 Nov 2026, 18:00 CET`. */
export function useExactTime() {
  const timeZone = useZone()
  return (at: string | number | Date, { seconds = false } = {}): string =>
    inZone(at, { seconds, timeZone })
}

const never = () => () => {}
const browserZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** The browser's own zone; while the page starts, the one that the server rendered. */
export const useBrowserZone = (rendered: string): string =>
  useSyncExternalStore(never, browserZone, () => rendered)

let current = 'UTC'
/** For event handlers: the reader's zone. */
export const readerZone = (): string => current
export function setReaderZone(zone: string): void {
  current = zone
}
