/** Rows by index. `to` is the first one after them. */
export type Rows = { from: number; to: number }

/** The most rows that a frame adds, so that the browser misses no key or click. On a fast machine each costs about 2 ms. */
export const ROWS_PER_FRAME = 12
const FEWEST = 3
/** One and a half frames of a usual screen. */
const LATE_MS = 25

/** How many rows the next frame may add, when the last one came after so many ms. */
export const nextPace = (pace: number, tookMs: number): number =>
  tookMs > LATE_MS ? Math.max(FEWEST, Math.floor(pace / 2)) : Math.min(ROWS_PER_FRAME, pace + 2)

/**
 * The rows to render next, on the way from those that are rendered `now` to all that are `near` the screen. After a jump these
 * are too many for one frame, so those on the screen (`seen`, a part of `near`) come first, and at most `pace` of them.
 */
export function nextRows(now: Rows, near: Rows, seen: Rows, pace = ROWS_PER_FRAME): Rows {
  let from = Math.max(now.from, near.from)
  let to = Math.min(now.to, near.to)
  if (from >= to) from = to = seen.from
  let left = pace
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
