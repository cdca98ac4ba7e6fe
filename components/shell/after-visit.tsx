'use client'
import { useQueryClient } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { useEffect } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import { OPEN } from '@/lib/routes'
import { whenIdle } from './when-idle'

/** Remembers the page among the recent places, and opens the form that its URL asks for. */
export function AfterVisit() {
  const pathname = usePathname()
  const subject = useMe()?.subject
  const { get, set } = useAddress()
  const op = get(OPEN)
  const client = useQueryClient()
  useEffect(
    () =>
      subject === undefined
        ? undefined
        : whenIdle(({ rememberVisit }) => rememberVisit(subject, pathname)),
    [subject, pathname],
  )
  useEffect(
    () =>
      op === null
        ? undefined
        : whenIdle(({ openForm }) =>
            openForm(op, client, () => set({ [OPEN]: null }, { replace: true })),
          ),
    [op, client, set],
  )
  return null
}
