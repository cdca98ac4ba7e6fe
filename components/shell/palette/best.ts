import { byRank, likely, match, type Ranked, wordsIn, wordsOf } from '@/lib/format/rank'
import type { Item } from './item'

/** More are of no use: people type another letter. */
const MOST_SHOWN = 60

/** The items that match, the best first, each address once. */
export function best(typed: string, all: readonly Item[], recent: readonly Item[] = []): Item[] {
  const position = new Map(recent.map(({ id }, i) => [id, i]))
  const words = wordsOf(typed)
  const rows = new Map<string, Ranked & { item: Item }>()
  for (const item of all) {
    const others = [item.where ?? '', item.label, ...(item.also ?? [])]
    const how = match(typed, item.name, others)
    if (how === undefined || rows.has(item.id)) continue
    const named = wordsIn(words, item.name)
    rows.set(item.id, { ...item, match: how, recent: position.get(item.id), named, item })
  }
  return likely([...rows.values()])
    .toSorted(byRank)
    .slice(0, MOST_SHOWN)
    .map(({ item }) => item)
}
