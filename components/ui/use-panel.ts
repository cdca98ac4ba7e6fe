'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { writesAddress } from '@/lib/client/address'
import { useAddress } from '@/lib/client/use-address'

const isInAddress = (key: string) => new URLSearchParams(location.search).has(key)

/**
 * Which form of a page is open, kept in the URL under `key`. After `open`, the Back button closes it. `close` goes back
 * itself, so that Back does not reopen it; a form opened by a link is removed from the URL instead. `which` names its
 * subject (under `whichKey`).
 */
export function usePanel<const Kind extends string>(
  kinds: readonly Kind[],
  { key = 'panel', whichKey = 'which' }: { key?: string; whichKey?: string } = {},
) {
  const { get, set } = useAddress()
  const kind = kinds.find((known) => known === get(key)) ?? null
  /** Whether the previous history entry is the page without the form. */
  const hasStep = useRef(false)
  const goingBack = useRef<Promise<unknown>>(undefined)
  // The URL updates a moment later. Until then the form must not react.
  const [isClosed, setClosed] = useState(false)
  if (isClosed && kind === null) setClosed(false)
  useEffect(() => {
    if (kind === null) hasStep.current = false
  }, [kind])

  const open = useCallback(
    async (next: Kind, about: string | null = null) => {
      await goingBack.current
      hasStep.current = true
      set({ [key]: next, [whichKey]: about }, { push: true })
    },
    [set, key, whichKey],
  )

  /** Resolves when the URL is updated. Await it before navigating. */
  const close = useCallback(async () => {
    if (goingBack.current) return goingBack.current
    if (!hasStep.current || !isInAddress(key)) {
      hasStep.current = false
      set({ [key]: null, [whichKey]: null })
      return
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
  }, [set, key, whichKey])

  return { panel: isClosed ? null : kind, which: get(whichKey), open, close }
}
