import { startTransition } from 'react'
import { inSlices } from '@/lib/client/in-slices'
import { namedBlock, relationsAmong } from '@/lib/format/address'
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
  const blocks: NonNullable<ReturnType<typeof namedBlock>>[] = []
  await inSlices(byValue.keys(), signal, (value) => {
    const block = namedBlock(value)
    if (block) blocks.push(block)
  })
  if (signal.aborted) return
  const relations = relationsAmong(blocks)
  const entries: Entry[] = []
  await inSlices(byValue, signal, ([value, same]) => {
    entries.push(entryOf(value, same, relations.get(value), now))
  })
  if (!signal.aborted) startTransition(() => done(entries))
}
