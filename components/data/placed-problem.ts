/** A problem in a text: offsets, and the 1-based line and column. */
export type PlacedProblem = {
  from: number
  to: number
  line: number
  column: number
  message: string
}

/** The problem with its line and column. */
export function placed(
  text: string,
  { from, to, message }: { from: number; to: number; message: string },
): PlacedProblem {
  const start = Math.min(from, text.length)
  const before = text.slice(0, start)
  return {
    from: start,
    to: Math.min(to, text.length),
    line: before.split('\n').length,
    column: start - (before.lastIndexOf('\n') + 1) + 1,
    message,
  }
}
