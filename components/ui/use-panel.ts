'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { writesAddress } from '@/lib/client/address'
import { useAddress } from '@/lib/client/use-address'

const isInAddress = (key: string) => new URLSearchParams(location.search).has(key)

/**
 * What a dialog or sheet of a page shows, kept in the URL under `key`; null while it is closed. After `show`, the Back
 * button closes it. `hide` goes back itself, so that Back does not reopen it; one opened by a link is removed from the URL
 * instead. Await `hide` before navigating.
 */
export function useShown(key: string) {
  const { get, set } = useAddress()
  const shown = get(key)
  /** Whether the previous history entry is the page without it. */
  const hasStep = useRef(false)
  const goingBack = useRef<Promise<unknown>>(undefined)
  /** What came with it in the URL. */
  const also = useRef<readonly string[]>([])
  // The URL updates a moment later. Until then the form must not react.
  const [isClosed, setClosed] = useState(false)
  if (isClosed && shown === null) setClosed(false)
  useEffect(() => {
    if (shown === null) hasStep.current = false
  }, [shown])

  const show = useCallback(
    async (next: string, more: Readonly<Record<string, string | null>> = {}) => {
      await goingBack.current
      hasStep.current = true
      // The router may not have noticed yet that it was closed.
      setClosed(false)
      also.current = Object.keys(more)
      set({ [key]: next, ...more })
    },
    [set, key],
  )

  /** Resolves when the URL is updated. `more` are other parameters to remove. */
  const hide = useCallback(
    async (more: readonly string[] = also.current) => {
      if (goingBack.current) return goingBack.current
      if (!hasStep.current || !isInAddress(key)) {
        hasStep.current = false
        set(Object.fromEntries([key, ...more].map((one) => [one, null])), { replace: true })
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
    },
    [set, key],
  )

  return { shown: isClosed ? null : shown, show, hide }
}

/** Which form of a page is open: see `useShown`. `which` names its subject (under `whichKey`). */
export function usePanel<const Kind extends string>(
  kinds: readonly Kind[],
  { key = 'panel', whichKey = 'which' }: { key?: string; whichKey?: string } = {},
) {
  const { get } = useAddress()
  const { shown, show, hide } = useShown(key)
  return {
    panel: kinds.find((known) => known === shown) ?? null,
    which: get(whichKey),
    open: useCallback(
      (next: Kind, about: string | null = null) => show(next, { [whichKey]: about }),
      [show, whichKey],
    ),
    close: useCallback(() => hide([whichKey]), [hide, whichKey]),
  }
}

/** Which button of a page shows the form that the URL names. A header and an empty list can have the same one. */
const owners = new Map<string, object>()

/** Whether the form of a button is open, kept in the URL under its name. */
export function useNamedForm(name: string) {
  const { shown, show, hide } = useShown('form')
  const [me] = useState(() => ({}))
  const [isOwner, setOwner] = useState(false)
  const isNamed = shown === name
  useEffect(() => {
    if (!isNamed) return
    const owner = owners.get(name) ?? me
    owners.set(name, owner)
    setOwner(owner === me)
    return () => {
      if (owners.get(name) === me) owners.delete(name)
    }
  }, [isNamed, name, me])
  return {
    isOpen: isNamed && isOwner,
    open: () => {
      owners.set(name, me)
      void show(name)
    },
    close: () => void hide(),
  }
}

/**
 * What a dialog works on while `key` is in the URL: the value as it was first seen, although newer reads change it or no
 * longer have it. Undefined while the dialog is closed or nothing was seen.
 */
export function useFirstSeen<T>(key: string | null, value: T | undefined): T | undefined {
  const [kept, setKept] = useState<{ key: string; value: T }>()
  if (key !== null && value !== undefined && kept?.key !== key) setKept({ key, value })
  if (key === null && kept) setKept(undefined)
  return kept?.key === key ? kept?.value : undefined
}
