'use client'
import { useEffect, useMemo, useState } from 'react'
import type { AccessRow } from '@/lib/ops/access-list'
import { type Entry, toEntries } from './entries'

/** Atlas allows 200. Longer lists would keep the browser, or the server, from doing anything else. */
const LONG_FROM = 500

/** The entries of a list; undefined until it is read, and until a long one is worked out. `now` in milliseconds. */
export function useEntries(
  rows: readonly AccessRow[] | undefined,
  now: number,
): Entry[] | undefined {
  const isLong = rows && rows.length > LONG_FROM
  const [long, setLong] = useState<Entry[]>()
  useEffect(() => {
    if (!isLong) return
    const left = new AbortController()
    void import('./long-entries').then((m) => m.longEntries(rows, now, left.signal, setLong))
    return () => left.abort()
  }, [rows, isLong, now])
  const short = useMemo(
    () => (rows && !isLong ? toEntries(rows, now) : undefined),
    [rows, isLong, now],
  )
  return isLong ? long : short
}
