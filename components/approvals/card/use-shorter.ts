'use client'
import { useState } from 'react'

/**
 * How long an approval is for, in minutes: as asked, until shortened; null for what has no length. A new revision starts
 * from what it asks.
 */
export function useShorter(asked: number | null, digest: string) {
  const [chosen, setChosen] = useState<{ minutes: number; digest: string }>()
  const minutes =
    asked !== null && chosen?.digest === digest ? Math.min(chosen.minutes, asked) : asked
  return {
    minutes,
    asked,
    isShorter: minutes !== asked,
    /** Never longer than asked, never under a minute. */
    shorten: (to: number) => {
      if (asked !== null) setChosen({ minutes: Math.max(1, Math.min(to, asked)), digest })
    },
  }
}
export type Shorter = ReturnType<typeof useShorter>
