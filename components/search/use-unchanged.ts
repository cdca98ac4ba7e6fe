'use client'
import { useMemo } from 'react'

const seen = new Map<string, { print: string; since: string }>()

/**
 * Since when this tab has seen something as it is now (ISO): Atlas does not say when a state began. `print` is a text that
 * is equal as long as nothing changes, `asOf` the time of the reading.
 */
export function useUnchangedSince(key: string, print: string, asOf: string): string {
  // biome-ignore lint/correctness/useExhaustiveDependencies: later readings of the same do not move the beginning
  return useMemo(() => {
    const known = seen.get(key)
    if (known?.print === print) return known.since
    seen.set(key, { print, since: asOf })
    return asOf
  }, [key, print])
}
