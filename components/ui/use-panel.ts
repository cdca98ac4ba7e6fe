'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback, useEffect, useRef, useState } from 'react'
import { writesAddress } from '@/lib/client/address'

const isInAddress = (key: string) => new URLSearchParams(location.search).has(key)

/**
 * Which form of a page is open, kept in the address under `key`: a link opens it, and so does `open`, after which Back
 * closes it. `close` takes that step back itself, so that Back does not open it again; a form that a link opened has no
 * such step and is taken out of the address. `which` says what it is about (under `whichKey`).
 */
export function usePanel<const Kind extends string>(
  kinds: readonly Kind[],
  { key = 'panel', whichKey = 'which' }: { key?: string; whichKey?: string } = {},
) {
  const [{ kind, which }, set] = useQueryStates(
    { kind: parseAsStringLiteral(kinds), which: parseAsString },
    { urlKeys: { kind: key, which: whichKey } },
  )
  /** Whether the step before this one in the browser's history is the page without the form. */
  const hasStep = useRef(false)
  const goingBack = useRef<Promise<unknown>>(undefined)
  // The address follows a moment later: until then nothing in the form can be pressed again.
  const [isClosed, setClosed] = useState(false)
  if (isClosed && kind === null) setClosed(false)
  useEffect(() => {
    if (kind === null) hasStep.current = false
  }, [kind])

  const open = useCallback(
    async (next: Kind, about: string | null = null) => {
      await goingBack.current
      hasStep.current = true
      const written = set({ kind: next, which: about }, { history: 'push' })
      writesAddress(written)
    },
    [set],
  )

  /** Settles when the address is written: wait for it before going to another page. */
  const close = useCallback(async () => {
    if (goingBack.current) return goingBack.current
    if (!hasStep.current || !isInAddress(key)) {
      hasStep.current = false
      const written = set(null, { history: 'replace' })
      writesAddress(written)
      return written
    }
    hasStep.current = false
    setClosed(true)
    const back = new Promise((resolve) =>
      window.addEventListener('popstate', resolve, { once: true }),
    ).then(() => {
      goingBack.current = undefined
    })
    goingBack.current = back
    writesAddress(back)
    window.history.back()
    return back
  }, [set, key])

  return { panel: isClosed ? null : kind, which, open, close }
}
