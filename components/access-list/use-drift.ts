'use client'
import { useMemo, useState } from 'react'
import { useSent } from '@/lib/client/sent'
import { millis } from '@/lib/format/time'
import { addressesIn, type Entry } from './entries'

type Kept = Pick<Entry, 'value' | 'comment' | 'endsAt'>
type Gone = Kept & { why: 'ended' | 'removed' }

export type Drift = {
  isAny: boolean
  fresh: ReadonlySet<string>
  changed: ReadonlySet<string>
  gone: readonly Gone[]
  /** Compares with the current list from now on. */
  dismiss: () => void
}

const snapshot = (entries: readonly Entry[]): ReadonlyMap<string, Kept> =>
  new Map(entries.map((e) => [e.value, e]))

/** What changed in the list since the page was opened, by others or by expiry. `now` in milliseconds. */
export function useDrift(entries: readonly Entry[] | undefined, now: number): Drift {
  const [known, setKnown] = useState<ReadonlyMap<string, Kept>>()
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set())
  if (!known && entries) setKnown(snapshot(entries))
  useSent((op, input) => {
    const mine = addressesIn(op, input)
    if (mine.length > 0) setOwn((was) => new Set([...was, ...mine]))
  })

  const found = useMemo(() => {
    const fresh = new Set<string>()
    const changed = new Set<string>()
    const present = new Set<string>()
    for (const entry of entries ?? []) {
      present.add(entry.value)
      const before = known?.get(entry.value)
      if (!known || own.has(entry.value)) continue
      if (!before) fresh.add(entry.value)
      else if (before.comment !== entry.comment || before.endsAt !== entry.endsAt)
        changed.add(entry.value)
    }
    const gone = entries
      ? [...(known?.values() ?? [])].filter((k) => !present.has(k.value) && !own.has(k.value))
      : []
    return { fresh, changed, gone }
  }, [entries, known, own])

  return useMemo(
    () => ({
      ...found,
      isAny: found.fresh.size + found.changed.size + found.gone.length > 0,
      gone: found.gone.map((k) => ({
        ...k,
        why: (millis(k.endsAt) ?? Number.POSITIVE_INFINITY) <= now ? 'ended' : 'removed',
      })),
      dismiss: () => {
        setKnown(entries && snapshot(entries))
        setOwn(new Set())
      },
    }),
    [found, entries, now],
  )
}
