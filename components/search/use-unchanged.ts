'use client'
import { useEffect, useState } from 'react'

/** In the browser only: on the server it would be shared by everybody. */
const seen = new Map<string, { print: string; since: string }>()

/**
 * Since when this tab has seen something as it is now (ISO): Atlas does not say when a state began. `print` is a text that
 * is equal as long as nothing changes, `asOf` the time of the reading.
 */
export function useUnchangedSince(key: string, print: string, asOf: string): string {
  const [since, setSince] = useState(asOf)
  // biome-ignore lint/correctness/useExhaustiveDependencies: later readings of the same do not move the beginning
  useEffect(() => {
    const known = seen.get(key)
    const begun = known?.print === print ? known.since : asOf
    seen.set(key, { print, since: begun })
    setSince(begun)
  }, [key, print])
  return since
}
