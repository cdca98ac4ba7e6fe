'use client'
import { useMemo, useState } from 'react'
import { millis } from '@/lib/format/time'
import type { Entry } from './entries'

type Kept = Pick<Entry, 'value' | 'comment' | 'endsAt'>
export type Gone = Kept & { why: 'ended' | 'removed' }

export type Drift = {
  fresh: ReadonlySet<string>
  changed: ReadonlySet<string>
  gone: readonly Gone[]
  /** Values that this page is about to change itself. */
  mine: (values: readonly string[]) => void
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

  return {
    ...found,
    gone: found.gone.map((k) => ({
      ...k,
      why: (millis(k.endsAt) ?? Number.POSITIVE_INFINITY) <= now ? 'ended' : 'removed',
    })),
    mine: (values) => setOwn((was) => new Set([...was, ...values])),
    dismiss: () => {
      setKnown(entries && snapshot(entries))
      setOwn(new Set())
    },
  }
}
