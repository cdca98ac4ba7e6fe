import { startTransition } from 'react'
import { inSlices } from '@/lib/client/in-slices'
import { relationsOf } from '@/lib/format/address'
import { type AccessRow, entryValue } from '@/lib/ops/access-list'
import { type Entry, entryOf } from './entries'

/** Hands over what `toEntries` gives, worked out in short tasks. Stops without it when the signal is aborted. */
export async function longEntries(
  rows: readonly AccessRow[],
  now: number,
  signal: AbortSignal,
  done: (entries: Entry[]) => void,
): Promise<void> {
  const byValue = new Map<string, AccessRow[]>()
  await inSlices(rows, signal, (row) => {
    const value = entryValue(row)
    const same = byValue.get(value)
    if (same) same.push(row)
    else byValue.set(value, [row])
  })
  if (signal.aborted) return
  const relations = relationsOf([...byValue.keys()].filter((v) => v !== '?'))
  const entries: Entry[] = []
  await inSlices(byValue, signal, ([value, same]) => {
    entries.push(entryOf(value, same, relations.get(value), now))
  })
  if (!signal.aborted) startTransition(() => done(entries))
}
