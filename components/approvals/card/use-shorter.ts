'use client'
import { useState } from 'react'

/**
 * The approved duration in minutes: the requested one until shortened, null for requests without one. A new revision
 * resets it.
 */
export function useShorter(asked: number | null, digest: string) {
  const [chosen, setChosen] = useState<{ minutes: number; digest: string }>()
  const minutes =
    asked !== null && chosen?.digest === digest ? Math.min(chosen.minutes, asked) : asked
  return {
    minutes,
    asked,
    isShorter: minutes !== asked,
    /** Limited to the request's duration and at least a minute. */
    shorten: (to: number) => {
      if (asked !== null) setChosen({ minutes: Math.max(1, Math.min(to, asked)), digest })
    },
  }
}
export type Shorter = ReturnType<typeof useShorter>
