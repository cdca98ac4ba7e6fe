'use client'
import { useRef, useState } from 'react'

/** The ids of `shown` between two of them, in order. */
export function rangeOf(shown: readonly string[], from: string | undefined, to: string): string[] {
  const [a, b] = [from === undefined ? -1 : shown.indexOf(from), shown.indexOf(to)]
  if (b === -1) return []
  return a === -1 ? [to] : shown.slice(Math.min(a, b), Math.max(a, b) + 1)
}

/** Which rows of a table are selected. `shown` are the ids of the rows that match the search and filters, in order. */
export function useSelection(shown: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const anchor = useRef<string>(undefined)

  /** Toggles a row, or with `isRange` gives all rows since the last toggled one the new state of this row. */
  const toggle = (id: string, isRange = false) => {
    const ids = isRange ? rangeOf(shown, anchor.current, id) : [id]
    anchor.current = id
    setChosen((was) => {
      const next = new Set(was)
      for (const one of ids)
        if (was.has(id)) next.delete(one)
        else next.add(one)
      return next
    })
  }
  const select = (ids: readonly string[]) => setChosen(new Set(ids))
  const isAll = shown.length > 0 && shown.every((id) => chosen.has(id))
  return { chosen, toggle, select, isAll, selectAll: () => select(shown) }
}
