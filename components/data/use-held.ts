'use client'
import { type FocusEvent, useEffect, useRef, useState } from 'react'

/**
 * Keeps a list as it is while a pointer or the focus is in it, so that no row moves under a press: rows show what is new in
 * them, new ones wait, and gone ones stay. What a person asks for (`asked`: a filter, an order) applies at once.
 * @returns the rows to show, how many wait, and the handlers of the list
 */
export function useHeld<T extends { id: string }>(rows: readonly T[], asked: string) {
  const [has, setHas] = useState({ pointer: false, focus: false })
  const last = useRef({ rows, asked })
  const kept = last.current
  const isHeld = (has.pointer || has.focus) && kept.asked === asked
  // Not a state: rows can be another array in every render.
  useEffect(() => {
    if (!isHeld) last.current = { rows, asked }
  })
  const set = (change: Partial<typeof has>) => setHas((now) => ({ ...now, ...change }))
  const on = {
    onPointerEnter: () => set({ pointer: true }),
    onPointerLeave: () => set({ pointer: false }),
    onFocus: () => set({ focus: true }),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent) =>
      set({ focus: currentTarget.contains(relatedTarget) }),
  }
  if (!isHeld) return { shown: rows, waiting: 0, on }
  const now = new Map(rows.map((row) => [row.id, row]))
  const before = new Set(kept.rows.map(({ id }) => id))
  return {
    shown: kept.rows.map((row) => now.get(row.id) ?? row),
    waiting: rows.filter(({ id }) => !before.has(id)).length,
    on,
  }
}
