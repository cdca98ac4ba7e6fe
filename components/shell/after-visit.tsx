'use client'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import { whenLoaded } from '@/lib/client/when-loaded'
import { OPEN } from '@/lib/routes'

/** Remembers the page among the recent places, and opens the form that its URL asks for. */
export function AfterVisit() {
  const pathname = usePathname()
  const subject = useMe()?.subject
  const { get, set } = useAddress()
  const op = get(OPEN)
  useEffect(() => {
    if (subject === undefined) return
    let stop: (() => void) | undefined
    let isGone = false
    void whenLoaded()
      .then(() => import('./remember-visit'))
      .then(({ rememberVisit }) => {
        if (!isGone) stop = rememberVisit(subject, pathname)
      })
      .catch(() => undefined)
    return () => {
      isGone = true
      stop?.()
    }
  }, [subject, pathname])
  useEffect(() => {
    if (op === null) return
    let stop: (() => void) | undefined
    let isGone = false
    void whenLoaded()
      .then(() => import('./open-form'))
      .then(({ openForm }) => {
        if (!isGone) stop = openForm(op, () => set({ [OPEN]: null }))
      })
      .catch(() => undefined)
    return () => {
      isGone = true
      stop?.()
    }
  }, [op, set])
  return null
}
