/** Rows by index. `to` is the first one after them. */
export type Rows = { from: number; to: number }

/** How many rows a frame can add without the browser missing a key or a click: each costs about 2 ms. */
export const ROWS_PER_FRAME = 12

/**
 * The rows to render next, on the way from those that are rendered `now` to all that are `near` the screen. After a jump these
 * are too many for one frame, so those on the screen (`seen`, a part of `near`) come first.
 */
export function nextRows(now: Rows, near: Rows, seen: Rows): Rows {
  let from = Math.max(now.from, near.from)
  let to = Math.min(now.to, near.to)
  if (from >= to) from = to = seen.from
  let left = ROWS_PER_FRAME
  const add = (rows: number) => {
    const added = Math.min(left, Math.max(0, rows))
    left -= added
    return added
  }
  to += add(seen.to - to)
  from -= add(from - seen.from)
  to += add(near.to - to)
  from -= add(from - near.from)
  return { from, to }
}
