'use client'
import { useCallback, useEffect, useState } from 'react'
import { serverNow } from '@/lib/client/clock'
import type { Pasted } from './paste/pieces'
import { languageOf, readPasted } from './paste/read'
import type { readStructured } from './paste/structured'

const NOT_LOADED =
  'This format could not be read because a part of the page did not load. Reload the page.'

/** Reads pasted text. The parser of JSON and YAML is loaded on demand; undefined until then. */
export function usePasted(text: string): (text: string) => Pasted | undefined {
  const [structured, setStructured] = useState<{ read: typeof readStructured }>()
  const [isMissing, setMissing] = useState(false)
  const isNeeded = languageOf(text) !== undefined && !structured

  useEffect(() => {
    if (!isNeeded) return
    let isLeft = false
    import('./paste/structured').then(
      (module) => {
        if (!isLeft) setStructured({ read: module.readStructured })
      },
      () => {
        if (!isLeft) setMissing(true)
      },
    )
    return () => {
      isLeft = true
    }
  }, [isNeeded])

  return useCallback(
    (some) =>
      readPasted(some, serverNow(), structured?.read) ??
      (isMissing
        ? { entries: [], bad: [{ line: 1, text: some.slice(0, 60), why: NOT_LOADED }], repeated: 0 }
        : undefined),
    [structured, isMissing],
  )
}
